import { PollEvent } from '../abi/flags';
import { errno } from './errno';
import type { Kernel } from './kernel';
import { ANONYMOUS_MODE, objectInode, objectStat } from './kernel-object';
import { OpenFileBase } from './open-file-base';
import type { Thread } from './thread';
import type { Stat } from './vfs/stat';

/** A timer's setting, nanoseconds: time to (or of) the first expiry, 0 = off; then the period, 0 = once. */
export interface TimerSetting {
  readonly value: bigint;
  readonly interval: bigint;
}

/** A timer that is read: each read gives how often it has expired since the last. */
export class TimerFd extends OpenFileBase {
  private readonly ino = objectInode();
  /** Next expiry on the monotonic clock; undefined while off. */
  private next: bigint | undefined;
  private interval = 0n;
  private expirations = 0n;
  private cancel: (() => void) | undefined;

  constructor(
    flags: number,
    private readonly kernel: Kernel,
    private readonly clock: 'realtime' | 'monotonic',
  ) {
    super(flags, 'anon_inode:[timerfd]');
  }

  get setting(): TimerSetting {
    if (this.next === undefined) return { value: 0n, interval: this.interval };
    this.advance();
    const left = (this.next ?? 0n) - this.kernel.now('monotonic');
    return { value: left > 0n ? left : this.next === undefined ? 0n : 1n, interval: this.interval };
  }

  /** Sets the timer. @param absolute - value is a time of the clock. */
  set({ value, interval }: TimerSetting, absolute: boolean): void {
    this.cancel?.();
    this.cancel = undefined;
    this.interval = interval;
    this.expirations = 0n;
    this.next = undefined;
    if (value === 0n) return;
    const now = this.kernel.now('monotonic');
    this.next = absolute ? value - this.kernel.now(this.clock) + now : now + value;
    this.arm();
  }

  private arm(): void {
    if (this.next === undefined) return;
    this.cancel = this.kernel.timers.at(this.next, () => {
      this.cancel = undefined;
      this.advance();
      this.readiness.wake();
      this.arm();
    });
  }

  /** Counts expiries up to now. */
  private advance(): void {
    const now = this.kernel.now('monotonic');
    if (this.next === undefined || this.next > now) return;
    if (this.interval === 0n) {
      this.expirations += 1n;
      this.next = undefined;
      return;
    }
    const times = (now - this.next) / this.interval + 1n;
    this.expirations += times;
    this.next += times * this.interval;
  }

  override read(buffer: Uint8Array, thread: Thread): number | undefined {
    if (buffer.length < 8) throw errno('EINVAL');
    this.advance();
    if (this.expirations === 0n) return undefined;
    new DataView(buffer.buffer, buffer.byteOffset, 8).setBigUint64(
      0,
      this.expirations,
      !thread.mem.bigEndian,
    );
    this.expirations = 0n;
    return 8;
  }
  override poll(): number {
    this.advance();
    return this.expirations > 0n ? PollEvent.POLLIN | PollEvent.POLLRDNORM : 0;
  }
  override stat(): Stat {
    return objectStat(this.ino, ANONYMOUS_MODE);
  }
  override release(): void {
    this.cancel?.();
  }
}
