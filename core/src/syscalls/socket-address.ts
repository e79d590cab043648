import type { Abi } from '../abi/abi';
import { structCodec } from '../abi/codecs';
import { errno } from '../kernel/errno';
import type { SocketAddress } from '../kernel/net/address';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../kernel/net/ip-text';
import type { Thread } from '../kernel/thread';
import { decodeText, encodeText } from '../memory/text';

/** Most bytes of an address (struct sockaddr_storage). */
const STORAGE = 128;

/** Where the family and the path lie in struct sockaddr_un: BSDs have a length byte in front. */
function unixLayout(abi: Abi): {
  readonly family: number;
  readonly wide: boolean;
  readonly path: number;
  readonly room: number;
} {
  const { fields } = structCodec(abi, 'sockaddr_un');
  const family = fields.find(({ name }) => name === 'sun_family')!;
  const path = fields.find(({ name }) => name === 'sun_path')!;
  return { family: family.offset, wide: family.size === 2, path: path.offset, room: path.size };
}

/** The family that an address names, by name; undefined for one that the system does not have. */
function familyAt(t: Thread, address: number): string | undefined {
  const { family, wide } = unixLayout(t.abi);
  return t.abi.enums['af']!.name(wide ? t.mem.u16(address + family) : t.mem.u8(address + family));
}

const port = (bytes: Uint8Array): number => (bytes[0]! << 8) | bytes[1]!;
const portBytes = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff);

/** Reads a socket address. @throws KernelError EINVAL, EFAULT, EAFNOSUPPORT */
export function readSocketAddress(t: Thread, address: number, length: number): SocketAddress {
  if (length < 0 || length > STORAGE) throw errno('EINVAL');
  if (length < 2) throw errno('EINVAL');
  switch (familyAt(t, address)) {
    case 'AF_UNSPEC':
      return { family: 'AF_UNSPEC' };
    case 'AF_INET': {
      const codec = structCodec(t.abi, 'sockaddr_in');
      if (length < codec.size) throw errno('EINVAL');
      const value = codec.read(t.mem, address);
      return {
        family: 'AF_INET',
        address: formatIpv4(value['sin_addr'] as Uint8Array),
        port: port(value['sin_port'] as Uint8Array),
      };
    }
    case 'AF_INET6': {
      const codec = structCodec(t.abi, 'sockaddr_in6');
      // Without sin6_scope_id, as older systems had it (SIN6_LEN_RFC2133).
      if (length < codec.size - 4) throw errno('EINVAL');
      const value = codec.read(t.mem, address);
      return {
        family: 'AF_INET6',
        address: formatIpv6(value['sin6_addr'] as Uint8Array),
        port: port(value['sin6_port'] as Uint8Array),
        flowinfo: Number(value['sin6_flowinfo']),
        scope: length < codec.size ? 0 : Number(value['sin6_scope_id']),
      };
    }
    case 'AF_UNIX':
    case 'AF_FILE':
    case 'AF_LOCAL': {
      const layout = unixLayout(t.abi);
      if (length > layout.path + layout.room) throw errno('EINVAL');
      const bytes = t.mem.bytes(address + layout.path, Math.max(0, length - layout.path)).slice();
      if (bytes.length === 0) return { family: 'AF_UNIX', path: '' };
      const end = bytes[0] === 0 ? bytes.length : bytes.indexOf(0);
      return { family: 'AF_UNIX', path: decodeText(bytes.subarray(0, end < 0 ? bytes.length : end)) };
    }
    default:
      throw errno('EAFNOSUPPORT');
  }
}

/** An address as the guest's bytes. */
export function socketAddressBytes(t: Thread, value: SocketAddress): Uint8Array {
  const af = t.abi.enums['af']!.value(value.family) ?? 0;
  const { family: at, wide, path: pathAt } = unixLayout(t.abi);
  const finish = (bytes: Uint8Array): Uint8Array => {
    const view = new DataView(bytes.buffer);
    if (wide) view.setUint16(at, af, !t.mem.bigEndian);
    else {
      view.setUint8(0, bytes.length);
      view.setUint8(at, af);
    }
    return bytes;
  };
  const place = (struct: string, members: Readonly<Record<string, Uint8Array>>): Uint8Array => {
    const codec = structCodec(t.abi, struct);
    const bytes = new Uint8Array(codec.size);
    for (const { name, offset } of codec.fields)
      if (members[name] !== undefined) bytes.set(members[name], offset);
    return finish(bytes);
  };
  switch (value.family) {
    case 'AF_UNSPEC':
      return finish(new Uint8Array(2));
    case 'AF_INET':
      return place('sockaddr_in', { sin_port: portBytes(value.port), sin_addr: parseIpv4(value.address) });
    case 'AF_INET6':
      return place('sockaddr_in6', { sin6_port: portBytes(value.port), sin6_addr: parseIpv6(value.address) });
    case 'AF_UNIX': {
      const text = encodeText(value.path);
      // A path shows its closing NUL; an abstract name has none, and no name at all is only a family.
      const nul = text.length > 0 && text[0] !== 0 ? 1 : 0;
      const bytes = new Uint8Array(pathAt + text.length + nul);
      bytes.set(text, pathAt);
      return finish(bytes);
    }
  }
}

/**
 * Writes an address through a pointer and a pointer to its length, which tells how much room there is and gets how much there
 * would be. A NULL address is left out.
 */
export function writeSocketAddress(
  t: Thread,
  address: number,
  lengthAddress: number,
  value: SocketAddress | undefined,
): void {
  if (address === 0) return;
  const room = t.mem.i32(lengthAddress);
  if (room < 0) throw errno('EINVAL');
  const bytes = value === undefined ? new Uint8Array(0) : socketAddressBytes(t, value);
  t.mem.write(address, bytes.subarray(0, room));
  t.mem.setU32(lengthAddress, bytes.length);
}
