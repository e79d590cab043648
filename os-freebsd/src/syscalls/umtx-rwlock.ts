import { errno, type Thread } from '@anyuser/core';
import { keyOf } from './umtx-mutex';

/** struct urwlock: state, flags, blocked readers, blocked writers (sys/sys/_umtx.h). */
const RW = { flags: 4, readers: 8, writers: 12 } as const;
const WRITE_OWNER = 0x8000_0000;
const WRITE_WAITERS = 0x4000_0000;
const READ_WAITERS = 0x2000_0000;
const MAX_READERS = 0x1fff_ffff;
const PREFER_READER = 2;
/** Who sleeps: readers and writers have a queue each. */
const READERS = 1;
const WRITERS = 2;

async function block(
  t: Thread,
  obj: number,
  who: typeof READERS | typeof WRITERS,
  deadline: bigint | undefined,
): Promise<void> {
  const counter = obj + (who === READERS ? RW.readers : RW.writers);
  const flag = who === READERS ? READ_WAITERS : WRITE_WAITERS;
  t.mem.setU32(obj, (t.mem.u32(obj) | flag) >>> 0);
  t.mem.setU32(counter, t.mem.u32(counter) + 1);
  try {
    if (!(await t.kernel.futexes.wait(t, keyOf(t, obj), who, { deadline }))) throw errno('ETIMEDOUT');
  } finally {
    const left = t.mem.u32(counter) - 1;
    t.mem.setU32(counter, left >>> 0);
    if (left === 0) t.mem.setU32(obj, (t.mem.u32(obj) & ~flag) >>> 0);
  }
}

/** Takes a lock to read (do_rw_rdlock). @param how - URWLOCK_PREFER_READER passes waiting writers. */
export async function readLock(
  t: Thread,
  obj: number,
  how: number,
  deadline: bigint | undefined,
): Promise<number> {
  const prefers = ((how | t.mem.u32(obj + RW.flags)) & PREFER_READER) !== 0;
  const stops = prefers ? WRITE_OWNER : WRITE_OWNER | WRITE_WAITERS;
  for (;;) {
    const state = t.mem.u32(obj);
    if ((state & stops) === 0) {
      if ((state & MAX_READERS) === MAX_READERS) throw errno('EAGAIN');
      t.mem.setU32(obj, state + 1);
      return 0;
    }
    await block(t, obj, READERS, deadline);
  }
}

/** Takes a lock to write (do_rw_wrlock). */
export async function writeLock(t: Thread, obj: number, deadline: bigint | undefined): Promise<number> {
  for (;;) {
    const state = t.mem.u32(obj);
    if ((state & WRITE_OWNER) === 0 && (state & MAX_READERS) === 0) {
      t.mem.setU32(obj, (state | WRITE_OWNER) >>> 0);
      return 0;
    }
    await block(t, obj, WRITERS, deadline);
  }
}

/** Gives a lock back and wakes a writer, or all readers (do_rw_unlock). @throws EPERM */
export function rwUnlock(t: Thread, obj: number): number {
  const state = t.mem.u32(obj);
  let next: number;
  if ((state & WRITE_OWNER) !== 0) next = state & ~WRITE_OWNER;
  else if ((state & MAX_READERS) !== 0) next = state - 1;
  else throw errno('EPERM');
  t.mem.setU32(obj, next >>> 0);
  const prefers = (t.mem.u32(obj + RW.flags) & PREFER_READER) !== 0;
  const writers = (next & WRITE_WAITERS) !== 0;
  const readers = (next & READ_WAITERS) !== 0;
  const { futexes } = t.kernel;
  const key = keyOf(t, obj);
  if (readers && (prefers || !writers)) futexes.wake(key, Number.POSITIVE_INFINITY, READERS);
  else if (writers) futexes.wake(key, 1, WRITERS);
  return 0;
}
