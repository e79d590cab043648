import { type Thread, WaitQueue } from '@anyuser/core';

/** Whether and where a thread is parked (sys/kern/sys_lwp.c). */
export interface Park {
  readonly queue: WaitQueue;
  parked: boolean;
  /** An unpark came before the park. */
  token: boolean;
}

const KEY = Symbol('netbsd park');

/** A thread's parking place, made at first use. */
export function parkOf(thread: Thread): Park {
  let park = thread.extra.get(KEY) as Park | undefined;
  if (park === undefined) {
    park = { queue: new WaitQueue(), parked: false, token: false };
    thread.extra.set(KEY, park);
  }
  return park;
}

/** Wakes a parked thread, or lets its next park return at once. */
export function unpark(thread: Thread): void {
  const park = parkOf(thread);
  if (park.parked) {
    park.parked = false;
    park.queue.wake();
  } else park.token = true;
}
