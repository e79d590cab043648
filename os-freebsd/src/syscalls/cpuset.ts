import { defineSyscall, errno, int, ptr, size, type Thread, u64 } from '@anyuser/core';

const LEVEL = { root: 1, cpuset: 2, which: 3 } as const;
const WHICH = { tid: 1, pid: 2, cpuset: 3 } as const;
/** The only set, which holds the only CPU. */
const SET = 1;
const CPU0 = 1;
const SELF = 0xffff_ffff_ffff_ffffn;

/** The object that a call names exists. @throws KernelError EINVAL, ESRCH */
function check(t: Thread, level: number, which: number, id: bigint): void {
  if (level < LEVEL.root || level > LEVEL.which || which < WHICH.tid || which > WHICH.cpuset)
    throw errno('EINVAL');
  if (id === SELF) return;
  const number = Number(BigInt.asIntN(32, id));
  const there =
    which === WHICH.cpuset
      ? number === SET
      : which === WHICH.pid
        ? t.kernel.processes.has(number)
        : t.kernel.thread(number) !== undefined;
  if (!there) throw errno('ESRCH');
}

/** cpuset_getaffinity(level, which, id, size, mask): threads take turns on one CPU. */
export const cpuset_getaffinity = defineSyscall({
  name: 'cpuset_getaffinity',
  args: { level: int, which: int, id: u64, cpusetsize: size, mask: ptr },
  run(t, { level, which, id, cpusetsize, mask }) {
    if (cpusetsize < 4) throw errno('ERANGE');
    check(t, level, which, id);
    t.mem.zero(mask, cpusetsize);
    t.mem.setU32(mask, CPU0);
  },
});
/** cpuset_setaffinity: a mask must leave a CPU that there is (sys/kern/kern_cpuset.c). */
export const cpuset_setaffinity = defineSyscall({
  name: 'cpuset_setaffinity',
  args: { level: int, which: int, id: u64, cpusetsize: size, mask: ptr },
  run(t, { level, which, id, cpusetsize, mask }) {
    if (cpusetsize < 4) throw errno('ERANGE');
    check(t, level, which, id);
    if ((t.mem.u32(mask) & CPU0) === 0) throw errno('EINVAL');
  },
});
export const cpuset_getid = defineSyscall({
  name: 'cpuset_getid',
  args: { level: int, which: int, id: u64, setid: ptr },
  run(t, { level, which, id, setid }) {
    check(t, level, which, id);
    t.mem.setU32(setid, SET);
  },
});
export const cpuset_setid = defineSyscall({
  name: 'cpuset_setid',
  args: { which: int, id: u64, setid: int },
  run(t, { which, id, setid }) {
    check(t, LEVEL.which, which, id);
    if (setid !== SET) throw errno('ESRCH');
  },
});
export const sched_getcpu = defineSyscall({ name: 'sched_getcpu', args: {}, run: () => 0 });
