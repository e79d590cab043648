import { OpenFlag } from '../../abi/flags';
import { errno } from '../errno';
import { hold } from '../file-reference';
import type { Kernel } from '../kernel';
import type { Thread } from '../thread';
import { type SocketAddress, UNNAMED } from './address';
import { SEND_BUFFER } from './channel';
import { DatagramSocket } from './datagram-socket';
import type { SendOptions } from './message';
import { networkOf } from './network';
import { credentialsOf } from './socket';
import { bindUnix, findUnix } from './unix-name';

/** A datagram socket of the Unix domain: reliable, so senders wait for room. */
export class UnixDatagram extends DatagramSocket {
  private key: string | undefined;
  private target: UnixDatagram | undefined;
  private waiting: (() => void) | undefined;

  constructor(flags: number, kernel: Kernel) {
    super(flags, kernel, 'AF_UNIX', 'SOCK_DGRAM', '0');
  }

  /** Joins two sockets for socketpair. */
  static pair(thread: Thread): readonly [UnixDatagram, UnixDatagram] {
    const [a, b] = [
      new UnixDatagram(OpenFlag.O_RDWR, thread.kernel),
      new UnixDatagram(OpenFlag.O_RDWR, thread.kernel),
    ];
    a.target = b;
    b.target = a;
    a.peer = UNNAMED;
    b.peer = UNNAMED;
    return [a, b];
  }

  get localAddress(): SocketAddress {
    return this.local ?? UNNAMED;
  }
  bind(address: SocketAddress, thread: Thread): void {
    const { key, path } = bindUnix(this, address, thread, this.key !== undefined);
    this.key = key;
    this.local = { family: 'AF_UNIX', path };
  }
  connect(address: SocketAddress, thread: Thread): void {
    if (address.family === 'AF_UNSPEC') {
      this.target = undefined;
      this.peer = undefined;
      return;
    }
    this.target = this.find(address, thread);
    this.peer = address;
    this.readiness.wake();
  }

  private find(address: SocketAddress, thread: Thread): UnixDatagram {
    if (address.family !== 'AF_UNIX') throw errno('EINVAL');
    const { socket } = findUnix(address, thread);
    if (socket === undefined) throw errno('ECONNREFUSED');
    if (!(socket instanceof UnixDatagram)) throw errno('EPROTOTYPE');
    // A connected socket takes messages from its peer only.
    if (socket.target !== undefined && socket.target !== this) throw errno('EPERM');
    return socket;
  }

  send(data: Uint8Array, options: SendOptions, thread: Thread): number | undefined {
    if (this.shutWrite) throw errno('EPIPE');
    const to = options.to === undefined ? this.target : this.find(options.to, thread);
    if (to === undefined) throw errno('ENOTCONN');
    if (to.released) throw errno('ECONNREFUSED');
    if (data.length > SEND_BUFFER) throw errno('EMSGSIZE');
    if (to.full) {
      this.waiting ??= to.drained.add(() => {
        this.waiting = undefined;
        this.readiness.wake();
      });
      return undefined;
    }
    const credentials =
      to.options.passCredentials || this.options.passCredentials ? credentialsOf(thread) : undefined;
    const control =
      options.control === undefined && credentials === undefined
        ? undefined
        : { ...(credentials === undefined ? {} : { credentials }), ...options.control };
    for (const file of control?.files ?? []) hold(file);
    to.deliver({ data: data.slice(), from: this.localAddress, control });
    return data.length;
  }
  protected override get peerReady(): boolean {
    const { target } = this;
    if (target === undefined || target.released || !target.full) return true;
    this.waiting ??= target.drained.add(() => {
      this.waiting = undefined;
      this.readiness.wake();
    });
    return false;
  }
  override release(): void {
    const { unix } = networkOf(this.kernel);
    if (this.key !== undefined && unix.get(this.key) === this) unix.delete(this.key);
    this.waiting?.();
    super.release();
  }
}
