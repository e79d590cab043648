import { errno } from '../kernel/errno';
import { ANY_BIT } from '../kernel/futex';
import type { Thread } from '../kernel/thread';
import { type FutexCall, type FutexOperation, futexDeadline, futexKey } from './futex';

const FUTEX_WAITERS = 0x8000_0000;
const FUTEX_TID_MASK = 0x3fff_ffff;
const FUTEX_OWNER_DIED = 0x4000_0000;

/** FUTEX_LOCK_PI: takes the lock whose word holds the owner's thread id, waiting for its turn. */
async function lockPi(thread: Thread, call: FutexCall, tryOnly: boolean): Promise<number> {
  const key = futexKey(thread, call);
  const deadline = futexDeadline(thread, { ...call, realtime: true }, true);
  for (;;) {
    const value = thread.mem.u32(call.uaddr);
    const owner = value & FUTEX_TID_MASK;
    if (owner === thread.tid) throw errno('EDEADLK');
    if (owner === 0) {
      const waiters = thread.kernel.futexes.of(key).length > 0 ? FUTEX_WAITERS : 0;
      thread.mem.setU32(call.uaddr, ((value & FUTEX_OWNER_DIED) | waiters | thread.tid) >>> 0);
      return 0;
    }
    if (tryOnly) throw errno('EAGAIN');
    thread.mem.setU32(call.uaddr, (value | FUTEX_WAITERS) >>> 0);
    const woken = await thread.kernel.futexes.wait(thread, key, ANY_BIT, { deadline });
    if (!woken) throw errno('ETIMEDOUT');
    if ((thread.mem.u32(call.uaddr) & FUTEX_TID_MASK) === thread.tid) return 0;
  }
}

/** FUTEX_UNLOCK_PI: hands the lock to the first waiter. */
function unlockPi(thread: Thread, call: FutexCall): number {
  const key = futexKey(thread, call);
  if ((thread.mem.u32(call.uaddr) & FUTEX_TID_MASK) !== thread.tid) throw errno('EPERM');
  const { futexes } = thread.kernel;
  const [next, ...others] = futexes.of(key);
  if (next === undefined) {
    thread.mem.setU32(call.uaddr, 0);
    return 0;
  }
  thread.mem.setU32(call.uaddr, (next.thread.tid | (others.length > 0 ? FUTEX_WAITERS : 0)) >>> 0);
  futexes.wakeOne(next);
  return 0;
}

/** Operations on locks whose word holds the owner (kernel/futex/pi.c): what a system adds to `futexCall` that has them. */
export const FUTEX_LOCKS: Readonly<Record<string, FutexOperation>> = {
  FUTEX_LOCK_PI: (thread, call) => lockPi(thread, call, false),
  FUTEX_LOCK_PI2: (thread, call) => lockPi(thread, call, false),
  FUTEX_TRYLOCK_PI: (thread, call) => lockPi(thread, call, true),
  FUTEX_UNLOCK_PI: unlockPi,
};
