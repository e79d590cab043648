import {
  defineSyscall,
  errno,
  int,
  ptr,
  readTime,
  type SyscallDefinition,
  type Thread,
  uint,
  WaitQueue,
  writeTime,
} from '@anyuser/core';

/** Whether and where a thread is parked (sys/kern/sys_lwp.c). */
interface Park {
  readonly queue: WaitQueue;
  parked: boolean;
  /** An unpark came before the park. */
  token: boolean;
}

const KEY = Symbol('netbsd park');
const TIMER_ABSTIME = 1;
/** Most threads of one _lwp_unpark_all. */
const LWP_UNPARK_MAX = 1024;

function parkOf(thread: Thread): Park {
  let park = thread.extra.get(KEY) as Park | undefined;
  if (park === undefined) {
    park = { queue: new WaitQueue(), parked: false, token: false };
    thread.extra.set(KEY, park);
  }
  return park;
}

/** The next park of a thread returns at once. */
export const leaveToken = (thread: Thread): void => {
  parkOf(thread).token = true;
};

/** Wakes a parked thread, or lets its next park return at once. */
function unpark(thread: Thread): void {
  const park = parkOf(thread);
  if (park.parked) {
    park.parked = false;
    park.queue.wake();
  } else park.token = true;
}

const threadById = (t: Thread, id: number): Thread | undefined =>
  [...t.process.threads].find(({ tid }) => tid === id);

function unparkById(t: Thread, id: number): void {
  const thread = threadById(t, id);
  if (thread === undefined) throw errno('ESRCH');
  unpark(thread);
}

/** Parks until unparked. @throws KernelError EALREADY, ETIMEDOUT, EINTR */
async function park(t: Thread, deadline: bigint | undefined): Promise<void> {
  const state = parkOf(t);
  if (state.token) {
    state.token = false;
    throw errno('EALREADY');
  }
  state.parked = true;
  try {
    const woken = await t.wait(
      state.queue,
      () => (state.parked ? undefined : true),
      deadline === undefined ? {} : { deadline },
    );
    if (woken === undefined) throw errno('ETIMEDOUT');
  } finally {
    state.parked = false;
  }
}

/** Monotonic time of a time of a clock. */
const fromRealtime = (t: Thread, time: bigint): bigint =>
  time - t.kernel.now('realtime') + t.kernel.now('monotonic');

/** ___lwp_park60(clock, flags, ts, unpark, hint, unparkhint): a relative time is counted down. */
export const ___lwp_park60 = defineSyscall({
  name: '___lwp_park60',
  args: { clock_id: int, flags: int, ts: ptr, unpark: int, hint: ptr, unparkhint: ptr },
  restart: false,
  async run(t, { clock_id, flags, ts, unpark: target }) {
    const time = ts === 0 ? 0n : readTime(t, ts, 'timespec');
    if (target !== 0) unparkById(t, target);
    if (ts === 0) return park(t, undefined);
    if ((flags & TIMER_ABSTIME) !== 0) {
      const realtime = t.abi.enums['clock']!.name(clock_id) === 'CLOCK_REALTIME';
      return park(t, realtime ? fromRealtime(t, time) : time);
    }
    const deadline = t.kernel.now('monotonic') + time;
    try {
      await park(t, deadline);
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
      const deadline = ts === 0 ? undefined : fromRealtime(t, readTime(t, ts, timespec));
      if (target !== 0) unparkById(t, target);
      await park(t, deadline);
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
