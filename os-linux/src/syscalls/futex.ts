import {
  ANY_BIT,
  defineSyscall,
  errno,
  type FutexKey,
  ptr,
  type SyscallDefinition,
  structCodec,
  type Thread,
  word,
} from '@anyuser/core';

const FUTEX_PRIVATE_FLAG = 128;
const FUTEX_CLOCK_REALTIME = 256;
const FUTEX_WAITERS = 0x8000_0000;
const FUTEX_TID_MASK = 0x3fff_ffff;
const FUTEX_OWNER_DIED = 0x4000_0000;
const MAX_COUNT = 0x7fff_ffff;

interface Timespec {
  readonly tv_sec: number;
  readonly tv_nsec: number;
}

interface FutexCall {
  readonly uaddr: number;
  readonly val: number;
  readonly timeout: number;
  readonly uaddr2: number;
  readonly val3: number;
  readonly shared: boolean;
  readonly realtime: boolean;
  /** Name of the cell's struct that the timeout points to. */
  readonly timespec: 'timespec' | 'timespec64';
}

const nanoseconds = ({ tv_sec, tv_nsec }: Timespec): bigint => {
  if (tv_sec < 0 || tv_nsec < 0 || tv_nsec >= 1_000_000_000) throw errno('EINVAL');
  return BigInt(tv_sec) * 1_000_000_000n + BigInt(tv_nsec);
};

/** The deadline on the monotonic clock that a call's timeout means. */
function deadlineOf(thread: Thread, call: FutexCall, absolute: boolean): bigint | undefined {
  if (call.timeout === 0) return undefined;
  const time = nanoseconds(
    structCodec(thread.abi, call.timespec).read(thread.mem, call.timeout) as unknown as Timespec,
  );
  const now = thread.kernel.now('monotonic');
  if (!absolute) return now + time;
  return call.realtime ? time - thread.kernel.now('realtime') + now : time;
}

function keyOf(thread: Thread, call: FutexCall, address = call.uaddr): FutexKey {
  if ((address & 3) !== 0) throw errno('EINVAL');
  thread.mem.u32(address);
  return thread.kernel.futexes.key(thread, address, call.shared);
}

function wait(thread: Thread, call: FutexCall, bitset: number, absolute: boolean): Promise<number> {
  if (bitset === 0) throw errno('EINVAL');
  const key = keyOf(thread, call);
  const deadline = deadlineOf(thread, call, absolute);
  if (thread.mem.u32(call.uaddr) !== call.val) throw errno('EAGAIN');
  return thread.kernel.futexes.wait(thread, key, bitset, { deadline }).then((woken) => {
    if (!woken) throw errno('ETIMEDOUT');
    return 0;
  });
}

/** FUTEX_WAKE_OP: an operation on the second word, whose old value decides whether its sleepers wake too (kernel/futex/waitwake.c). */
function wakeOp(thread: Thread, call: FutexCall): number {
  const { futexes } = thread.kernel;
  const [first, second] = [keyOf(thread, call), keyOf(thread, call, call.uaddr2)];
  const encoded = call.val3;
  const shift = (encoded & 0x8000_0000) !== 0;
  const operand = (encoded << 8) >> 20;
  const argument = shift ? 1 << (operand & 31) : operand;
  const compared = (encoded << 20) >> 20;
  const old = thread.mem.i32(call.uaddr2);
  const changed = [argument, old + argument, old | argument, old & ~argument, old ^ argument][
    (encoded >>> 28) & 7
  ];
  if (changed === undefined) throw errno('ENOSYS');
  thread.mem.setU32(call.uaddr2, changed >>> 0);
  const holds = [
    old === compared,
    old !== compared,
    old < compared,
    old <= compared,
    old > compared,
    old >= compared,
  ][(encoded >>> 24) & 15];
  if (holds === undefined) throw errno('ENOSYS');
  const woken = futexes.wake(first, call.val);
  return holds ? woken + futexes.wake(second, call.timeout) : woken;
}

function requeue(thread: Thread, call: FutexCall, compare: boolean): number {
  const [from, to] = [keyOf(thread, call), keyOf(thread, call, call.uaddr2)];
  if ((call.val | 0) < 0 || (call.timeout | 0) < 0) throw errno('EINVAL');
  if (compare && thread.mem.u32(call.uaddr) !== call.val3) throw errno('EAGAIN');
  const { woken, moved } = thread.kernel.futexes.requeue(from, to, call.val, call.timeout);
  return compare ? woken + moved : woken;
}

/** FUTEX_LOCK_PI: takes the lock whose word holds the owner's thread id, waiting for its turn. */
async function lockPi(thread: Thread, call: FutexCall, tryOnly: boolean): Promise<number> {
  const key = keyOf(thread, call);
  const deadline = deadlineOf(thread, { ...call, realtime: true }, true);
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
  const key = keyOf(thread, call);
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

function perform(thread: Thread, operation: string, call: FutexCall): number | Promise<number> {
  const { futexes } = thread.kernel;
  switch (operation) {
    case 'FUTEX_WAIT':
      return wait(thread, call, ANY_BIT, false);
    case 'FUTEX_WAIT_BITSET':
      return wait(thread, call, call.val3, true);
    case 'FUTEX_WAKE':
      return futexes.wake(keyOf(thread, call), Math.min(call.val, MAX_COUNT));
    case 'FUTEX_WAKE_BITSET':
      if (call.val3 === 0) throw errno('EINVAL');
      return futexes.wake(keyOf(thread, call), call.val, call.val3);
    case 'FUTEX_REQUEUE':
      return requeue(thread, call, false);
    case 'FUTEX_CMP_REQUEUE':
      return requeue(thread, call, true);
    case 'FUTEX_WAKE_OP':
      return wakeOp(thread, call);
    case 'FUTEX_LOCK_PI':
      return lockPi(thread, call, false);
    case 'FUTEX_LOCK_PI2':
      return lockPi(thread, call, false);
    case 'FUTEX_TRYLOCK_PI':
      return lockPi(thread, call, true);
    case 'FUTEX_UNLOCK_PI':
      return unlockPi(thread, call);
    default:
      throw errno('ENOSYS');
  }
}

const futexCall = (name: string, timespec: FutexCall['timespec']): SyscallDefinition =>
  defineSyscall({
    name,
    args: { uaddr: ptr, op: word, val: word, timeout: ptr, uaddr2: ptr, val3: word },
    run(thread, { uaddr, op, val, timeout, uaddr2, val3 }) {
      const operation = thread.abi.enums['futex']!.name(op & ~(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME));
      return perform(thread, operation ?? '', {
        uaddr,
        val,
        timeout,
        uaddr2,
        val3,
        shared: (op & FUTEX_PRIVATE_FLAG) === 0,
        realtime: (op & FUTEX_CLOCK_REALTIME) !== 0,
        timespec,
      });
    },
  });

/** futex(2), with 32-bit and with 64-bit times (kernel/futex/syscalls.c). */
export const futex = futexCall('futex', 'timespec');
export const futex_time64 = futexCall('futex_time64', 'timespec64');
