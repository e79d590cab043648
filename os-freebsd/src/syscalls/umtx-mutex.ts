import { ANY_BIT, defineSyscall, errno, type FutexKey, ptr, type Thread } from '@anyuser/core';

/** struct umutex: owner, flags, ceilings[2], link of robust lists (sys/sys/_umtx.h). */
const FLAGS = 4;
const UMUTEX_UNOWNED = 0;
export const UMUTEX_CONTESTED = 0x8000_0000;
/** The owner ended, or its successor gave the state up. */
export const UMUTEX_RB_OWNERDEAD = 0x8000_0010;
const UMUTEX_RB_NOTRECOV = 0x8000_0011;
const USYNC_PROCESS_SHARED = 1;

/** What sleepers on an object with flags behind its first word have in common. */
export const keyOf = (t: Thread, obj: number): FutexKey =>
  t.kernel.futexes.key(t, obj, (t.mem.u32(obj + FLAGS) & USYNC_PROCESS_SHARED) !== 0);

/**
 * Takes a umutex whose first word is the owner's thread id, sleeping while another owns it; tries only; or waits until nobody
 * owns it (do_lock_normal).
 * @throws EDEADLK, EBUSY, EOWNERDEAD with the mutex taken, ENOTRECOVERABLE, ETIMEDOUT
 */
export async function lock(
  t: Thread,
  obj: number,
  mode: 'lock' | 'try' | 'wait',
  deadline: bigint | undefined,
  key = keyOf(t, obj),
): Promise<number> {
  for (;;) {
    const owner = t.mem.u32(obj);
    if (owner === UMUTEX_RB_NOTRECOV) throw errno('ENOTRECOVERABLE');
    if (owner === UMUTEX_RB_OWNERDEAD) {
      if (mode !== 'wait') t.mem.setU32(obj, (UMUTEX_CONTESTED | t.tid) >>> 0);
      throw errno('EOWNERDEAD');
    }
    const holder = owner & ~UMUTEX_CONTESTED;
    if (holder === UMUTEX_UNOWNED) {
      if (mode !== 'wait') t.mem.setU32(obj, ((owner & UMUTEX_CONTESTED) | t.tid) >>> 0);
      return 0;
    }
    if (mode !== 'wait' && holder === t.tid) throw errno('EDEADLK');
    if (mode === 'try') throw errno('EBUSY');
    t.mem.setU32(obj, (owner | UMUTEX_CONTESTED) >>> 0);
    if (!(await t.kernel.futexes.wait(t, key, ANY_BIT, { deadline }))) throw errno('ETIMEDOUT');
  }
}

/** Gives a umutex back and wakes one who sleeps for it. @throws EPERM */
export function unlock(t: Thread, obj: number, key = keyOf(t, obj)): number {
  if ((t.mem.u32(obj) & ~UMUTEX_CONTESTED) !== t.tid) throw errno('EPERM');
  const more = t.kernel.futexes.of(key).length > 1;
  t.mem.setU32(obj, more ? UMUTEX_CONTESTED : UMUTEX_UNOWNED);
  t.kernel.futexes.wake(key, 1);
  return 0;
}

/** Wakes one sleeper of a umutex that its owner has given back by itself (do_wake_umutex, do_wake2_umutex). */
export function wakeMutex(t: Thread, obj: number): number {
  const owner = t.mem.u32(obj);
  const key = keyOf(t, obj);
  const sleepers = t.kernel.futexes.of(key).length;
  if ((owner & ~UMUTEX_CONTESTED) !== UMUTEX_UNOWNED) {
    if (sleepers > 0) t.mem.setU32(obj, (owner | UMUTEX_CONTESTED) >>> 0);
    return 0;
  }
  if (sleepers <= 1 && owner === UMUTEX_CONTESTED) t.mem.setU32(obj, UMUTEX_UNOWNED);
  t.kernel.futexes.wake(key, 1);
  return 0;
}

/** Locks of before FreeBSD 8: the owner's word alone, which any process may share (kern_umtx.c, do_lock_umtx). */
const oldLock = (name: string, body: (t: Thread, obj: number, key: FutexKey) => number | Promise<number>) =>
  defineSyscall({
    name,
    args: { umtx: ptr },
    run: (t, { umtx }) => body(t, umtx, t.kernel.futexes.key(t, umtx, true)),
  });
export const freebsd10__umtx_lock = oldLock('freebsd10__umtx_lock', (t, obj, key) =>
  lock(t, obj, 'lock', undefined, key),
);
export const freebsd10__umtx_unlock = oldLock('freebsd10__umtx_unlock', unlock);
