import * as fs from 'node:fs';
import type { Socket } from 'node:net';
import type { HostFile, HostStat, HostStdio, HostStream } from '@anyuser/core';
import { attempt, errorCode, hostError } from './error';
import { NodeFile } from './file';
import { hostStat } from './stat';
import { NodeTerminal } from './terminal';

/** Milliseconds between attempts where the host gives no word of readiness. */
const RETRY = 5;

/**
 * A standard stream that is no regular file. Input is read when the guest asks, and no more than it asks: what follows
 * belongs to whoever inherits the stream. Where nothing is there, one byte is awaited through the event loop (Node has no
 * poll), kept, and given to the next read.
 */
export class StdioStream implements HostStream {
  onReady: (() => void) | undefined;
  readonly terminal: NodeTerminal | undefined;
  /** The byte that a wait has fetched. */
  private fetched = -1;
  private ended = false;
  private broken = false;
  private failure: unknown;
  private waiting: Socket | undefined;
  private armed = false;
  private writeTimer: NodeJS.Timeout | undefined;
  private readonly never: boolean;
  /** A description of our own with O_NONBLOCK, so that the flag does not reach those who share the stream. */
  private readFd: number | undefined;
  private readonly byte = Buffer.alloc(1);

  constructor(
    private readonly fd: number,
    private readonly kind: fs.Stats,
    isTerminal: boolean,
  ) {
    this.terminal = isTerminal ? new NodeTerminal(fd) : undefined;
    // /dev/null and its like never wait.
    this.never = kind.isCharacterDevice() && !isTerminal;
  }

  read(buffer: Uint8Array): number | undefined {
    if (buffer.length === 0) return 0;
    if (this.failure !== undefined) {
      const { failure } = this;
      this.failure = undefined;
      throw hostError(failure);
    }
    let at = 0;
    if (this.fetched >= 0) {
      buffer[at++] = this.fetched;
      this.fetched = -1;
      if (at === buffer.length || (this.terminal !== undefined && buffer[0] === 10)) return at;
    } else if (this.ended) {
      // A terminal goes on after its end-of-file character; a pipe does not.
      if (this.terminal !== undefined) this.ended = false;
      return 0;
    }
    const n = this.readNow(buffer.subarray(at));
    if (n === undefined) {
      if (at > 0) return at;
      this.arm();
      return undefined;
    }
    return at + n;
  }

  /** undefined where nothing is there yet. */
  private readNow(buffer: Uint8Array): number | undefined {
    if (this.armed && this.readFd === undefined) return undefined;
    try {
      return fs.readSync(this.descriptor(), buffer, 0, buffer.length, null);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EAGAIN') return undefined;
      if (code === 'EOF') return 0;
      throw hostError(error);
    }
  }

  private descriptor(): number {
    if (this.readFd !== undefined || this.never) return this.readFd ?? this.fd;
    if (process.platform === 'linux' && !this.kind.isSocket())
      try {
        this.readFd = fs.openSync(
          `/proc/self/fd/${this.fd}`,
          fs.constants.O_RDONLY | fs.constants.O_NONBLOCK,
        );
      } catch {
        // Not readable under our rights (a terminal of another user): share the description.
      }
    if (this.readFd === undefined) {
      // libuv makes the description non-blocking when it wraps it; from then on readSync answers EAGAIN.
      this.wrap(this.fd);
      this.readFd = this.fd;
    }
    return this.readFd;
  }

  /** Begins to await one byte. */
  private arm(): void {
    if (this.armed || this.fetched >= 0 || this.ended || this.never) return;
    this.armed = true;
    const socket = this.waiting ?? this.wrap(this.descriptor());
    socket.ref();
    socket.resume();
  }

  private wrap(fd: number): Socket {
    const onread = {
      buffer: this.byte,
      callback: (count: number) => {
        if (count > 0) this.fetched = this.byte[0]!;
        this.settle();
        return false;
      },
    };
    let socket: Socket;
    if (this.terminal !== undefined) {
      const { ReadStream } = require('node:tty') as typeof import('node:tty');
      socket = new ReadStream(fd, { onread } as unknown as import('node:net').SocketConstructorOpts);
    } else {
      const { Socket: NetSocket } = require('node:net') as typeof import('node:net');
      socket = new NetSocket({ fd, readable: true, writable: false, onread, allowHalfOpen: true } as never);
    }
    socket.on('end', () => {
      this.ended = true;
      // A terminal goes on after its end-of-file character, but a Node stream that has ended does not.
      if (this.terminal !== undefined) this.waiting = undefined;
      this.settle();
    });
    socket.on('error', (error) => {
      this.failure = error;
      this.settle();
    });
    socket.unref();
    this.waiting = socket;
    return socket;
  }

  private settle(): void {
    this.armed = false;
    this.waiting?.unref();
    // Not now: whoever is told may wait again at once, but Node stops the handle only when this callback has returned.
    queueMicrotask(() => this.onReady?.());
  }

  write(buffer: Uint8Array): number | undefined {
    let done = 0;
    try {
      while (done < buffer.length) done += fs.writeSync(this.fd, buffer, done, buffer.length - done);
      return done;
    } catch (error) {
      if (errorCode(error) === 'EAGAIN') {
        if (done > 0) return done;
        this.writeTimer ??= setTimeout(() => {
          this.writeTimer = undefined;
          this.onReady?.();
        }, RETRY);
        return undefined;
      }
      if (errorCode(error) === 'EPIPE') this.broken = true;
      if (done > 0) return done;
      throw hostError(error);
    }
  }

  get readable(): boolean {
    if (this.never || this.fetched >= 0 || this.ended || this.failure !== undefined) return true;
    if (this.armed) return false;
    let n: number | undefined;
    try {
      n = this.readNow(this.byte);
    } catch (error) {
      this.failure = error;
      return true;
    }
    if (n === undefined) {
      this.arm();
      return false;
    }
    if (n === 0) this.ended = true;
    else this.fetched = this.byte[0]!;
    return true;
  }

  get writable(): boolean {
    return this.writeTimer === undefined;
  }
  get hangup(): boolean {
    return this.broken || (this.ended && this.terminal === undefined && !this.never);
  }
  stat(): HostStat {
    return attempt(() => hostStat(fs.fstatSync(this.fd, { bigint: true })));
  }
  close(): void {
    this.waiting?.pause();
    this.waiting?.unref();
    if (this.writeTimer !== undefined) clearTimeout(this.writeTimer);
    this.writeTimer = undefined;
  }
}

/** Stands for a standard stream that the parent closed: every use is EBADF. */
class ClosedStream implements HostStream {
  onReady: (() => void) | undefined;
  readonly readable = true;
  readonly writable = true;
  readonly hangup = true;
  constructor(private readonly reason: unknown) {}
  read(): number {
    throw hostError(this.reason);
  }
  write(): number {
    throw hostError(this.reason);
  }
  stat(): HostStat {
    throw hostError(this.reason);
  }
  close(): void {}
}

function openStandard(fd: number): HostStream | HostFile {
  let kind: fs.Stats;
  try {
    kind = fs.fstatSync(fd);
  } catch (error) {
    return new ClosedStream(error);
  }
  if (kind.isFile() || kind.isDirectory() || kind.isBlockDevice()) return new NodeFile(fd);
  const terminal = mayBeTerminal(kind) && (require('node:tty') as typeof import('node:tty')).isatty(fd);
  return new StdioStream(fd, kind, terminal);
}

/** The standard streams, each opened when it is first looked at. */
export class NodeStdio implements HostStdio {
  private readonly streams: (HostStream | HostFile | undefined)[] = [];
  private get(fd: number): HostStream | HostFile {
    return (this.streams[fd] ??= openStandard(fd));
  }
  get 0(): HostStream | HostFile {
    return this.get(0);
  }
  get 1(): HostStream | HostFile {
    return this.get(1);
  }
  get 2(): HostStream | HostFile {
    return this.get(2);
  }
}

/** Whether it is worth asking: Linux numbers /dev/null and its kind 1 (Documentation/admin-guide/devices.txt). */
function mayBeTerminal(kind: fs.Stats): boolean {
  return kind.isCharacterDevice() && !(process.platform === 'linux' && kind.rdev >>> 8 === 1);
}
