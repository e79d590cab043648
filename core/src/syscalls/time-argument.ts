import { structCodec } from '../abi/codecs';
import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';

/** Reads a timespec or timeval, by the cell's name for it, as nanoseconds. @throws KernelError EINVAL for a bad fraction */
export function readTime(t: Thread, address: number, struct: string): bigint {
  const value = structCodec(t.abi, struct).read(t.mem, address);
  const whole = BigInt(Number(value['tv_sec']));
  const micro = value['tv_usec'] !== undefined;
  const fraction = Number(micro ? value['tv_usec'] : value['tv_nsec']);
  if (fraction < 0 || fraction >= (micro ? 1e6 : 1e9)) throw errno('EINVAL');
  return whole * 1_000_000_000n + BigInt(fraction) * (micro ? 1000n : 1n);
}

/** The end of a wait that a relative timespec at an address limits; undefined without limit (NULL). */
export function deadlineAfter(t: Thread, address: number, struct: string): bigint | undefined {
  if (address === 0) return undefined;
  const span = readTime(t, address, struct);
  if (span < 0n) throw errno('EINVAL');
  return t.kernel.now('monotonic') + span;
}

/**
 * The end of a wait on the monotonic clock.
 * @param clock - the guest's number of the clock that an absolute time is of; undefined for a relative time.
 */
export function deadlineOn(t: Thread, time: bigint, clock: number | undefined): bigint {
  const now = t.kernel.now('monotonic');
  if (clock === undefined) return now + time;
  const realtime = t.abi.enums['clock']!.name(clock)?.startsWith('CLOCK_REALTIME') ?? false;
  return realtime ? time - t.kernel.now('realtime') + now : time;
}

/** Writes nanoseconds as a timespec or timeval. */
export function writeTime(t: Thread, address: number, struct: string, nanoseconds: bigint): void {
  const whole = nanoseconds / 1_000_000_000n;
  const rest = Number(nanoseconds - whole * 1_000_000_000n);
  structCodec(t.abi, struct).write(t.mem, address, {
    tv_sec: Number(whole),
    tv_nsec: rest,
    tv_usec: Math.floor(rest / 1000),
  });
}
