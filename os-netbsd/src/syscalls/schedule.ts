import {
  defineSyscall,
  errno,
  int,
  outInt,
  processOf,
  ptr,
  type SyscallDefinition,
  size,
  type Thread,
} from '@anyuser/core';

export const SCHED_NONE = -1;
const SCHED_OTHER = 0;
const SCHED_RR = 2;
/** Least and highest priority of real-time classes (sys/sched.h), and the priority of a thread that has rested. */
const PRI = { none: -1, min: 0, max: 63, rested: 63 } as const;
const CPU_0 = 1;

/** Threads that were bound to the one CPU there is. */
const bound = new WeakSet<Thread>();

/** The threads that a scheduling call means. @throws KernelError ESRCH */
function scheduled(t: Thread, pid: number, lid: number): readonly Thread[] {
  const found = [...processOf(t, pid).threads].filter(({ tid }) => lid === 0 || tid === lid);
  if (found.length === 0) throw errno('ESRCH');
  return found;
}

/** Asks for a policy, a priority or both. @throws KernelError EINVAL, ESRCH, EPERM (do_sched_setparam) */
export function setSchedule(t: Thread, pid: number, lid: number, policy: number, priority: number): void {
  if (policy < SCHED_NONE || policy > SCHED_RR) throw errno('EINVAL');
  if (priority !== PRI.none && (priority < PRI.min || priority > PRI.max)) throw errno('EINVAL');
  scheduled(t, pid, lid);
  if (policy > SCHED_OTHER) throw errno('EPERM');
  if (priority !== PRI.none) throw errno('EINVAL');
}

/** _sched_*(pid, lid, …): all threads are SCHED_OTHER and take turns on one CPU; other classes are the superuser's (sys/kern/sys_sched.c). */
export const SCHED_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = {
  _sched_getparam: defineSyscall({
    name: '_sched_getparam',
    args: { pid: int, lid: int, policy: outInt, params: outInt },
    run(t, { pid, lid, policy, params }) {
      scheduled(t, pid, lid);
      params.set(PRI.rested);
      policy.set(SCHED_OTHER);
    },
  }),
  _sched_setparam: defineSyscall({
    name: '_sched_setparam',
    args: { pid: int, lid: int, policy: int, params: ptr },
    run: (t, { pid, lid, policy, params }) => setSchedule(t, pid, lid, policy, t.mem.i32(params)),
  }),
  _sched_getaffinity: defineSyscall({
    name: '_sched_getaffinity',
    args: { pid: int, lid: int, size, cpuset: ptr },
    run(t, { pid, lid, size: bytes, cpuset }) {
      const [thread] = scheduled(t, pid, lid);
      t.mem.zero(cpuset, bytes);
      if (bytes >= 4 && bound.has(thread!)) t.mem.setU32(cpuset, CPU_0);
    },
  }),
  _sched_setaffinity: defineSyscall({
    name: '_sched_setaffinity',
    args: { pid: int, lid: int, size, cpuset: ptr },
    run(t, { pid, lid, size: bytes, cpuset }) {
      const wanted = bytes >= 4 && (t.mem.u32(cpuset) & CPU_0) !== 0;
      const threads = scheduled(t, pid, lid);
      if (t.process.credentials.euid !== 0) throw errno('EPERM');
      for (const thread of threads)
        if (wanted) bound.add(thread);
        else bound.delete(thread);
    },
  }),
};
