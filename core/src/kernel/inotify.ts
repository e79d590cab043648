import { PollEvent } from '../abi/flags';
import { encodeText } from '../memory/text';
import { errno } from './errno';
import { type FileEvent, type FileWatchers, keyOf } from './file-watch';
import { ANONYMOUS_MODE, objectInode, objectStat } from './kernel-object';
import { OpenFileBase } from './open-file-base';
import type { Thread } from './thread';
import type { Node } from './vfs/node';
import type { Stat } from './vfs/stat';

/** Bytes of struct inotify_event without the name. */
const HEADER = 16;
/** Events that may wait to be read (fs.inotify.max_queued_events). */
const MOST = 16_384;

/** The guest's bits that the kernel needs to know. */
export interface InotifyBits {
  readonly of: (event: FileEvent) => number;
  readonly isDirectory: number;
  readonly ignored: number;
  readonly overflow: number;
  readonly oneshot: number;
}

interface Watch {
  readonly wd: number;
  readonly key: string;
  mask: number;
  readonly stop: () => void;
}
interface QueuedEvent {
  readonly wd: number;
  readonly mask: number;
  readonly cookie: number;
  readonly name: string | undefined;
}

/** A queue of what happens to watched files (inotify(7)). Sees what guests do, not what other programs of the host do. */
export class InotifyFile extends OpenFileBase {
  private readonly ino = objectInode();
  private readonly watches = new Map<number, Watch>();
  private readonly queue: QueuedEvent[] = [];
  private lastWd = 0;

  constructor(
    flags: number,
    private readonly watchers: FileWatchers,
    private readonly bits: InotifyBits,
  ) {
    super(flags, 'anon_inode:inotify');
  }

  /** Adds a watch or changes the one that the object has; returns its number. @throws KernelError EEXIST if it must be new */
  watch(node: Node, mask: number, options: { readonly add?: boolean; readonly create?: boolean }): number {
    const key = keyOf(node);
    for (const watch of this.watches.values()) {
      if (watch.key !== key) continue;
      if (options.create) throw errno('EEXIST');
      watch.mask = options.add ? watch.mask | mask : mask;
      return watch.wd;
    }
    const wd = ++this.lastWd;
    const stop = this.watchers.watch(node, (event, name, isDirectory, cookie) =>
      this.happened(wd, event, name, isDirectory, cookie),
    );
    this.watches.set(wd, { wd, key, mask, stop });
    return wd;
  }
  /** @throws KernelError EINVAL */
  unwatch(wd: number): void {
    const watch = this.watches.get(wd);
    if (watch === undefined) throw errno('EINVAL');
    watch.stop();
    this.watches.delete(wd);
    this.push({ wd, mask: this.bits.ignored, cookie: 0, name: undefined });
  }

  private happened(
    wd: number,
    event: FileEvent,
    name: string | undefined,
    isDirectory: boolean,
    cookie: number,
  ): void {
    const watch = this.watches.get(wd);
    if (watch === undefined) return;
    const bit = this.bits.of(event);
    if (watch.mask & bit) {
      const directory =
        isDirectory && event !== 'delete-self' && event !== 'move-self' ? this.bits.isDirectory : 0;
      this.push({ wd, mask: (bit | directory) >>> 0, cookie, name });
      if (watch.mask & this.bits.oneshot) this.unwatch(wd);
    }
    if (event === 'delete-self' && this.watches.has(wd)) this.unwatch(wd);
  }

  private push(event: QueuedEvent): void {
    const last = this.queue.at(-1);
    // Equal events in a row are one.
    if (
      last !== undefined &&
      last.wd === event.wd &&
      last.mask === event.mask &&
      last.cookie === event.cookie &&
      last.name === event.name
    )
      return;
    if (this.queue.length >= MOST) {
      if (last?.mask !== this.bits.overflow)
        this.queue.push({ wd: -1, mask: this.bits.overflow, cookie: 0, name: undefined });
      return;
    }
    this.queue.push(event);
    this.readiness.wake();
  }

  private encoded(event: QueuedEvent, bigEndian: boolean): Uint8Array {
    const name = event.name === undefined ? new Uint8Array(0) : encodeText(event.name);
    const length = name.length === 0 ? 0 : Math.ceil((name.length + 1) / HEADER) * HEADER;
    const record = new Uint8Array(HEADER + length);
    const view = new DataView(record.buffer);
    view.setInt32(0, event.wd, !bigEndian);
    view.setUint32(4, event.mask >>> 0, !bigEndian);
    view.setUint32(8, event.cookie, !bigEndian);
    view.setUint32(12, length, !bigEndian);
    record.set(name, HEADER);
    return record;
  }

  override read(buffer: Uint8Array, thread: Thread): number | undefined {
    let done = 0;
    for (let event = this.queue[0]; event !== undefined; event = this.queue[0]) {
      const record = this.encoded(event, thread.mem.bigEndian);
      if (done + record.length > buffer.length) {
        if (done === 0) throw errno('EINVAL');
        break;
      }
      buffer.set(record, done);
      done += record.length;
      this.queue.shift();
    }
    return done > 0 ? done : undefined;
  }
  override poll(): number {
    return this.queue.length > 0 ? PollEvent.POLLIN | PollEvent.POLLRDNORM : 0;
  }
  override ioctl(request: string, argument: number, thread: Thread): number {
    if (request !== 'FIONREAD') throw errno('ENOTTY');
    const bytes = this.queue.reduce((sum, event) => sum + this.encoded(event, false).length, 0);
    thread.mem.setU32(argument, bytes);
    return 0;
  }
  override stat(): Stat {
    return objectStat(this.ino, ANONYMOUS_MODE);
  }
  override release(): void {
    for (const { stop } of this.watches.values()) stop();
    this.watches.clear();
  }
}
