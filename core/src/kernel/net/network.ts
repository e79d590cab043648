import type { HostNetwork } from '../../host/host';
import { errno } from '../errno';
import type { Kernel } from '../kernel';
import type { Node } from '../vfs/node';
import { type InetAddress, isLoopback, isWildcard } from './address';
import type { Socket } from './socket';

/** Ports that are given out where the host does not (net.ipv4.ip_local_port_range). */
const FIRST_PORT = 32_768;
const LAST_PORT = 60_999;

/** A socket that holds a port. */
export interface PortHolder {
  readonly socket: Socket;
  readonly address: InetAddress;
  /** An IPv6 wildcard socket that takes IPv4 too. */
  readonly dual: boolean;
}

/** The ports of one protocol. */
export class Ports {
  private readonly holders = new Map<number, PortHolder[]>();
  private next = FIRST_PORT;

  /** Who takes what is sent to an address, the most exact first. */
  find(address: InetAddress, wanted: (holder: PortHolder) => boolean = () => true): PortHolder | undefined {
    const matching = (this.holders.get(address.port) ?? []).filter(wanted);
    const exact = matching.find(
      ({ address: held }) => held.family === address.family && held.address === address.address,
    );
    if (exact !== undefined) return exact;
    if (!isLoopback(address) && !isWildcard(address)) return undefined;
    const sameOrDual = ({ address: held, dual }: PortHolder): boolean =>
      held.family === address.family || (dual && held.family === 'AF_INET6');
    if (isWildcard(address)) return matching.find(sameOrDual);
    return matching.find((holder) => isWildcard(holder.address) && sameOrDual(holder));
  }
  /** Whether somebody holds an address that overlaps. */
  taken(address: InetAddress): boolean {
    return (this.holders.get(address.port) ?? []).some(
      ({ address: held, dual }) =>
        (held.family === address.family || dual) &&
        (held.address === address.address || isWildcard(held) || isWildcard(address)),
    );
  }
  hold(holder: PortHolder): void {
    const list = this.holders.get(holder.address.port);
    if (list === undefined) this.holders.set(holder.address.port, [holder]);
    else list.push(holder);
  }
  release(socket: Socket): void {
    for (const [port, list] of this.holders) {
      const rest = list.filter((holder) => holder.socket !== socket);
      if (rest.length === 0) this.holders.delete(port);
      else if (rest.length < list.length) this.holders.set(port, rest);
    }
  }
  /** A port that nobody in the kernel holds. @throws KernelError EADDRINUSE */
  free(): number {
    for (let tried = 0; tried <= LAST_PORT - FIRST_PORT; tried++) {
      const port = this.next++;
      if (this.next > LAST_PORT) this.next = FIRST_PORT;
      if (!this.holders.has(port)) return port;
    }
    throw errno('EADDRINUSE');
  }
}

/** What the sockets of one kernel share. */
export class Network {
  readonly tcp = new Ports();
  readonly udp = new Ports();
  /** Sockets of the Unix domain by file (device:inode) or abstract name. */
  readonly unix = new Map<string, Socket>();

  constructor(private readonly kernel: Kernel) {}

  /** The host's network, looked at (and loaded) only when something has to leave the kernel. */
  get host(): HostNetwork | undefined {
    return this.kernel.host.network;
  }
}

/** How a socket file is known. */
export const unixKey = (node: Node): string => `${node.fs.dev}:${node.id}`;

const networks = new WeakMap<Kernel, Network>();

/** The network of a kernel. */
export function networkOf(kernel: Kernel): Network {
  let network = networks.get(kernel);
  if (network === undefined) {
    network = new Network(kernel);
    networks.set(kernel, network);
  }
  return network;
}
