import { eachLinked, ignoringFaults, type Thread } from '@anyuser/core';
import { keyOf, UMUTEX_CONTESTED, UMUTEX_RB_OWNERDEAD } from './syscalls/umtx-mutex';

/** Addresses of list heads: mutexes that processes share, own ones, and the one being taken or given back (struct umtx_robust_lists_params). */
export interface RobustLists {
  readonly shared: number;
  readonly own: number;
  readonly inactive: number;
}

const KEY = Symbol('freebsd robust lists');
/** Offset of the link to the next mutex in struct umutex. */
const LINK = 16;

export const setRobustLists = (t: Thread, lists: RobustLists): void => void t.extra.set(KEY, lists);

/** A thread has ended: the robust mutexes that it holds are marked, and one sleeper of each wakes (umtx_thread_cleanup). */
export function releaseRobustMutexes(thread: Thread): void {
  const lists = thread.extra.get(KEY) as RobustLists | undefined;
  if (lists === undefined) return;
  const { mem, kernel } = thread;
  const release = (mutex: number): void => {
    if ((mem.u32(mutex) & ~UMUTEX_CONTESTED) >>> 0 !== thread.tid) return;
    mem.setU32(mutex, UMUTEX_RB_OWNERDEAD);
    kernel.futexes.wake(keyOf(thread, mutex), 1);
  };
  ignoringFaults(() => {
    for (const head of [lists.shared, lists.own]) if (head !== 0) eachLinked(thread, head, LINK, release);
    const mutex = lists.inactive === 0 ? 0 : mem.u32(lists.inactive);
    if (mutex !== 0) release(mutex);
  });
}
