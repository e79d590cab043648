import {
  defineSyscall,
  errno,
  int,
  out,
  ptr,
  type SyscallDefinition,
  scheduledThread,
  size,
  type Thread,
} from '@anyuser/core';

/** Bytes of the kernel's cpumask: one long for up to 32 CPUs. */
const maskBytes = (thread: Thread): number => thread.abi.data.word;

/** Guest threads take turns on one CPU: that is what affinity shows, whatever the host has. */
export const sched_getaffinity = defineSyscall({
  name: 'sched_getaffinity',
  args: { pid: int, cpusetsize: size, mask: ptr },
  run(thread, { pid, cpusetsize, mask }) {
    scheduledThread(thread, pid);
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
    scheduledThread(thread, pid);
    const bytes = maskBytes(thread);
    if (cpusetsize === 0) throw errno('EINVAL');
    const first = thread.abi.data.bigEndian ? mask + Math.min(bytes, cpusetsize) - 1 : mask;
    if ((thread.mem.u8(first) & 1) === 0) throw errno('EINVAL');
  },
});

const rrInterval = (name: string, timespec: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { pid: int, interval: out(timespec) },
    run(thread, { pid, interval }) {
      scheduledThread(thread, pid);
      interval.set({ tv_sec: 0, tv_nsec: 4_000_000 });
    },
  });
export const sched_rr_get_interval = rrInterval('sched_rr_get_interval', 'timespec');
export const sched_rr_get_interval_time64 = rrInterval('sched_rr_get_interval_time64', 'timespec64');
