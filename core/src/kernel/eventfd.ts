import { PollEvent } from '../abi/flags';
import { errno } from './errno';
import { ANONYMOUS_MODE, objectInode, objectStat } from './kernel-object';
import { OpenFileBase } from './open-file-base';
import type { Thread } from './thread';
import type { Stat } from './vfs/stat';

/** Highest value of the counter (eventfd(2)). */
const MOST = 0xffff_ffff_ffff_fffen;

/** Reads a 64-bit value in the guest's byte order. */
const get64 = (buffer: Uint8Array, thread: Thread): bigint =>
  new DataView(buffer.buffer, buffer.byteOffset, 8).getBigUint64(0, !thread.mem.bigEndian);

/** An event counter: writes add, reads take. */
export class EventFd extends OpenFileBase {
  private readonly ino = objectInode();

  constructor(
    flags: number,
    private counter: bigint,
    private readonly semaphore: boolean,
  ) {
    super(flags, 'anon_inode:[eventfd]');
  }

  override read(buffer: Uint8Array, thread: Thread): number | undefined {
    if (buffer.length < 8) throw errno('EINVAL');
    if (this.counter === 0n) return undefined;
    const value = this.semaphore ? 1n : this.counter;
    this.counter -= value;
    new DataView(buffer.buffer, buffer.byteOffset, 8).setBigUint64(0, value, !thread.mem.bigEndian);
    this.readiness.wake();
    return 8;
  }
  override write(buffer: Uint8Array, thread: Thread): number | undefined {
    if (buffer.length < 8) throw errno('EINVAL');
    const value = get64(buffer, thread);
    if (value > MOST) throw errno('EINVAL');
    if (this.counter + value > MOST) return undefined;
    this.counter += value;
    this.readiness.wake();
    return 8;
  }
  override poll(): number {
    return (
      (this.counter > 0n ? PollEvent.POLLIN | PollEvent.POLLRDNORM : 0) |
      (this.counter < MOST ? PollEvent.POLLOUT | PollEvent.POLLWRNORM : 0)
    );
  }
  override stat(): Stat {
    return objectStat(this.ino, ANONYMOUS_MODE);
  }
  info(): string {
    return `eventfd-count: ${this.counter.toString(16).padStart(16, ' ')}\n`;
  }
}
