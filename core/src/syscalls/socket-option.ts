import { structCodec } from '../abi/codecs';
import { errno } from '../kernel/errno';
import type { Socket } from '../kernel/net/socket';
import type { Thread } from '../kernel/thread';
import { readTime } from './time-argument';

/** Which of the cell's tables names the options of a level. */
const LEVELS: Readonly<Record<string, string>> = {
  SOL_SOCKET: 'so',
  SOL_TCP: 'tcp',
  IPPROTO_TCP: 'tcp',
  SOL_IP: 'ip',
  IPPROTO_IP: 'ip',
  SOL_IPV6: 'ipv6',
  IPPROTO_IPV6: 'ipv6',
};

/** Numbers that are kept and given back, with what they are at first. Which sockets have them goes by the prefix. */
const NUMBERS: Readonly<Record<string, number>> = {
  SO_DEBUG: 0,
  SO_REUSEADDR: 0,
  SO_REUSEPORT: 0,
  SO_KEEPALIVE: 0,
  SO_DONTROUTE: 0,
  SO_BROADCAST: 0,
  SO_OOBINLINE: 0,
  SO_PRIORITY: 0,
  SO_MARK: 0,
  SO_RCVLOWAT: 1,
  SO_TIMESTAMP_OLD: 0,
  SO_TIMESTAMPNS_OLD: 0,
  SO_TIMESTAMP: 0,
  SO_NO_CHECK: 0,
  SO_BUSY_POLL: 0,
  SO_RXQ_OVFL: 0,
  SO_INCOMING_CPU: 0,
  SO_NOSIGPIPE: 0,
  TCP_NODELAY: 0,
  TCP_CORK: 0,
  TCP_NOPUSH: 0,
  TCP_KEEPIDLE: 7200,
  TCP_KEEPINTVL: 75,
  TCP_KEEPCNT: 9,
  TCP_SYNCNT: 6,
  TCP_LINGER2: 60,
  TCP_DEFER_ACCEPT: 0,
  TCP_QUICKACK: 1,
  TCP_USER_TIMEOUT: 0,
  TCP_WINDOW_CLAMP: 0,
  TCP_MAXSEG: 536,
  TCP_FASTOPEN: 0,
  TCP_FASTOPEN_CONNECT: 0,
  IP_TOS: 0,
  IP_TTL: 64,
  IP_PKTINFO: 0,
  IP_RECVERR: 0,
  IP_RECVTTL: 0,
  IP_RECVTOS: 0,
  IP_RECVOPTS: 0,
  IP_MTU_DISCOVER: 1,
  IP_MULTICAST_TTL: 1,
  IP_MULTICAST_LOOP: 1,
  IP_FREEBIND: 0,
  IPV6_V6ONLY: 0,
  IPV6_UNICAST_HOPS: 64,
  IPV6_MULTICAST_HOPS: 1,
  IPV6_MULTICAST_LOOP: 1,
  IPV6_MTU_DISCOVER: 1,
  IPV6_RECVERR: 0,
  IPV6_RECVPKTINFO: 0,
  IPV6_RECVHOPLIMIT: 0,
  IPV6_RECVTCLASS: 0,
  IPV6_TCLASS: 0,
  IPV6_DONTFRAG: 0,
  IPV6_AUTOFLOWLABEL: 1,
};

/** Buffer sizes: what is set is doubled for the kernel's own use, within bounds (socket(7)). */
const BUFFERS: Readonly<
  Record<string, { readonly stream: number; readonly other: number; readonly least: number }>
> = {
  SO_SNDBUF: { stream: 16_384, other: 212_992, least: 4608 },
  SO_RCVBUF: { stream: 131_072, other: 212_992, least: 2304 },
};
const MOST_BUFFER = 425_984;

/** Whether sockets of this kind have options of a level. */
function applies(table: string, socket: Socket): boolean {
  switch (table) {
    case 'tcp':
      return socket.protocol === 'IPPROTO_TCP';
    case 'ip':
      return socket.family !== 'AF_UNIX';
    case 'ipv6':
      return socket.family === 'AF_INET6';
    default:
      return true;
  }
}

/** The option's name. @throws KernelError ENOPROTOOPT */
function nameOf(t: Thread, socket: Socket, level: number, option: number): string {
  const { enums } = t.abi;
  const levelName = enums['sol']?.name(level) ?? enums['ipproto']?.name(level);
  const table = levelName === undefined ? undefined : LEVELS[levelName];
  if (table === undefined || !applies(table, socket))
    throw errno(socket.family === 'AF_UNIX' && table !== 'so' ? 'EOPNOTSUPP' : 'ENOPROTOOPT');
  const name = enums[table]?.name(option);
  if (name === undefined) throw errno('ENOPROTOOPT');
  return name;
}

const timeout = (name: string): 'receiveTimeout' | 'sendTimeout' | undefined =>
  name.startsWith('SO_RCVTIMEO')
    ? 'receiveTimeout'
    : name.startsWith('SO_SNDTIMEO')
      ? 'sendTimeout'
      : undefined;
/** The 64-bit form has a struct of two 64-bit words, the other the cell's timeval. */
const timeStruct = (name: string): 'timeval' | 'sockTimeval' =>
  name.endsWith('_NEW') ? 'sockTimeval' : 'timeval';

/** setsockopt(2). */
export function setOption(
  t: Thread,
  socket: Socket,
  level: number,
  option: number,
  address: number,
  length: number,
): void {
  if (length < 0) throw errno('EINVAL');
  const name = nameOf(t, socket, level, option);
  const limit = timeout(name);
  if (limit !== undefined) {
    const codec = structCodec(t.abi, timeStruct(name));
    if (length < codec.size) throw errno('EINVAL');
    const span = readTime(t, address, timeStruct(name));
    if (span < 0n) throw errno('EDOM');
    socket.options[limit] = span;
    return;
  }
  if (name === 'SO_LINGER') {
    const codec = structCodec(t.abi, 'linger');
    if (length < codec.size) throw errno('EINVAL');
    const { l_onoff, l_linger } = codec.read(t.mem, address);
    socket.options.linger = { on: Number(l_onoff) !== 0, seconds: Number(l_linger) };
    return;
  }
  // One byte is enough for options of the Internet levels (ip_setsockopt).
  const short = length >= 1 && length < 4 && !name.startsWith('SO_');
  if (length < 4 && !short) throw errno('EINVAL');
  const value = short ? t.mem.u8(address) : t.mem.i32(address);
  if (name === 'SO_PASSCRED') socket.options.passCredentials = value !== 0;
  else if (BUFFERS[name] !== undefined)
    socket.settings.set(name, Math.min(MOST_BUFFER, Math.max(BUFFERS[name].least, 2 * value)));
  else if (NUMBERS[name] !== undefined) {
    socket.settings.set(name, value);
    socket.optionChanged(name, value);
  } else throw errno('ENOPROTOOPT');
}

/** The value of an option that is a number. @throws KernelError ENOPROTOOPT */
function numberOf(t: Thread, socket: Socket, name: string): number {
  const { enums, errno: numbers } = t.abi;
  switch (name) {
    case 'SO_TYPE':
    case 'SO_STYLE':
      return enums['socktype']!.value(socket.type)!;
    case 'SO_DOMAIN':
      return enums['af']!.value(socket.family)!;
    case 'SO_PROTOCOL':
      return enums['ipproto']!.value(socket.protocol) ?? 0;
    case 'SO_ACCEPTCONN':
      return socket.listening ? 1 : 0;
    case 'SO_ERROR': {
      const error = socket.takeError();
      return error === undefined ? 0 : numbers[error]!;
    }
    case 'SO_PASSCRED':
      return socket.options.passCredentials ? 1 : 0;
    case 'SO_SNDLOWAT':
      return 1;
    default: {
      const kept = socket.settings.get(name);
      if (kept !== undefined) return kept;
      const buffer = BUFFERS[name];
      if (buffer !== undefined) return socket.protocol === 'IPPROTO_TCP' ? buffer.stream : buffer.other;
      const first = NUMBERS[name];
      if (first === undefined) throw errno('ENOPROTOOPT');
      return first;
    }
  }
}

/** getsockopt(2): fills what the caller has room for and says how much that was. */
export function getOption(
  t: Thread,
  socket: Socket,
  level: number,
  option: number,
  address: number,
  lengthAddress: number,
): void {
  const room = t.mem.i32(lengthAddress);
  if (room < 0) throw errno('EINVAL');
  const name = nameOf(t, socket, level, option);
  const put = (struct: string, value: Parameters<ReturnType<typeof structCodec>['write']>[2]): void => {
    const codec = structCodec(t.abi, struct);
    if (room < codec.size) throw errno('EINVAL');
    codec.write(t.mem, address, value);
    t.mem.setU32(lengthAddress, codec.size);
  };
  const limit = timeout(name);
  if (limit !== undefined) {
    const span = socket.options[limit];
    put(timeStruct(name), {
      tv_sec: Number(span / 1_000_000_000n),
      tv_usec: Number((span % 1_000_000_000n) / 1000n),
    });
  } else if (name === 'SO_LINGER') {
    const { on, seconds } = socket.options.linger;
    put('linger', { l_onoff: on ? 1 : 0, l_linger: seconds });
  } else if (name === 'SO_PEERCRED') {
    if (socket.family !== 'AF_UNIX') throw errno('ENOPROTOOPT');
    const { pid, uid, gid } = socket.peerCredentials;
    put('ucred', { pid, uid, gid });
  } else {
    const value = numberOf(t, socket, name);
    const bytes = Math.min(room, 4);
    const word = new DataView(new ArrayBuffer(4));
    word.setInt32(0, value, !t.mem.bigEndian);
    t.mem.write(address, new Uint8Array(word.buffer, t.mem.bigEndian ? 4 - bytes : 0, bytes));
    t.mem.setU32(lengthAddress, bytes);
  }
}
