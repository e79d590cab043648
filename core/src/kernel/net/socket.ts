import type { Abi } from '../../abi/abi';
import { errno } from '../errno';
import type { Kernel } from '../kernel';
import { objectInode, objectStat, SOCKET_MODE } from '../kernel-object';
import { OpenFileBase } from '../open-file-base';
import { brokenPipe } from '../pipe';
import type { Thread } from '../thread';
import type { Stat } from '../vfs/stat';
import type { SocketAddress, SocketFamily } from './address';
import type { PeerCredentials, Received, ReceiveOptions, SendOptions } from './message';

export type SocketType = 'SOCK_STREAM' | 'SOCK_DGRAM' | 'SOCK_SEQPACKET';

/** Options that the kernel itself looks at; the others are kept in `settings` and given back. */
export interface SocketOptions {
  /** Nanoseconds; 0 = without limit. */
  receiveTimeout: bigint;
  sendTimeout: bigint;
  passCredentials: boolean;
  linger: { readonly on: boolean; readonly seconds: number };
}

/** An open socket. What a kind of socket does not have answers as POSIX says. */
export abstract class Socket extends OpenFileBase {
  private readonly ino: number;
  readonly options: SocketOptions = {
    receiveTimeout: 0n,
    sendTimeout: 0n,
    passCredentials: false,
    linger: { on: false, seconds: 0 },
  };
  /** Options by name (`SO_KEEPALIVE`, `TCP_NODELAY`) that are kept and given back. */
  readonly settings = new Map<string, number>();
  protected pendingError: string | undefined;

  constructor(
    flags: number,
    readonly kernel: Kernel,
    readonly family: SocketFamily,
    readonly type: SocketType,
    readonly protocol: string,
  ) {
    const ino = objectInode();
    super(flags, `socket:[${ino}]`);
    this.ino = ino;
  }

  // Names and connections
  abstract bind(address: SocketAddress, thread: Thread): void | Promise<void>;
  abstract connect(address: SocketAddress, thread: Thread): void | Promise<void>;
  listen(_backlog: number, _thread: Thread): void | Promise<void> {
    throw errno('EOPNOTSUPP');
  }
  /** A connection from the queue, undefined while there is none. */
  accept(_thread: Thread): Socket | undefined {
    throw errno('EOPNOTSUPP');
  }
  abstract get localAddress(): SocketAddress;
  /** @throws KernelError ENOTCONN */
  abstract get peerAddress(): SocketAddress;
  get listening(): boolean {
    return false;
  }
  get peerCredentials(): PeerCredentials {
    return { pid: 0, uid: -1, gid: -1 };
  }

  // Data
  /** undefined where it would block. @throws KernelError EPIPE without the signal: see `sendOrSignal` */
  abstract send(data: Uint8Array, options: SendOptions, thread: Thread): number | undefined;
  /** What sending must wait for first, whether the socket blocks or not: a name of its own. */
  prepareSend(_thread: Thread): Promise<void> | undefined {
    return undefined;
  }
  abstract receive(buffer: Uint8Array, options: ReceiveOptions, thread: Thread): Received | undefined;
  abstract shutdown(how: { readonly read: boolean; readonly write: boolean }): void;
  /** Bytes that a receive would give (FIONREAD). */
  abstract get available(): number;
  /** An option has changed that the transport must know of. */
  optionChanged(_name: string, _value: number): void {}

  /** Sends, and raises SIGPIPE where nobody will ever receive and the sender has not asked for silence. */
  sendOrSignal(data: Uint8Array, options: SendOptions, thread: Thread): number | undefined {
    try {
      return this.send(data, options, thread);
    } catch (error) {
      if ((error as { code?: string }).code === 'EPIPE' && !options.nosignal && this.type !== 'SOCK_DGRAM')
        throw brokenPipe(thread);
      throw error;
    }
  }

  override read(buffer: Uint8Array, thread: Thread): number | undefined {
    if (buffer.length === 0) return 0;
    return this.receive(buffer, {}, thread)?.length;
  }
  override write(buffer: Uint8Array, thread: Thread): number | undefined {
    return this.sendOrSignal(buffer, {}, thread);
  }
  /** How long a blocking transfer may wait, nanoseconds. */
  timeout(direction: 'read' | 'write'): bigint | undefined {
    const limit = direction === 'read' ? this.options.receiveTimeout : this.options.sendTimeout;
    return limit === 0n ? undefined : limit;
  }

  /** SO_ERROR: the error that is waiting, once. */
  takeError(): string | undefined {
    const error = this.pendingError;
    this.pendingError = undefined;
    return error;
  }

  override stat(): Stat {
    return objectStat(this.ino, SOCKET_MODE);
  }
  override ioctl(request: string, argument: number, thread: Thread, _abi: Abi): number | Promise<number> {
    switch (request) {
      case 'FIONREAD':
        if (this.listening) throw errno('EINVAL');
        thread.mem.setU32(argument, this.available);
        return 0;
      case 'TIOCOUTQ':
        thread.mem.setU32(argument, 0);
        return 0;
      case 'SIOCATMARK':
        thread.mem.setU32(argument, 0);
        return 0;
      default:
        throw errno('ENOTTY');
    }
  }
}

/** Who a thread is to its peers. */
export const credentialsOf = (thread: Thread): PeerCredentials => {
  const { pid, credentials } = thread.process;
  return { pid, uid: credentials.euid, gid: credentials.egid };
};
