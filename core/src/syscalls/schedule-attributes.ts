import { structCodec } from '../abi/codecs';
import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { int, ptr, uint } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { policyNumber, policyOf, scheduledThread } from './schedule-policy';

/** Bytes of the first published struct sched_attr (SCHED_ATTR_SIZE_VER0), the least that a caller may have. */
const LEAST = 48;
/** Policies that leave a process its nice value. */
const NICE_POLICIES: ReadonlySet<string> = new Set(['SCHED_OTHER', 'SCHED_BATCH', 'SCHED_IDLE']);

const fieldOf = (t: Thread, attr: number, name: string): number =>
  attr + structCodec(t.abi, 'sched_attr').fields.find((field) => field.name === name)!.offset;

/** Policy and nice value in a struct that says its own size (kernel/sched/syscalls.c). */
export const sched_getattr = defineSyscall({
  name: 'sched_getattr',
  args: { pid: int, attr: ptr, size: uint, flags: uint },
  run(t, { pid, attr, size, flags }) {
    if (attr === 0 || size < LEAST || flags !== 0) throw errno('EINVAL');
    const target = scheduledThread(t, pid);
    const { nice } = target.process;
    const bytes = Math.min(size, structCodec(t.abi, 'sched_attr').size);
    t.mem.zero(attr, bytes);
    t.mem.setU32(attr, bytes);
    t.mem.setU32(fieldOf(t, attr, 'sched_policy'), policyNumber(target));
    t.mem.setU32(fieldOf(t, attr, 'sched_nice'), nice >>> 0);
  },
});

export const sched_setattr = defineSyscall({
  name: 'sched_setattr',
  args: { pid: int, attr: ptr, flags: uint },
  run(t, { pid, attr, flags }) {
    if (attr === 0 || flags !== 0) throw errno('EINVAL');
    const target = scheduledThread(t, pid);
    const { process } = target;
    const policy = policyOf(t, t.mem.u32(fieldOf(t, attr, 'sched_policy')));
    const nice = t.mem.i32(fieldOf(t, attr, 'sched_nice'));
    const privileged = t.process.credentials.euid === 0;
    if (!NICE_POLICIES.has(policy)) throw errno(privileged ? 'EINVAL' : 'EPERM');
    if (nice < process.nice && !privileged) throw errno('EPERM');
    target.policy = policy;
    process.nice = Math.max(-20, Math.min(19, nice));
  },
});
