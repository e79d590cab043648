import {
  defineSyscall,
  errno,
  inheritedValue,
  int,
  type Kernel,
  ptr,
  type SyscallDefinition,
  size,
  type Thread,
  u64,
} from '@anyuser/core';

const LEVEL = { root: 1, cpuset: 2, which: 3 } as const;
const WHICH = { tid: 1, pid: 2, cpuset: 3, jail: 5 } as const;
/** The root of all sets, which is of the whole machine, and the set in which processes begin. */
const [ROOT, DEFAULT] = [0, 1] as const;
/** The only CPU, and the only memory domain. */
const FIRST = 1;
const SELF = 0xffff_ffff_ffff_ffffn;
/** DOMAINSET_POLICY_ROUNDROBIN to INTERLEAVE (sys/sys/domainset.h). */
const POLICY = { first: 1, last: 4 } as const;

const cpuSet = inheritedValue<number>('freebsd cpuset', DEFAULT);
const lastSet = new WeakMap<Kernel, number>();

/** The set that a call's object is in, or is. @throws KernelError EINVAL, ESRCH */
function find(t: Thread, level: number, which: number, id: bigint): number {
  if (level < LEVEL.root || level > LEVEL.which) throw errno('EINVAL');
  const number = Number(BigInt.asIntN(32, id));
  const { kernel } = t;
  switch (which) {
    case WHICH.tid:
    case WHICH.pid: {
      const there = which === WHICH.pid ? kernel.processes.get(number) : kernel.thread(number)?.process;
      const process = id === SELF ? t.process : there;
      if (process === undefined) throw errno('ESRCH');
      return cpuSet.of(process);
    }
    case WHICH.cpuset:
      if (id === SELF) return cpuSet.of(t.process);
      if (number < ROOT || number > (lastSet.get(kernel) ?? DEFAULT)) throw errno('ESRCH');
      return number;
    case WHICH.jail:
      // The machine is one jail, whose number is 0.
      if (id !== SELF && number !== 0) throw errno('ESRCH');
      return ROOT;
    default:
      throw errno('EINVAL');
  }
}

const target = { level: int, which: int, id: u64, cpusetsize: size, mask: ptr } as const;

/** Asks for the CPUs, or the memory domains, of a set: the first is the only one. */
const getMask = (name: string, rest: Readonly<Record<'policy', typeof ptr>> | object): SyscallDefinition =>
  defineSyscall({
    name,
    args: { ...target, ...rest },
    run(t, { level, which, id, cpusetsize, mask, ...others }) {
      if (cpusetsize < 4) throw errno('ERANGE');
      find(t, level, which, id);
      t.mem.zero(mask, cpusetsize);
      t.mem.setU32(mask, FIRST);
      const { policy } = others as { readonly policy?: number };
      if (policy !== undefined) t.mem.setU32(policy, POLICY.first);
    },
  });
/** Sets them: a mask must leave the one that there is. */
const setMask = (name: string, rest: Readonly<Record<'policy', typeof int>> | object): SyscallDefinition =>
  defineSyscall({
    name,
    args: { ...target, ...rest },
    run(t, { level, which, id, cpusetsize, mask, ...others }) {
      const { policy = POLICY.first } = others as { readonly policy?: number };
      if (cpusetsize < 4) throw errno('ERANGE');
      if (policy < POLICY.first || policy > POLICY.last) throw errno('EINVAL');
      find(t, level, which, id);
      if ((t.mem.u32(mask) & FIRST) === 0) throw errno('EINVAL');
    },
  });

/** cpuset(2) and its relatives: threads take turns on one CPU, which is in every set (sys/kern/kern_cpuset.c). */
export const CPUSET_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = {
  cpuset: defineSyscall({
    name: 'cpuset',
    args: { setid: ptr },
    run(t, { setid }) {
      const made = (lastSet.get(t.kernel) ?? DEFAULT) + 1;
      t.mem.setU32(setid, made);
      lastSet.set(t.kernel, made);
      cpuSet.set(t.process, made);
    },
  }),
  cpuset_getaffinity: getMask('cpuset_getaffinity', {}),
  cpuset_setaffinity: setMask('cpuset_setaffinity', {}),
  cpuset_getdomain: getMask('cpuset_getdomain', { policy: ptr }),
  cpuset_setdomain: setMask('cpuset_setdomain', { policy: int }),
  cpuset_getid: defineSyscall({
    name: 'cpuset_getid',
    args: { level: int, which: int, id: u64, setid: ptr },
    run(t, { level, which, id, setid }) {
      if (level === LEVEL.which && which !== WHICH.cpuset) throw errno('EINVAL');
      const set = find(t, level, which, id);
      t.mem.setU32(setid, level === LEVEL.root ? ROOT : set);
    },
  }),
  cpuset_setid: defineSyscall({
    name: 'cpuset_setid',
    args: { which: int, id: u64, setid: int },
    run(t, { which, id, setid }) {
      if (which !== WHICH.pid) throw errno('EINVAL');
      find(t, LEVEL.cpuset, WHICH.cpuset, BigInt(setid));
      find(t, LEVEL.cpuset, which, id);
      const number = Number(BigInt.asIntN(32, id));
      cpuSet.set(id === SELF ? t.process : t.kernel.processes.get(number)!, setid);
    },
  }),
  sched_getcpu: defineSyscall({ name: 'sched_getcpu', args: {}, run: () => 0 }),
};
