import {
  deadlineOn,
  defineSyscall,
  errno,
  int,
  park,
  ptr,
  readTime,
  type SyscallDefinition,
  type Thread,
  uint,
  unpark,
  writeTime,
} from '@anyuser/core';

const TIMER_ABSTIME = 1;
const CLOCK_REALTIME = 0;
/** Most threads of one _lwp_unpark_all. */
const LWP_UNPARK_MAX = 1024;

const threadById = (t: Thread, id: number): Thread | undefined =>
  [...t.process.threads].find(({ tid }) => tid === id);

function unparkById(t: Thread, id: number): void {
  const thread = threadById(t, id);
  if (thread === undefined) throw errno('ESRCH');
  unpark(thread);
}

/** Parks until unparked. @throws KernelError EALREADY, ETIMEDOUT, EINTR */
async function parkUntil(t: Thread, deadline: bigint | undefined): Promise<void> {
  const end = await park(t, deadline);
  if (end !== 'woken') throw errno(end === 'token' ? 'EALREADY' : 'ETIMEDOUT');
}

/** ___lwp_park60(clock, flags, ts, unpark, hint, unparkhint): a relative time is counted down. */
export const ___lwp_park60 = defineSyscall({
  name: '___lwp_park60',
  args: { clock_id: int, flags: int, ts: ptr, unpark: int, hint: ptr, unparkhint: ptr },
  restart: false,
  async run(t, { clock_id, flags, ts, unpark: target }) {
    const time = ts === 0 ? 0n : readTime(t, ts, 'timespec');
    if (target !== 0) unparkById(t, target);
    if (ts === 0) return parkUntil(t, undefined);
    if ((flags & TIMER_ABSTIME) !== 0) return parkUntil(t, deadlineOn(t, time, clock_id));
    const deadline = deadlineOn(t, time, undefined);
    try {
      await parkUntil(t, deadline);
    } finally {
      const left = deadline - t.kernel.now('monotonic');
      if (!t.dead) writeTime(t, ts, 'timespec', left > 0n ? left : 0n);
    }
  },
});

/** Forms of before: an absolute time of CLOCK_REALTIME. */
const parkBefore = (name: string, timespec: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { ts: ptr, unpark: int, hint: ptr, unparkhint: ptr },
    restart: false,
    async run(t, { ts, unpark: target }) {
      const deadline = ts === 0 ? undefined : deadlineOn(t, readTime(t, ts, timespec), CLOCK_REALTIME);
      if (target !== 0) unparkById(t, target);
      await parkUntil(t, deadline);
    },
  });
export const compat_60__lwp_park = parkBefore('compat_60__lwp_park', 'timespec');
export const compat_50__lwp_park = parkBefore('compat_50__lwp_park', 'timespec50');

export const _lwp_unpark = defineSyscall({
  name: '_lwp_unpark',
  args: { target: int, hint: ptr },
  run: (t, { target }) => unparkById(t, target),
});

export const _lwp_unpark_all = defineSyscall({
  name: '_lwp_unpark_all',
  args: { targets: ptr, ntargets: uint, hint: ptr },
  run(t, { targets, ntargets }) {
    if (targets === 0) return LWP_UNPARK_MAX;
    if (ntargets === 0 || ntargets > LWP_UNPARK_MAX) throw errno('EINVAL');
    for (let i = 0; i < ntargets; i++) {
      const thread = threadById(t, t.mem.i32(targets + 4 * i));
      if (thread !== undefined) unpark(thread);
    }
    return 0;
  },
});
