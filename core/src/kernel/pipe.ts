import type { Abi } from '../abi/abi';
import { OpenFlag, PollEvent } from '../abi/flags';
import { ByteRing } from './byte-ring';
import { errno } from './errno';
import type { OpenFile } from './open-file';
import { canRead, canWrite, OpenFileBase } from './open-file-base';
import type { Thread } from './thread';
import { anonymousDevice } from './vfs/device-number';
import type { Attributes, Node } from './vfs/node';
import { S_IFIFO, type Stat } from './vfs/stat';
import { WaitQueue } from './wait-queue';

/** Bytes that are written whole or not at all (POSIX _POSIX_PIPE_BUF is 512; every system has at least this). */
export const PIPE_BUF = 4096;
/** What a pipe holds unless told otherwise. */
export const PIPE_CAPACITY = 65_536;
/** What F_SETPIPE_SZ allows (fs.pipe-max-size). */
export const PIPE_MAX = 1_048_576;

let lastInode = 0;
let device: number | undefined;

/** The bytes between writers and readers, and who they are. */
export class Pipe {
  readonly ring = new ByteRing(PIPE_CAPACITY);
  /** Ends that wait for bytes and for room. An end open for both is in both. */
  private readonly readEnds = new Set<WaitQueue>();
  private readonly writeEnds = new Set<WaitQueue>();
  readers = 0;
  writers = 0;
  /** How often a reader or writer has come, for opens that wait for the other side. */
  readerCount = 0;
  writerCount = 0;
  readonly ino = ++lastInode;
  readonly dev = (device ??= anonymousDevice());

  /** @param born - nanoseconds since 1970. */
  constructor(readonly born: bigint) {}

  /** A new end. Wakes those who wait for one. */
  join(end: WaitQueue, read: boolean, write: boolean): void {
    if (read) {
      this.readers++;
      this.readerCount++;
      this.readEnds.add(end);
    }
    if (write) {
      this.writers++;
      this.writerCount++;
      this.writeEnds.add(end);
    }
    this.wakeReaders();
    this.wakeWriters();
  }
  leave(end: WaitQueue, read: boolean, write: boolean): void {
    this.readEnds.delete(end);
    this.writeEnds.delete(end);
    if (read) this.readers--;
    if (write) this.writers--;
    if (write && this.writers === 0) this.wakeReaders();
    if (read && this.readers === 0) this.wakeWriters();
  }
  /** Bytes have come, or the last writer has gone. */
  wakeReaders(): void {
    for (const end of this.readEnds) end.wake();
  }
  /** Room has come, or the last reader has gone. */
  wakeWriters(): void {
    for (const end of this.writeEnds) end.wake();
  }
}

/** One end of a pipe, or a fifo opened for reading, writing or both. */
export class PipeEnd extends OpenFileBase {
  private readonly reads: boolean;
  private readonly writes: boolean;
  /** Writers that had come when this end was opened: a fifo is at its end only after one came and went. */
  private readonly writersBefore: number;
  private readonly readersBefore: number;

  constructor(
    flags: number,
    path: string,
    readonly pipe: Pipe,
    override readonly node: Node | undefined = undefined,
  ) {
    super(flags, path);
    this.reads = canRead(flags);
    this.writes = canWrite(flags);
    this.writersBefore = pipe.writerCount;
    this.readersBefore = pipe.readerCount;
    pipe.join(this.readiness, this.reads, this.writes);
  }

  /** A fifo's open waits for the other side. @throws KernelError ENXIO for a writer that will not wait */
  opening(thread: Thread): Promise<void> | undefined {
    if (this.node === undefined || (this.reads && this.writes)) return undefined;
    const { pipe } = this;
    const there = (): true | undefined =>
      (this.reads
        ? pipe.writers > 0 || pipe.writerCount > this.writersBefore
        : pipe.readers > 0 || pipe.readerCount > this.readersBefore) || undefined;
    if (there()) return undefined;
    if (this.flags & OpenFlag.O_NONBLOCK) {
      if (this.writes) throw errno('ENXIO');
      return undefined;
    }
    return thread.wait(this.readiness, there).then(() => undefined);
  }

  override read(buffer: Uint8Array, _thread: Thread): number | undefined {
    const { ring } = this.pipe;
    if (buffer.length === 0) return 0;
    if (ring.length === 0) {
      if (this.pipe.writers > 0) return undefined;
      return 0;
    }
    const n = ring.shift(buffer);
    this.pipe.wakeWriters();
    return n;
  }

  override write(buffer: Uint8Array, thread: Thread): number | undefined {
    const { ring } = this.pipe;
    if (this.pipe.readers === 0) throw brokenPipe(thread);
    if (buffer.length === 0) return 0;
    if (buffer.length <= PIPE_BUF ? ring.room < buffer.length : ring.room === 0) return undefined;
    const n = ring.push(buffer);
    this.pipe.wakeReaders();
    return n;
  }

  override poll(): number {
    const { ring, readers, writers } = this.pipe;
    let events = 0;
    if (this.reads) {
      if (ring.length > 0) events |= PollEvent.POLLIN | PollEvent.POLLRDNORM;
      if (writers === 0 && this.pipe.writerCount > (this.node === undefined ? 0 : this.writersBefore))
        events |= PollEvent.POLLHUP;
    }
    if (this.writes) {
      if (ring.room >= PIPE_BUF || ring.length === 0) events |= PollEvent.POLLOUT | PollEvent.POLLWRNORM;
      if (readers === 0) events |= PollEvent.POLLERR;
    }
    return events;
  }

  /** F_SETPIPE_SZ: rounds up to a power of two of pages. Returns what was set. */
  resize(size: number): number {
    if (size > PIPE_MAX) throw errno('EPERM');
    let capacity = 4096;
    while (capacity < size) capacity *= 2;
    if (capacity < this.pipe.ring.length) throw errno('EBUSY');
    this.pipe.ring.capacity = capacity;
    this.pipe.wakeWriters();
    return capacity;
  }

  override stat(): Stat {
    if (this.node !== undefined) return this.node.stat();
    const { ino, dev, born } = this.pipe;
    return {
      st_dev: dev,
      st_ino: ino,
      st_mode: S_IFIFO | 0o600,
      st_nlink: 1,
      st_uid: 0,
      st_gid: 0,
      st_rdev: 0,
      st_size: 0,
      st_blksize: 4096,
      st_blocks: 0,
      st_atim: born,
      st_mtim: born,
      st_ctim: born,
      st_birthtim: born,
    };
  }
  setattr(attributes: Attributes): void {
    if (this.node === undefined) throw errno('EPERM');
    this.node.setattr(attributes);
  }

  override ioctl(request: string, argument: number, thread: Thread, _abi: Abi): number {
    if (request !== 'FIONREAD') throw errno('ENOTTY');
    thread.mem.setU32(argument, this.pipe.ring.length);
    return 0;
  }

  reopen(flags: number): OpenFile {
    return new PipeEnd(flags, this.path, this.pipe, this.node);
  }
  override release(): void {
    this.pipe.leave(this.readiness, this.reads, this.writes);
  }
}

/** Nobody will ever read this: SIGPIPE, and EPIPE for those who ignore it. */
export function brokenPipe(thread: Thread): Error {
  const { process } = thread;
  thread.signal({ signal: 'SIGPIPE', code: 'SI_USER', pid: process.pid, uid: process.credentials.uid });
  return errno('EPIPE');
}

/** pipe(2): the reading end and the writing end. */
export function createPipe(now: () => bigint, flags: number): readonly [OpenFile, OpenFile] {
  const pipe = new Pipe(now());
  const path = `pipe:[${pipe.ino}]`;
  return [new PipeEnd(flags, path, pipe), new PipeEnd(flags | OpenFlag.O_WRONLY, path, pipe)];
}

/** The pipes behind fifos, by file; each lives while somebody has it open. */
export class FifoTable {
  private readonly pipes = new Map<string, WeakRef<Pipe>>();

  constructor(private readonly now: () => bigint) {}

  open(node: Node, flags: number, path: string): OpenFile {
    const key = `${node.fs.dev}:${node.id}`;
    let pipe = this.pipes.get(key)?.deref();
    if (pipe === undefined || pipe.readers + pipe.writers === 0) {
      pipe = new Pipe(this.now());
      this.pipes.set(key, new WeakRef(pipe));
    }
    return new PipeEnd(flags, path, pipe, node);
  }
}
