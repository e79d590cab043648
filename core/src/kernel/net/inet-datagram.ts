import type { HostDatagram } from '../../host/host';
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
import { DatagramSocket } from './datagram-socket';
import { fromHost, inetAddress, PRIVILEGED, reachable, toHost } from './inet-bind';
import type { SendOptions } from './message';
import { networkOf } from './network';

/** Largest payload of UDP over IPv4. */
const MOST_BYTES = 65_507;

/** A UDP socket. Guests reach each other inside the kernel, everybody else through the host. */
export class InetDatagram extends DatagramSocket {
  declare readonly family: 'AF_INET' | 'AF_INET6';
  private transport: HostDatagram | undefined;
  private bound: InetAddress | undefined;

  constructor(flags: number, kernel: Kernel, family: 'AF_INET' | 'AF_INET6') {
    super(flags, kernel, family, 'SOCK_DGRAM', 'IPPROTO_UDP');
  }
  private get dual(): boolean {
    return this.family === 'AF_INET6' && !this.settings.get('IPV6_V6ONLY');
  }

  get localAddress(): SocketAddress {
    if (this.bound === undefined) return anyAddress(this.family);
    const { peer } = this;
    // A connected socket shows the address that it sends from.
    if (peer !== undefined && 'port' in peer && isWildcard(this.bound) && isLoopback(unmapped(peer)))
      return { ...this.bound, address: peer.address };
    return this.bound;
  }

  bind(given: SocketAddress, thread: Thread): void | Promise<void> {
    const address = inetAddress(this.family, given);
    if (this.bound !== undefined) throw errno('EINVAL');
    if (address.port > 0 && address.port < PRIVILEGED && thread.process.credentials.euid !== 0)
      throw errno('EACCES');
    return this.hold(address, thread);
  }

  private hold(address: InetAddress, thread: Thread): void | Promise<void> {
    const { udp, host } = networkOf(this.kernel);
    const plain = unmapped(address);
    if (
      address.port !== 0 &&
      udp.taken(plain) &&
      !this.settings.get('SO_REUSEADDR') &&
      !this.settings.get('SO_REUSEPORT')
    )
      throw errno('EADDRINUSE');
    if (host === undefined) {
      if (!isWildcard(address) && !isLoopback(plain)) throw errno('EADDRNOTAVAIL');
      this.held({ ...address, port: address.port || udp.free() });
      return undefined;
    }
    const transport = host.datagram(plain.family === 'AF_INET' ? 'inet' : 'inet6', toHost(plain));
    this.transport = transport;
    transport.onReady = this.readiness.fromHost();
    return thread
      .wait(this.readiness, () => (transport.bound || transport.error !== undefined ? true : undefined), {
        interruptible: false,
      })
      .then(() => {
        if (!transport.bound) {
          this.transport = undefined;
          const { error = 'EADDRINUSE' } = transport;
          transport.close();
          throw errno(error);
        }
        if (this.settings.get('SO_BROADCAST')) transport.setBroadcast(true);
        const local = fromHost(transport.local!);
        this.held({ ...address, port: local.port });
      });
  }
  private held(address: InetAddress): void {
    this.bound = address;
    this.local = address;
    networkOf(this.kernel).udp.hold({ socket: this, address: unmapped(address), dual: this.dual });
  }

  connect(given: SocketAddress, thread: Thread): void | Promise<void> {
    if (given.family === 'AF_UNSPEC') {
      this.peer = undefined;
      return undefined;
    }
    const address = reachable(inetAddress(this.family, given));
    const join = (): void => {
      this.peer = address;
      this.readiness.wake();
    };
    if (this.bound !== undefined) return join();
    const holding = this.hold(
      anyAddress(unmapped(address).family === 'AF_INET' ? 'AF_INET' : this.family),
      thread,
    );
    return holding === undefined ? join() : holding.then(join);
  }
  override prepareSend(thread: Thread): Promise<void> | undefined {
    if (this.bound !== undefined) return undefined;
    return this.hold(anyAddress(this.family), thread) ?? undefined;
  }

  send(data: Uint8Array, options: SendOptions, _thread: Thread): number | undefined {
    const error = this.takeError();
    if (error !== undefined) throw errno(error);
    if (this.shutWrite) throw errno('EPIPE');
    const target = options.to ?? this.peer;
    if (target === undefined) throw errno('EDESTADDRREQ');
    if (data.length > MOST_BYTES) throw errno('EMSGSIZE');
    const address = reachable(unmapped(inetAddress(this.family, target)));
    if (address.port === 0) throw errno('EINVAL');
    const { udp } = networkOf(this.kernel);
    const holder = udp.find(address);
    if (holder !== undefined && holder.socket instanceof InetDatagram) {
      const from = unmapped(this.bound!);
      const source = isWildcard(from) ? { ...from, address: address.address } : from;
      // Full queues lose datagrams, as the network does.
      if (!holder.socket.full) holder.socket.arrive(data.slice(), source);
      return data.length;
    }
    if (this.transport === undefined) throw errno(isLoopback(address) ? 'ECONNREFUSED' : 'ENETUNREACH');
    if (address.address === '255.255.255.255' && !this.settings.get('SO_BROADCAST')) throw errno('EACCES');
    return this.transport.send(data, toHost(address));
  }

  /** A datagram has come; connected sockets take only their peer's. */
  private arrive(data: Uint8Array, source: InetAddress): void {
    const { peer } = this;
    if (peer !== undefined && 'port' in peer) {
      const expected = unmapped(peer);
      if (expected.port !== source.port || expected.address !== source.address) return;
    }
    this.deliver({ data, from: shownIn(this.family, source), control: undefined });
  }
  protected override fetch(): void {
    const { transport } = this;
    if (transport === undefined) return;
    if (transport.error !== undefined && transport.bound) {
      this.pendingError = transport.error;
      transport.error = undefined;
    }
    for (let datagram = transport.receive(); datagram !== undefined; datagram = transport.receive())
      if (!this.full) this.arrive(datagram.data, unmapped(fromHost(datagram.from)));
  }
  override takeError(): string | undefined {
    this.fetch();
    return super.takeError();
  }
  override optionChanged(name: string, value: number): void {
    if (name === 'SO_BROADCAST') this.transport?.setBroadcast(value !== 0);
  }
  override release(): void {
    networkOf(this.kernel).udp.release(this);
    this.transport?.close();
    super.release();
  }
}
