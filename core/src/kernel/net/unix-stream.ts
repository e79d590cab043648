import { OpenFlag } from '../../abi/flags';
import { errno } from '../errno';
import type { Kernel } from '../kernel';
import type { Thread } from '../thread';
import { type SocketAddress, UNNAMED } from './address';
import { HostChannel } from './host-channel';
import { LocalChannel } from './local-channel';
import { networkOf } from './network';
import { credentialsOf, type SocketType } from './socket';
import { StreamSocket } from './stream-socket';
import { bindUnix, findUnix } from './unix-name';

/** A stream or seqpacket socket of the Unix domain. */
export class UnixStream extends StreamSocket {
  private key: string | undefined;

  constructor(flags: number, kernel: Kernel, type: SocketType) {
    super(flags, kernel, 'AF_UNIX', type, '0');
  }

  protected twin(flags: number): StreamSocket {
    return new UnixStream(flags, this.kernel, this.type);
  }
  protected unnamed(): SocketAddress {
    return UNNAMED;
  }
  bind(address: SocketAddress, thread: Thread): void {
    const { key, path } = bindUnix(this, address, thread, this.key !== undefined);
    this.key = key;
    this.local = { family: 'AF_UNIX', path };
  }
  protected announce(): void {
    if (this.local === undefined) throw errno('EINVAL');
  }
  protected withdraw(): void {
    const { unix } = networkOf(this.kernel);
    if (this.key !== undefined && unix.get(this.key) === this) unix.delete(this.key);
  }

  connect(address: SocketAddress, thread: Thread): void | Promise<void> {
    if (address.family !== 'AF_UNIX') throw errno('EINVAL');
    if (this.state === 'connected') throw errno('EISCONN');
    if (this.state !== 'idle') throw errno('EINVAL');
    const { socket, hostPath } = findUnix(address, thread);
    if (socket === undefined) return this.connectToHost(hostPath, address, thread);
    if (!(socket instanceof UnixStream) || socket.type !== this.type) throw errno('EPROTOTYPE');
    if (!socket.listening) throw errno('ECONNREFUSED');
    if (!socket.queueFull) return this.join(socket, thread);
    if (this.flags & OpenFlag.O_NONBLOCK) throw errno('EAGAIN');
    const attempt = (): true | undefined => {
      if (!socket.listening) throw errno('ECONNREFUSED');
      return socket.queueFull ? undefined : true;
    };
    return thread.wait(socket.accepted, attempt).then(() => this.join(socket, thread));
  }

  private join(listener: UnixStream, thread: Thread): void {
    const [mine, theirs] = LocalChannel.pair(this.type === 'SOCK_SEQPACKET');
    const local = this.local ?? UNNAMED;
    const peer = listener.localAddress;
    this.attach(mine, local, peer, listener.peerCredentials);
    listener.offer({ channel: theirs, from: local, to: peer, credentials: credentialsOf(thread) });
  }

  /** A server outside the emulator, through its socket file. */
  private connectToHost(path: string | undefined, address: SocketAddress, thread: Thread): Promise<void> {
    const { host } = networkOf(this.kernel);
    if (path === undefined || host === undefined || this.type !== 'SOCK_STREAM') throw errno('ECONNREFUSED');
    const socket = host.connect({ family: 'unix', path });
    socket.onReady = this.readiness.fromHost();
    return thread
      .wait(this.readiness, () => (socket.connected === undefined ? undefined : { done: socket.connected }))
      .then((outcome) => {
        if (!outcome?.done) throw errno(socket.error ?? 'ECONNREFUSED');
        this.attach(new HostChannel(socket), this.local ?? UNNAMED, address, { pid: 0, uid: 0, gid: 0 });
      });
  }
}

/** socketpair(2) of stream or seqpacket sockets. */
export function unixPair(thread: Thread, type: SocketType): readonly [UnixStream, UnixStream] {
  const [a, b] = LocalChannel.pair(type === 'SOCK_SEQPACKET');
  const make = (channel: LocalChannel): UnixStream => {
    const socket = new UnixStream(OpenFlag.O_RDWR, thread.kernel, type);
    socket.attach(channel, UNNAMED, UNNAMED, credentialsOf(thread));
    return socket;
  };
  return [make(a), make(b)];
}
