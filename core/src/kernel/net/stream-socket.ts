import { OpenFlag, PollEvent } from '../../abi/flags';
import { errno } from '../errno';
import { drop, hold } from '../file-reference';
import type { Thread } from '../thread';
import { WaitQueue } from '../wait-queue';
import type { SocketAddress } from './address';
import type { Channel } from './channel';
import { LocalChannel } from './local-channel';
import type { PeerCredentials, Received, ReceiveOptions, SendOptions } from './message';
import { credentialsOf, Socket } from './socket';

/** A connection that waits to be accepted. */
export interface Incoming {
  readonly channel: Channel;
  readonly from: SocketAddress;
  readonly to: SocketAddress;
  readonly credentials: PeerCredentials;
}

/** Connections that may wait however small a backlog is asked for. */
const MIN_BACKLOG = 1;
/** Most that may wait (net.core.somaxconn). */
const SOMAXCONN = 4096;

/** A connection-oriented socket: its states, and the transfer of data once it is connected. Families add names and reach. */
export abstract class StreamSocket extends Socket {
  protected local: SocketAddress | undefined;
  protected peer: SocketAddress | undefined;
  protected channel: Channel | undefined;
  protected credentials: PeerCredentials | undefined;
  protected state: 'idle' | 'listening' | 'connecting' | 'connected' = 'idle';
  private readonly incoming: Incoming[] = [];
  private backlog = 0;
  /** Woken when the queue of connections has room again. */
  readonly accepted = new WaitQueue();
  private shutRead = false;
  private shutWrite = false;

  /** An accepted connection's socket of the same kind. */
  protected abstract twin(flags: number): StreamSocket;
  /** The name of a socket that was never bound. */
  protected abstract unnamed(): SocketAddress;
  /** Makes the listening socket reachable. */
  protected abstract announce(backlog: number, thread: Thread): void | Promise<void>;
  /** Connections that come from outside the kernel. */
  protected outside(): Incoming | undefined {
    return undefined;
  }
  protected get outsidePending(): number {
    return 0;
  }
  protected abstract withdraw(): void;

  /** Takes a transport as its own. */
  attach(channel: Channel, local: SocketAddress, peer: SocketAddress, credentials: PeerCredentials): void {
    this.channel = channel;
    this.local = local;
    this.peer = peer;
    this.credentials = credentials;
    this.state = 'connected';
    if (channel instanceof LocalChannel) channel.onChange = () => void this.readiness.wake();
    this.readiness.wake();
  }

  override listen(backlog: number, thread: Thread): void | Promise<void> {
    if (this.state === 'connecting' || this.state === 'connected') throw errno('EINVAL');
    this.backlog = Math.min(Math.max(backlog, MIN_BACKLOG), SOMAXCONN);
    this.credentials = credentialsOf(thread);
    if (this.state === 'listening') return undefined;
    const ready = (): void => {
      this.state = 'listening';
      this.readiness.wake();
    };
    const announced = this.announce(this.backlog, thread);
    return announced === undefined ? ready() : announced.then(ready);
  }
  override get listening(): boolean {
    return this.state === 'listening';
  }
  get queueFull(): boolean {
    return this.incoming.length > this.backlog;
  }
  /** A connection has come from inside the kernel. */
  offer(incoming: Incoming): void {
    this.incoming.push(incoming);
    this.readiness.wake();
  }

  override accept(_thread: Thread): Socket | undefined {
    if (this.state !== 'listening') throw errno('EINVAL');
    const incoming = this.incoming.shift() ?? this.outside();
    if (incoming === undefined) return undefined;
    this.accepted.wake();
    const socket = this.twin(OpenFlag.O_RDWR);
    for (const [name, value] of this.settings) socket.settings.set(name, value);
    Object.assign(socket.options, this.options);
    socket.attach(incoming.channel, incoming.to, incoming.from, incoming.credentials);
    return socket;
  }

  get localAddress(): SocketAddress {
    return this.local ?? this.unnamed();
  }
  get peerAddress(): SocketAddress {
    if (this.state !== 'connected' || this.peer === undefined) throw errno('ENOTCONN');
    return this.peer;
  }
  override get peerCredentials(): PeerCredentials {
    return this.credentials ?? super.peerCredentials;
  }

  /** The transport. @throws KernelError: the error that is waiting, or ENOTCONN */
  private connected(): Channel {
    const error = this.takeError();
    if (error !== undefined) throw errno(error);
    if (this.state !== 'connected' || this.channel === undefined) throw errno('ENOTCONN');
    return this.channel;
  }

  send(data: Uint8Array, options: SendOptions, thread: Thread): number | undefined {
    if (this.shutWrite) throw errno('EPIPE');
    if (this.state === 'connecting') return undefined;
    if (this.state !== 'connected' && this.pendingError === undefined)
      throw errno(this.family === 'AF_UNIX' ? 'ENOTCONN' : 'EPIPE');
    const channel = this.connected();
    if (options.to !== undefined && options.to.family !== 'AF_UNSPEC' && this.family === 'AF_UNIX')
      throw errno('EISCONN');
    if (data.length === 0 && this.type === 'SOCK_STREAM') return 0;
    const control =
      this.family === 'AF_UNIX' && options.control === undefined && this.options.passCredentials
        ? { credentials: credentialsOf(thread) }
        : options.control;
    for (const file of control?.files ?? []) hold(file);
    const sent = channel.send(data, control);
    if (sent === undefined) for (const file of control?.files ?? []) drop(file);
    return sent;
  }

  receive(buffer: Uint8Array, options: ReceiveOptions, _thread: Thread): Received | undefined {
    if (this.state === 'connecting') return undefined;
    if (this.shutRead && !this.channel?.available) return NOTHING;
    if (this.state !== 'connected' && this.pendingError === undefined)
      throw errno(this.family === 'AF_UNIX' && this.type === 'SOCK_STREAM' ? 'EINVAL' : 'ENOTCONN');
    const received = this.connected().receive(buffer, options.peek ?? false);
    return received === undefined ? undefined : { ...received, from: undefined };
  }
  get available(): number {
    return this.channel?.available ?? 0;
  }

  shutdown(how: { readonly read: boolean; readonly write: boolean }): void {
    if (this.state !== 'connected' || this.channel === undefined) throw errno('ENOTCONN');
    this.shutRead ||= how.read;
    this.shutWrite ||= how.write;
    this.channel.shutdown(how);
    this.readiness.wake();
  }

  override takeError(): string | undefined {
    return super.takeError() ?? this.channel?.takeError();
  }

  override poll(): number {
    const IN = PollEvent.POLLIN | PollEvent.POLLRDNORM;
    const OUT = PollEvent.POLLOUT | PollEvent.POLLWRNORM;
    if (this.state === 'listening') return this.incoming.length > 0 || this.outsidePending > 0 ? IN : 0;
    if (this.state === 'connecting') return 0;
    const error = this.pendingError === undefined ? 0 : PollEvent.POLLERR;
    const { channel } = this;
    if (channel === undefined) return OUT | PollEvent.POLLHUP | error | (error ? IN : 0);
    const ended = channel.ended || this.shutRead;
    const hangup = ended && (channel.broken || this.shutWrite) ? PollEvent.POLLHUP : 0;
    return (
      error |
      hangup |
      (channel.readable || ended ? IN : 0) |
      (ended ? PollEvent.POLLRDHUP : 0) |
      (channel.writable ? OUT : 0)
    );
  }

  override release(): void {
    for (const { channel } of this.incoming.splice(0)) channel.close();
    if (this.state === 'listening' || this.local !== undefined) this.withdraw();
    this.channel?.close();
    this.accepted.wake();
  }
}

const NOTHING: Received = { length: 0, full: 0, from: undefined, control: undefined, record: false };
