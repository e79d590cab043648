import { errno } from '../kernel/errno';
import { int, ptr, size } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { scheduledThread } from './schedule-policy';

/** The bit of the only CPU in the first word of a mask. */
const CPU_0 = 1;

/** Guest threads take turns on one CPU: that is what affinity shows, whatever the host has. Returns the bytes of the mask. */
export const sched_getaffinity = defineSyscall({
  name: 'sched_getaffinity',
  args: { pid: int, cpusetsize: size, mask: ptr },
  run(t, { pid, cpusetsize, mask }) {
    scheduledThread(t, pid);
    const { word } = t.abi.data;
    if (cpusetsize < word || cpusetsize % word !== 0) throw errno('EINVAL');
    t.mem.setU32(mask, CPU_0);
    return word;
  },
});

/** A mask must leave the CPU that there is. */
export const sched_setaffinity = defineSyscall({
  name: 'sched_setaffinity',
  args: { pid: int, cpusetsize: size, mask: ptr },
  run(t, { pid, cpusetsize, mask }) {
    scheduledThread(t, pid);
    if (cpusetsize < t.abi.data.word || (t.mem.u32(mask) & CPU_0) === 0) throw errno('EINVAL');
  },
});

/** Which CPU and node the caller runs on: there is one. */
export const getcpu = defineSyscall({
  name: 'getcpu',
  args: { cpu: ptr, node: ptr, tcache: ptr },
  run(t, { cpu, node }) {
    if (cpu !== 0) t.mem.setU32(cpu, 0);
    if (node !== 0) t.mem.setU32(node, 0);
  },
});
