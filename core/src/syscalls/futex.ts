import { errno } from '../kernel/errno';
import { ANY_BIT, type FutexKey } from '../kernel/futex';
import type { Thread } from '../kernel/thread';
import { ptr, word } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { readTime } from './time-argument';

const FUTEX_PRIVATE_FLAG = 128;
const FUTEX_CLOCK_REALTIME = 256;
const MAX_COUNT = 0x7fff_ffff;

/** The words of a futex call, which each operation reads in its own way. */
export interface FutexCall {
  readonly uaddr: number;
  readonly val: number;
  readonly timeout: number;
  readonly uaddr2: number;
  /** How many more: a word of its own, or in the place of the timeout. */
  readonly val2: number;
  readonly val3: number;
  readonly shared: boolean;
  readonly realtime: boolean;
  /** Name of the cell's struct that the timeout points to. */
  readonly timespec: string;
}

/** What an operation does with its call. */
export type FutexOperation = (t: Thread, call: FutexCall) => number | Promise<number>;

/** The deadline on the monotonic clock that a call's timeout means. @throws KernelError EINVAL */
export function futexDeadline(t: Thread, call: FutexCall, absolute: boolean): bigint | undefined {
  if (call.timeout === 0) return undefined;
  const time = readTime(t, call.timeout, call.timespec);
  if (time < 0n) throw errno('EINVAL');
  const now = t.kernel.now('monotonic');
  if (!absolute) return now + time;
  return call.realtime ? time - t.kernel.now('realtime') + now : time;
}

/** What sleepers of an address meet at. @throws KernelError EINVAL, EFAULT */
export function futexKey(t: Thread, call: FutexCall, address = call.uaddr): FutexKey {
  if ((address & 3) !== 0) throw errno('EINVAL');
  t.mem.u32(address);
  return t.kernel.futexes.key(t, address, call.shared);
}

function wait(t: Thread, call: FutexCall, bitset: number, absolute: boolean): Promise<number> {
  if (bitset === 0) throw errno('EINVAL');
  const key = futexKey(t, call);
  const deadline = futexDeadline(t, call, absolute);
  if (t.mem.u32(call.uaddr) !== call.val) throw errno('EAGAIN');
  return t.kernel.futexes.wait(t, key, bitset, { deadline }).then((woken) => {
    if (!woken) throw errno('ETIMEDOUT');
    return 0;
  });
}

/** An operation on the second word, whose old value decides whether its sleepers wake too. */
function wakeOp(t: Thread, call: FutexCall): number {
  const { futexes } = t.kernel;
  const [first, second] = [futexKey(t, call), futexKey(t, call, call.uaddr2)];
  const encoded = call.val3;
  const shift = (encoded & 0x8000_0000) !== 0;
  const operand = (encoded << 8) >> 20;
  const argument = shift ? 1 << (operand & 31) : operand;
  const compared = (encoded << 20) >> 20;
  const old = t.mem.i32(call.uaddr2);
  const changed = [argument, old + argument, old | argument, old & ~argument, old ^ argument][
    (encoded >>> 28) & 7
  ];
  if (changed === undefined) throw errno('ENOSYS');
  t.mem.setU32(call.uaddr2, changed >>> 0);
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
  return holds ? woken + futexes.wake(second, call.val2) : woken;
}

function requeue(t: Thread, call: FutexCall, compare: boolean): number {
  const [from, to] = [futexKey(t, call), futexKey(t, call, call.uaddr2)];
  if ((call.val | 0) < 0 || (call.val2 | 0) < 0) throw errno('EINVAL');
  if (compare && t.mem.u32(call.uaddr) !== call.val3) throw errno('EAGAIN');
  const { woken, moved } = t.kernel.futexes.requeue(from, to, call.val, call.val2);
  return compare ? woken + moved : woken;
}

/** What Linux, NetBSD and OpenBSD have, as far as a cell's `futex` names it. */
const OPERATIONS: Readonly<Record<string, FutexOperation>> = {
  FUTEX_WAIT: (t, call) => wait(t, call, ANY_BIT, false),
  FUTEX_WAIT_BITSET: (t, call) => wait(t, call, call.val3, true),
  FUTEX_WAKE: (t, call) => t.kernel.futexes.wake(futexKey(t, call), Math.min(call.val, MAX_COUNT)),
  FUTEX_WAKE_BITSET(t, call) {
    if (call.val3 === 0) throw errno('EINVAL');
    return t.kernel.futexes.wake(futexKey(t, call), call.val, call.val3);
  },
  FUTEX_REQUEUE: (t, call) => requeue(t, call, false),
  FUTEX_CMP_REQUEUE: (t, call) => requeue(t, call, true),
  FUTEX_WAKE_OP: wakeOp,
};

/**
 * A system's futex(2).
 * @param timespec - the cell's name of the struct of timeouts.
 * @param others - operations that only this system has.
 */
export const futexCall = (
  name: string,
  timespec: string,
  others: Readonly<Record<string, FutexOperation>> = {},
): SyscallDefinition =>
  defineSyscall({
    name,
    args: { uaddr: ptr, op: word, val: word, timeout: ptr, uaddr2: ptr, val3: word },
    run(t, args) {
      const { uaddr, op, val, timeout, uaddr2, val3 = 0 } = args;
      const { val2 = timeout } = args as { readonly val2?: number };
      const operation = t.abi.enums['futex']!.name(op & ~(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME)) ?? '';
      const perform = OPERATIONS[operation] ?? others[operation];
      if (perform === undefined) throw errno('ENOSYS');
      const shared = (op & FUTEX_PRIVATE_FLAG) === 0;
      const realtime = (op & FUTEX_CLOCK_REALTIME) !== 0;
      return perform(t, { uaddr, val, timeout, uaddr2, val2, val3, shared, realtime, timespec });
    },
  });
/** With 32-bit counts of its own, as NetBSD 10 has it: __futex(uaddr, op, val, timeout, uaddr2, val2, val3). */
export const __futex: SyscallDefinition = {
  ...futexCall('__futex', 'timespec'),
  args: { uaddr: ptr, op: word, val: word, timeout: ptr, uaddr2: ptr, val2: word, val3: word },
};
