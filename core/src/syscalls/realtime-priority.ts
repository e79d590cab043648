import { structCodec } from '../abi/codecs';
import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { int, ptr, uint } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { scheduledThread } from './schedule-policy';

/** Functions of rtprio. */
const RTP = { lookup: 0, set: 1 } as const;
/** Classes; a thread of class `normal` has priorities that only the scheduler sets. */
const CLASS = { realtime: 2, normal: 3, idle: 4 } as const;
const HIGHEST = 31;

/** All threads are of the normal class; leaving it is the superuser's, and there is no other (sys/kern/kern_resource.c). */
function realtimePriority(t: Thread, operation: number, target: Thread, address: number): void {
  const codec = structCodec(t.abi, 'rtprio');
  if (operation === RTP.lookup) {
    codec.write(t.mem, address, { type: CLASS.normal, prio: 0 });
    return;
  }
  if (operation !== RTP.set) throw errno('EINVAL');
  const { type, prio } = codec.read(t.mem, address);
  const own = target.process.credentials.uid === t.process.credentials.uid;
  if (!own && t.process.credentials.euid !== 0) throw errno('EPERM');
  if (type === CLASS.realtime || type === CLASS.idle) throw errno('EPERM');
  if (type !== CLASS.normal || Number(prio) > HIGHEST) throw errno('EINVAL');
}

/** rtprio(function, pid, rtp) of a process, and rtprio_thread(function, lwpid, rtp) of a thread; `rtp` is the cell's struct rtprio. */
export const rtprio = defineSyscall({
  name: 'rtprio',
  args: { function: uint, pid: int, rtp: ptr },
  run(t, { function: operation, pid, rtp }) {
    const process = pid === 0 ? t.process : t.kernel.processes.get(pid);
    if (process === undefined || process.status !== undefined) throw errno('ESRCH');
    realtimePriority(t, operation, process.leader, rtp);
  },
});
export const rtprio_thread = defineSyscall({
  name: 'rtprio_thread',
  args: { function: uint, lwpid: int, rtp: ptr },
  run: (t, { function: operation, lwpid, rtp }) =>
    realtimePriority(t, operation, scheduledThread(t, lwpid), rtp),
});
