import type { HostAddress } from '../../host/host';
import { errno } from '../errno';
import { type InetAddress, isWildcard, type SocketAddress } from './address';
import { canonicalIpv6 } from './ip-text';

/** Ports below need a privilege (net.ipv4.ip_unprivileged_port_start). */
export const PRIVILEGED = 1024;

/** Checks that an address is one of the family's. @throws KernelError EINVAL, EAFNOSUPPORT */
export function inetAddress(family: 'AF_INET' | 'AF_INET6', address: SocketAddress): InetAddress {
  if (address.family === family) return address as InetAddress;
  // Linux takes AF_UNSPEC with the wildcard address for AF_INET in bind; nothing else fits.
  throw errno('EAFNOSUPPORT');
}

/** An address as the host takes it. */
export const toHost = (address: InetAddress): HostAddress => ({
  family: address.family === 'AF_INET' ? 'inet' : 'inet6',
  address: address.address,
  port: address.port,
});

/** An address as the host gave it. */
export function fromHost(address: HostAddress): InetAddress {
  if (address.family === 'unix') throw errno('EAFNOSUPPORT');
  return address.family === 'inet'
    ? { family: 'AF_INET', address: address.address, port: address.port }
    : { family: 'AF_INET6', address: canonicalIpv6(address.address), port: address.port };
}

/** The address that a connection to a wildcard really goes to: the loopback. */
export function reachable(address: InetAddress): InetAddress {
  if (!isWildcard(address)) return address;
  return { ...address, address: address.family === 'AF_INET' ? '127.0.0.1' : '::1' };
}
