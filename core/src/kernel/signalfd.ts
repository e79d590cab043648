import { PollEvent } from '../abi/flags';
import type { SignalInfo } from '../signal/signal-info';
import { SignalSet } from '../signal/signal-set';
import { errno } from './errno';
import { ANONYMOUS_MODE, objectInode, objectStat } from './kernel-object';
import { OpenFileBase } from './open-file-base';
import type { Process } from './process';
import type { Thread } from './thread';
import type { Stat } from './vfs/stat';
import type { WaitQueue } from './wait-queue';

/** Bytes of one record (struct signalfd_siginfo). */
export const SIGNAL_RECORD = 128;

/** Signals that are read instead of handled: those pending for whoever reads. */
export class SignalFd extends OpenFileBase {
  override readonly readiness: WaitQueue;
  private readonly ino = objectInode();

  /** @param encode - one signal as the guest's record of SIGNAL_RECORD bytes. */
  constructor(
    flags: number,
    private readonly process: Process,
    private mask: SignalSet,
    private readonly encode: (info: SignalInfo, thread: Thread) => Uint8Array,
  ) {
    super(flags, 'anon_inode:[signalfd]');
    this.readiness = process.signalArrived;
  }

  /** Other signals from now on. */
  setMask(mask: SignalSet): void {
    this.mask = mask;
    this.readiness.wake();
  }

  override read(buffer: Uint8Array, thread: Thread): number | undefined {
    if (buffer.length < SIGNAL_RECORD) throw errno('EINVAL');
    const others = SignalSet.full().deleteAll(this.mask);
    let done = 0;
    while (done + SIGNAL_RECORD <= buffer.length) {
      const info = thread.takePending(others);
      if (info === undefined) break;
      buffer.set(this.encode(info, thread), done);
      done += SIGNAL_RECORD;
    }
    return done > 0 ? done : undefined;
  }
  override poll(): number {
    const thread = this.process.kernel.current;
    const pending =
      this.process.pending.hasAny(this.mask) ||
      (thread !== undefined && thread.process === this.process && thread.pending.hasAny(this.mask));
    return pending ? PollEvent.POLLIN | PollEvent.POLLRDNORM : 0;
  }
  override stat(): Stat {
    return objectStat(this.ino, ANONYMOUS_MODE);
  }
}
