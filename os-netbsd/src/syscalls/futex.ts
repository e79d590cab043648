import { ANY_BIT, defineSyscall, errno, int, ptr, readTime, type Thread, word } from '@anyuser/core';

const OP = { wait: 0, wake: 1, requeue: 3, cmpRequeue: 4, waitBitset: 9, wakeBitset: 10 } as const;
const FUTEX_PRIVATE_FLAG = 128;
const FUTEX_CLOCK_REALTIME = 256;
const FUTEX_CMD_MASK = ~(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME);

/** Relative for FUTEX_WAIT, a time of its clock for FUTEX_WAIT_BITSET (sys/kern/sys_futex.c). */
function deadlineOf(t: Thread, timeout: number, absolute: boolean, realtime: boolean): bigint | undefined {
  if (timeout === 0) return undefined;
  const time = readTime(t, timeout, 'timespec');
  const now = t.kernel.now('monotonic');
  if (!absolute) return now + time;
  return realtime ? time - t.kernel.now('realtime') + now : time;
}

async function wait(
  t: Thread,
  uaddr: number,
  shared: boolean,
  value: number,
  bitset: number,
  deadline?: bigint,
) {
  if (bitset === 0) throw errno('EINVAL');
  const key = t.kernel.futexes.key(t, uaddr, shared);
  if (t.mem.u32(uaddr) !== value >>> 0) throw errno('EAGAIN');
  if (!(await t.kernel.futexes.wait(t, key, bitset, deadline === undefined ? {} : { deadline })))
    throw errno('ETIMEDOUT');
}

/** __futex(uaddr, op, val, timeout, uaddr2, val2, val3), since NetBSD 10. */
export const __futex = defineSyscall({
  name: '__futex',
  args: { uaddr: ptr, op: int, val: word, timeout: ptr, uaddr2: ptr, val2: int, val3: word },
  run(t, { uaddr, op, val, timeout, uaddr2, val2, val3 }) {
    const shared = (op & FUTEX_PRIVATE_FLAG) === 0;
    const realtime = (op & FUTEX_CLOCK_REALTIME) !== 0;
    if (uaddr % 4 !== 0) throw errno('EINVAL');
    const { futexes } = t.kernel;
    switch (op & FUTEX_CMD_MASK) {
      case OP.wait:
        return wait(t, uaddr, shared, val, ANY_BIT, deadlineOf(t, timeout, false, realtime));
      case OP.waitBitset:
        return wait(t, uaddr, shared, val, val3, deadlineOf(t, timeout, true, realtime));
      case OP.wake:
        return futexes.wake(futexes.key(t, uaddr, shared), val);
      case OP.wakeBitset:
        if (val3 === 0) throw errno('EINVAL');
        return futexes.wake(futexes.key(t, uaddr, shared), val, val3);
      case OP.requeue:
      case OP.cmpRequeue: {
        if (val2 < 0) throw errno('EINVAL');
        if ((op & FUTEX_CMD_MASK) === OP.cmpRequeue && t.mem.u32(uaddr) !== val3) throw errno('EAGAIN');
        const { woken, moved } = futexes.requeue(
          futexes.key(t, uaddr, shared),
          futexes.key(t, uaddr2, shared),
          val,
          val2,
        );
        return (op & FUTEX_CMD_MASK) === OP.requeue ? woken : woken + moved;
      }
      default:
        throw errno('ENOSYS');
    }
  },
});
