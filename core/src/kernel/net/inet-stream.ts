import { OpenFlag } from '../../abi/flags';
import type { HostListener } from '../../host/host';
import { errno } from '../errno';
import type { Kernel } from '../kernel';
import type { Thread } from '../thread';
import {
  anyAddress,
  type InetAddress,
  isLoopback,
  isWildcard,
  type SocketAddress,
  shownIn,
  unmapped,
} from './address';
import { HostChannel } from './host-channel';
import { fromHost, inetAddress, PRIVILEGED, reachable, toHost } from './inet-bind';
import { LocalChannel } from './local-channel';
import { networkOf } from './network';
import { credentialsOf } from './socket';
import { type Incoming, StreamSocket } from './stream-socket';

const NOBODY = { pid: 0, uid: -1, gid: -1 };

/**
 * A TCP socket. Guests reach each other inside the kernel; a bound socket also holds its port at the host, so that programs
 * outside reach it as they would a native one.
 */
export class InetStream extends StreamSocket {
  declare readonly family: 'AF_INET' | 'AF_INET6';
  private listener: HostListener | undefined;
  private bound: InetAddress | undefined;
  private host: HostChannel | undefined;
  /** Connected while the guest did not wait; the next connect tells it, once. */
  private untold = false;

  constructor(flags: number, kernel: Kernel, family: 'AF_INET' | 'AF_INET6') {
    super(flags, kernel, family, 'SOCK_STREAM', 'IPPROTO_TCP');
  }

  protected twin(flags: number): StreamSocket {
    return new InetStream(flags, this.kernel, this.family);
  }
  protected unnamed(): SocketAddress {
    return anyAddress(this.family);
  }
  private get dual(): boolean {
    return this.family === 'AF_INET6' && !this.settings.get('IPV6_V6ONLY');
  }

  bind(given: SocketAddress, thread: Thread): void | Promise<void> {
    const address = inetAddress(this.family, given);
    if (this.bound !== undefined || this.state !== 'idle') throw errno('EINVAL');
    if (address.port > 0 && address.port < PRIVILEGED && thread.process.credentials.euid !== 0)
      throw errno('EACCES');
    return this.hold(address, thread);
  }

  /** Takes a port, in the kernel and at the host. */
  private hold(address: InetAddress, thread: Thread): void | Promise<void> {
    const { tcp, host } = networkOf(this.kernel);
    if (address.port !== 0 && tcp.taken(unmapped(address))) throw errno('EADDRINUSE');
    if (host === undefined) {
      if (!isWildcard(address) && !isLoopback(unmapped(address))) throw errno('EADDRNOTAVAIL');
      this.held({ ...address, port: address.port || tcp.free() });
      return undefined;
    }
    const listener = host.listen(toHost(unmapped(address)), 511, { ipv6Only: !this.dual });
    listener.onReady = this.readiness.fromHost();
    this.listener = listener;
    return thread
      .wait(this.readiness, () => (listener.bound || listener.error !== undefined ? true : undefined), {
        interruptible: false,
      })
      .then(() => {
        if (listener.error !== undefined) {
          this.listener = undefined;
          listener.close();
          throw errno(listener.error);
        }
        const local = fromHost(listener.local);
        this.held({ ...address, port: 'port' in local ? local.port : address.port });
      });
  }
  private held(address: InetAddress): void {
    this.bound = address;
    this.local = address;
    networkOf(this.kernel).tcp.hold({ socket: this, address: unmapped(address), dual: this.dual });
  }

  protected announce(_backlog: number, thread: Thread): void | Promise<void> {
    return this.bound === undefined ? this.hold(anyAddress(this.family), thread) : undefined;
  }
  protected override outside(): Incoming | undefined {
    const socket = this.listener?.accept();
    if (socket === undefined) return undefined;
    socket.onReady = this.readiness.fromHost();
    const { remote, local } = socket;
    return {
      channel: new HostChannel(socket),
      from: shownIn(this.family, unmapped(fromHost(remote ?? local))),
      to: shownIn(this.family, unmapped(fromHost(local))),
      credentials: NOBODY,
    };
  }
  protected override get outsidePending(): number {
    return this.listener?.pending ?? 0;
  }
  protected withdraw(): void {
    networkOf(this.kernel).tcp.release(this);
    this.listener?.close();
    this.listener = undefined;
  }

  override attach(...parts: Parameters<StreamSocket['attach']>): void {
    super.attach(...parts);
    const [channel] = parts;
    if (!(channel instanceof HostChannel)) return;
    this.host = channel;
    channel.socket.onReady = this.readiness.fromHost();
    if (this.settings.get('TCP_NODELAY')) channel.socket.setNoDelay(true);
  }
  override optionChanged(name: string, value: number): void {
    if (name === 'TCP_NODELAY') this.host?.socket.setNoDelay(value !== 0);
  }

  connect(given: SocketAddress, thread: Thread): void | Promise<void> {
    if (given.family === 'AF_UNSPEC') return this.disconnect();
    if (this.state === 'connected' && this.untold) {
      this.untold = false;
      return undefined;
    }
    if (this.state === 'connected') throw errno('EISCONN');
    this.untold = (this.flags & OpenFlag.O_NONBLOCK) !== 0;
    if (this.state === 'connecting') throw errno('EALREADY');
    if (this.state === 'listening') throw errno('EISCONN');
    const error = this.takeError();
    if (error !== undefined) throw errno(error);
    const address = reachable(unmapped(inetAddress(this.family, given)));
    const { tcp, host } = networkOf(this.kernel);
    const holder = tcp.find(address, ({ socket }) => socket.listening);
    if (holder !== undefined) return this.join(holder.socket as InetStream, address, thread);
    if (host === undefined) throw errno(isLoopback(address) ? 'ECONNREFUSED' : 'ENETUNREACH');
    const from = this.bound;
    // The port was held by listening on it; now it becomes the near end of a connection.
    this.listener?.close();
    this.listener = undefined;
    const socket = host.connect(toHost(address), from === undefined ? undefined : toHost(unmapped(from)));
    this.state = 'connecting';
    const settle = (): void => {
      if (socket.connected === undefined || this.state !== 'connecting') {
        this.readiness.wake();
        return;
      }
      if (socket.connected) {
        const local = shownIn(this.family, unmapped(fromHost(socket.local)));
        this.attach(new HostChannel(socket), local, shownIn(this.family, address), NOBODY);
      } else {
        this.state = 'idle';
        this.pendingError = socket.error ?? 'ECONNREFUSED';
        socket.close();
      }
      this.readiness.wake();
    };
    socket.onReady = settle;
    if (this.flags & OpenFlag.O_NONBLOCK) throw errno('EINPROGRESS');
    return this.settled(thread);
  }

  /** Waits until connecting has an outcome. A signal leaves it going on; calling again gives EALREADY. */
  private settled(thread: Thread): Promise<void> {
    return thread
      .wait(this.readiness, () => (this.state === 'connecting' ? undefined : true))
      .then(() => {
        const error = this.takeError();
        if (error !== undefined) throw errno(error);
      });
  }

  private join(listener: InetStream, address: InetAddress, thread: Thread): void | Promise<void> {
    const link = (): void => {
      const [mine, theirs] = LocalChannel.pair(false);
      const { tcp } = networkOf(this.kernel);
      const near = this.bound ?? { ...address, port: tcp.free() };
      const local = isWildcard(near) ? { ...near, address: address.address } : near;
      this.attach(mine, shownIn(this.family, local), shownIn(this.family, address), NOBODY);
      listener.offer({
        channel: theirs,
        from: shownIn(listener.family, unmapped(local)),
        to: shownIn(listener.family, address),
        credentials: credentialsOf(thread),
      });
    };
    if (!listener.queueFull) {
      link();
      if (this.untold) throw errno('EINPROGRESS');
      return undefined;
    }
    if (this.flags & OpenFlag.O_NONBLOCK) {
      this.state = 'connecting';
      const retry = (): void => {
        if (this.state !== 'connecting') return;
        if (!listener.listening) {
          this.state = 'idle';
          this.pendingError = 'ECONNREFUSED';
          this.readiness.wake();
        } else if (listener.queueFull) listener.accepted.add(retry);
        else link();
      };
      listener.accepted.add(retry);
      throw errno('EINPROGRESS');
    }
    const attempt = (): true | undefined => {
      if (!listener.listening) throw errno('ECONNREFUSED');
      return listener.queueFull ? undefined : true;
    };
    return thread.wait(listener.accepted, attempt).then(link);
  }

  private disconnect(): void {
    this.channel?.close();
    this.channel = undefined;
    this.peer = undefined;
    if (this.state !== 'listening') this.state = 'idle';
    this.readiness.wake();
  }
}
