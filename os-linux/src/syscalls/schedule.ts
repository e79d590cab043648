import {
  defineSyscall,
  errno,
  inp,
  int,
  out,
  ptr,
  type SyscallDefinition,
  size,
  type Thread,
  uint,
} from '@anyuser/core';

const SCHED_OTHER = 0;
const SCHED_FIFO = 1;
const SCHED_RR = 2;
const POLICIES: readonly number[] = [SCHED_OTHER, SCHED_FIFO, SCHED_RR, 3, 5, 6];
const RESET_ON_FORK = 0x4000_0000;

function find(thread: Thread, pid: number): Thread {
  if (pid < 0) throw errno('EINVAL');
  const target = pid === 0 ? thread : thread.kernel.thread(pid);
  if (target === undefined) throw errno('ESRCH');
  return target;
}

/** Bytes of the kernel's cpumask: one long for up to 32 CPUs. */
const maskBytes = (thread: Thread): number => thread.abi.data.word;

/** Guest threads take turns on one CPU: that is what affinity shows, whatever the host has. */
export const sched_getaffinity = defineSyscall({
  name: 'sched_getaffinity',
  args: { pid: int, cpusetsize: size, mask: ptr },
  run(thread, { pid, cpusetsize, mask }) {
    find(thread, pid);
    const bytes = maskBytes(thread);
    if (cpusetsize < bytes || cpusetsize % bytes !== 0) throw errno('EINVAL');
    thread.mem.zero(mask, bytes);
    thread.mem.setU8(thread.abi.data.bigEndian ? mask + bytes - 1 : mask, 1);
    return bytes;
  },
});

export const sched_setaffinity = defineSyscall({
  name: 'sched_setaffinity',
  args: { pid: int, cpusetsize: size, mask: ptr },
  run(thread, { pid, cpusetsize, mask }) {
    find(thread, pid);
    const bytes = maskBytes(thread);
    if (cpusetsize === 0) throw errno('EINVAL');
    const first = thread.abi.data.bigEndian ? mask + Math.min(bytes, cpusetsize) - 1 : mask;
    if ((thread.mem.u8(first) & 1) === 0) throw errno('EINVAL');
  },
});

/** Real-time policies need a privilege. */
function setPolicy(thread: Thread, pid: number, policy: number, priority: number): void {
  find(thread, pid);
  const kind = policy & ~RESET_ON_FORK;
  if (!POLICIES.includes(kind)) throw errno('EINVAL');
  const realtime = kind === SCHED_FIFO || kind === SCHED_RR;
  if (realtime ? priority < 1 || priority > 99 : priority !== 0) throw errno('EINVAL');
  if (realtime) throw errno('EPERM');
}

export const sched_setscheduler = defineSyscall({
  name: 'sched_setscheduler',
  args: { pid: int, policy: int, param: inp<Readonly<Record<'sched_priority', number>>>('sched_param') },
  run: (thread, { pid, policy, param }) => setPolicy(thread, pid, policy, param.sched_priority),
});

export const sched_getscheduler = defineSyscall({
  name: 'sched_getscheduler',
  args: { pid: int },
  run(thread, { pid }) {
    find(thread, pid);
    return SCHED_OTHER;
  },
});

export const sched_setparam = defineSyscall({
  name: 'sched_setparam',
  args: { pid: int, param: inp<Readonly<Record<'sched_priority', number>>>('sched_param') },
  run: (thread, { pid, param }) => setPolicy(thread, pid, SCHED_OTHER, param.sched_priority),
});

export const sched_getparam = defineSyscall({
  name: 'sched_getparam',
  args: { pid: int, param: out('sched_param') },
  run(thread, { pid, param }) {
    find(thread, pid);
    param.set({ sched_priority: 0 });
  },
});

const priorityLimit = (name: string, realtime: number): SyscallDefinition =>
  defineSyscall({
    name,
    args: { policy: int },
    run(_thread, { policy }) {
      if (!POLICIES.includes(policy)) throw errno('EINVAL');
      return policy === SCHED_FIFO || policy === SCHED_RR ? realtime : 0;
    },
  });
export const sched_get_priority_max = priorityLimit('sched_get_priority_max', 99);
export const sched_get_priority_min = priorityLimit('sched_get_priority_min', 1);

const rrInterval = (name: string, timespec: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { pid: int, interval: out(timespec) },
    run(thread, { pid, interval }) {
      find(thread, pid);
      interval.set({ tv_sec: 0, tv_nsec: 4_000_000 });
    },
  });
export const sched_rr_get_interval = rrInterval('sched_rr_get_interval', 'timespec');
export const sched_rr_get_interval_time64 = rrInterval('sched_rr_get_interval_time64', 'timespec64');

const MEMBARRIER_CMD_QUERY = 0;
/** GLOBAL, GLOBAL_EXPEDITED and its registration, PRIVATE_EXPEDITED and its registration, those with SYNC_CORE. */
const MEMBARRIER_COMMANDS = 0x7f;

/** membarrier(2): threads take turns, so every command is done as it is asked for. */
export const membarrier = defineSyscall({
  name: 'membarrier',
  args: { cmd: uint, flags: uint, cpu_id: int },
  run(_thread, { cmd, flags }) {
    if (flags !== 0) throw errno('EINVAL');
    if (cmd === MEMBARRIER_CMD_QUERY) return MEMBARRIER_COMMANDS;
    if ((cmd & MEMBARRIER_COMMANDS) === 0 || (cmd & (cmd - 1)) !== 0) throw errno('EINVAL');
    return 0;
  },
});
