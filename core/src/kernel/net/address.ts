import type { LookupOptions } from '../vfs/vfs';

/** An address of a socket, without any system's layout. Internet addresses are text in canonical form (see ip-text.ts). */
export type SocketAddress =
  | { readonly family: 'AF_UNSPEC' }
  | { readonly family: 'AF_INET'; readonly address: string; readonly port: number }
  | {
      readonly family: 'AF_INET6';
      readonly address: string;
      readonly port: number;
      readonly flowinfo?: number;
      readonly scope?: number;
    }
  /** `path`: of a file, or after a NUL an abstract name; empty: the socket has no name. `at`: where a relative path begins. */
  | { readonly family: 'AF_UNIX'; readonly path: string; readonly at?: LookupOptions };

/** Families that the kernel has. */
export type SocketFamily = 'AF_UNIX' | 'AF_INET' | 'AF_INET6';
/** Internet addresses. */
export type InetAddress = Extract<SocketAddress, { port: number }>;

export const UNNAMED: SocketAddress = { family: 'AF_UNIX', path: '' };

/** The wildcard address of a family. */
export const anyAddress = (family: 'AF_INET' | 'AF_INET6', port = 0): InetAddress =>
  family === 'AF_INET' ? { family, address: '0.0.0.0', port } : { family, address: '::', port };

const MAPPED = '::ffff:';
/** An IPv4 address written as IPv6 is an IPv4 address. */
export function unmapped(address: InetAddress): InetAddress {
  if (address.family !== 'AF_INET6' || !address.address.startsWith(MAPPED)) return address;
  return { family: 'AF_INET', address: address.address.slice(MAPPED.length), port: address.port };
}
/** An address as a socket of a family shows it: IPv6 sockets show IPv4 peers as mapped. */
export function shownIn(family: SocketFamily, address: InetAddress): InetAddress {
  if (family !== 'AF_INET6' || address.family === 'AF_INET6') return address;
  return { family: 'AF_INET6', address: `${MAPPED}${address.address}`, port: address.port };
}
export const isWildcard = ({ address }: InetAddress): boolean => address === '0.0.0.0' || address === '::';
export const isLoopback = ({ address }: InetAddress): boolean =>
  address.startsWith('127.') || address === '::1';
