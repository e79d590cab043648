import type { Thread } from './thread';
import { WaitQueue } from './wait-queue';

/** Whether and where a thread is parked; a wake-up that came before the park is kept. */
interface Parking {
  readonly queue: WaitQueue;
  parked: boolean;
  token: boolean;
}
const KEY = Symbol('parking');

function parkingOf(thread: Thread): Parking {
  let found = thread.extra.get(KEY) as Parking | undefined;
  if (found === undefined) {
    found = { queue: new WaitQueue(), parked: false, token: false };
    thread.extra.set(KEY, found);
  }
  return found;
}

/** The next park of a thread is over at once. */
export const leaveToken = (thread: Thread): void => {
  parkingOf(thread).token = true;
};

/** Ends a thread's park, or its next. */
export function unpark(thread: Thread): void {
  const state = parkingOf(thread);
  if (!state.parked) {
    state.token = true;
    return;
  }
  state.parked = false;
  state.queue.wake();
}

/**
 * Parks until unparked (NetBSD's _lwp_park, FreeBSD's thr_suspend).
 * @returns how it ended; `token` where the wake-up had come before.
 * @throws Interrupted
 */
export async function park(t: Thread, deadline: bigint | undefined): Promise<'token' | 'woken' | 'late'> {
  const state = parkingOf(t);
  if (state.token) {
    state.token = false;
    return 'token';
  }
  state.parked = true;
  try {
    const options = deadline === undefined ? {} : { deadline };
    const woken = await t.wait(state.queue, () => (state.parked ? undefined : true), options);
    return woken === undefined ? 'late' : 'woken';
  } finally {
    state.parked = false;
  }
}
