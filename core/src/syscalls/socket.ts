import { MsgFlag, OpenFlag, SocketFlag } from '../abi/flags';
import { errno, KernelError } from '../kernel/errno';
import { drop } from '../kernel/file-reference';
import { isLater } from '../kernel/later';
import type { SocketAddress } from '../kernel/net/address';
import { InetDatagram } from '../kernel/net/inet-datagram';
import { InetStream } from '../kernel/net/inet-stream';
import { Socket, type SocketType } from '../kernel/net/socket';
import { UnixDatagram } from '../kernel/net/unix-datagram';
import { UnixStream, unixPair } from '../kernel/net/unix-stream';
import type { OpenFile } from '../kernel/open-file';
import type { Thread } from '../kernel/thread';
import { atfd, buffer, choice, fd, flags, int, ptr, size, word } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { type DirectoryFd, startOf } from './path-argument';
import { readSocketAddress, writeSocketAddress } from './socket-address';
import { receiveData, receiveMessage, sendData, sendMessage } from './socket-message';
import { getOption, setOption } from './socket-option';
import { giveUpAt, retry, usable } from './transfer';

/** The socket of a descriptor. @throws KernelError EBADF, ENOTSOCK */
export function socketOf(t: Thread, number: number): Socket {
  const file = t.files.get(number);
  if (!(file instanceof Socket)) throw errno('ENOTSOCK');
  return file;
}

const TYPES: readonly string[] = ['SOCK_STREAM', 'SOCK_DGRAM', 'SOCK_SEQPACKET'];

/** Splits a type word into the type and its flags. */
function splitType(t: Thread, given: number): { readonly type: string; readonly how: number } {
  const table = t.abi.flags['socket']!;
  const how = table.decode(given);
  const bits = table.encode(how);
  const type = t.abi.enums['socktype']!.name((given & ~bits) >>> 0);
  if (type === undefined) throw errno('EINVAL');
  return { type, how };
}
const statusOf = (how: number): number =>
  OpenFlag.O_RDWR | (how & SocketFlag.SOCK_NONBLOCK ? OpenFlag.O_NONBLOCK : 0);
const cloexecOf = (how: number): { readonly cloexec: boolean } => ({
  cloexec: (how & SocketFlag.SOCK_CLOEXEC) !== 0,
});

function create(t: Thread, domain: number, given: number, protocol: number): Socket {
  const { type, how } = splitType(t, given);
  const family = t.abi.enums['af']!.name(domain);
  const flagBits = statusOf(how);
  switch (family) {
    case 'AF_UNIX':
    case 'AF_FILE':
    case 'AF_LOCAL':
      if (protocol !== 0 && protocol !== domain) throw errno('EPROTONOSUPPORT');
      if (type === 'SOCK_DGRAM' || type === 'SOCK_RAW') return new UnixDatagram(flagBits, t.kernel);
      if (!TYPES.includes(type)) throw errno('ESOCKTNOSUPPORT');
      return new UnixStream(flagBits, t.kernel, type as SocketType);
    case 'AF_INET':
    case 'AF_INET6': {
      const name = protocol === 0 ? undefined : t.abi.enums['ipproto']!.name(protocol);
      if (type === 'SOCK_STREAM' && (name === undefined || name === 'IPPROTO_TCP'))
        return new InetStream(flagBits, t.kernel, family);
      if (type === 'SOCK_DGRAM' && (name === undefined || name === 'IPPROTO_UDP'))
        return new InetDatagram(flagBits, t.kernel, family);
      // Raw sockets and pings need a privilege that the host does not give to programs of users.
      if (type === 'SOCK_RAW') throw errno(protocol === 0 ? 'EPROTONOSUPPORT' : 'EPERM');
      if (type === 'SOCK_DGRAM' && (name === 'IPPROTO_ICMP' || name === 'IPPROTO_ICMPV6'))
        throw errno('EACCES');
      throw errno(TYPES.includes(type) && name !== undefined ? 'EPROTONOSUPPORT' : 'ESOCKTNOSUPPORT');
    }
    default:
      throw errno('EAFNOSUPPORT');
  }
}

export const socket: SyscallDefinition = defineSyscall({
  name: 'socket',
  args: { domain: int, type: word, protocol: int },
  run: (t, { domain, type, protocol }) =>
    t.files.add(create(t, domain, type, protocol), cloexecOf(splitType(t, type).how)),
});

export const socketpair: SyscallDefinition = defineSyscall({
  name: 'socketpair',
  args: { domain: int, type: word, protocol: int, sv: ptr },
  run(t, { domain, type: given, protocol, sv }) {
    const { type, how } = splitType(t, given);
    const family = t.abi.enums['af']!.name(domain);
    if (family === 'AF_INET' || family === 'AF_INET6') throw errno('EOPNOTSUPP');
    if (family !== 'AF_UNIX' && family !== 'AF_FILE' && family !== 'AF_LOCAL') throw errno('EAFNOSUPPORT');
    if (protocol !== 0 && protocol !== domain) throw errno('EPROTONOSUPPORT');
    if (!TYPES.includes(type)) throw errno('ESOCKTNOSUPPORT');
    t.mem.writable(sv, 8);
    const pair = type === 'SOCK_DGRAM' ? UnixDatagram.pair(t) : unixPair(t, type as SocketType);
    for (const end of pair) end.flags = statusOf(how);
    const first = t.files.add(pair[0], cloexecOf(how));
    try {
      t.mem.setU32(sv + 4, t.files.add(pair[1], cloexecOf(how)));
    } catch (error) {
      t.files.close(first);
      pair[1].release();
      throw error;
    }
    t.mem.setU32(sv, first);
  },
});

export const bind: SyscallDefinition = defineSyscall({
  name: 'bind',
  args: { fd, addr: ptr, addrlen: int },
  run(t, { fd: number, addr, addrlen }) {
    const file = socketOf(t, number);
    return file.bind(readSocketAddress(t, addr, addrlen), t);
  },
});
export const connect: SyscallDefinition = defineSyscall({
  name: 'connect',
  args: { fd, addr: ptr, addrlen: int },
  run(t, { fd: number, addr, addrlen }) {
    const file = socketOf(t, number);
    return file.connect(readSocketAddress(t, addr, addrlen), t);
  },
});

/** An address whose path, of a socket that has one, begins at a directory (FreeBSD's bindat and connectat). */
function addressAt(t: Thread, dirfd: DirectoryFd, addr: number, addrlen: number): SocketAddress {
  const address = readSocketAddress(t, addr, addrlen);
  return address.family === 'AF_UNIX' ? { ...address, at: startOf(t, dirfd, address.path) } : address;
}
export const bindat: SyscallDefinition = defineSyscall({
  name: 'bindat',
  args: { dirfd: atfd, fd, addr: ptr, addrlen: int },
  run: (t, { dirfd, fd: number, addr, addrlen }) =>
    socketOf(t, number).bind(addressAt(t, dirfd, addr, addrlen), t),
});
export const connectat: SyscallDefinition = defineSyscall({
  name: 'connectat',
  args: { dirfd: atfd, fd, addr: ptr, addrlen: int },
  run: (t, { dirfd, fd: number, addr, addrlen }) =>
    socketOf(t, number).connect(addressAt(t, dirfd, addr, addrlen), t),
});
export const listen: SyscallDefinition = defineSyscall({
  name: 'listen',
  args: { fd, backlog: int },
  run: (t, { fd: number, backlog }) => socketOf(t, number).listen(backlog, t),
});

/** accept and accept4, with canonical SocketFlag bits. */
export function acceptConnection(
  t: Thread,
  number: number,
  address: number,
  lengthAddress: number,
  how: number,
): number | Promise<number> {
  const listener = socketOf(t, number);
  const install = (accepted: Socket): number => {
    accepted.flags = statusOf(how);
    let descriptor: number;
    try {
      descriptor = t.files.add(accepted, cloexecOf(how));
    } catch (error) {
      accepted.release();
      throw error;
    }
    try {
      writeSocketAddress(t, address, lengthAddress, accepted.peerAddress);
    } catch (error) {
      t.files.close(descriptor);
      throw error;
    }
    return descriptor;
  };
  const accepted = retry(t, listener, () => listener.accept(t), { deadline: giveUpAt(t, listener, 'read') });
  return isLater(accepted) ? accepted.then(install) : install(accepted);
}
export const accept: SyscallDefinition = defineSyscall({
  name: 'accept',
  args: { fd, addr: ptr, addrlen: ptr },
  run: (t, { fd: number, addr, addrlen }) => acceptConnection(t, number, addr, addrlen, 0),
});
export const accept4: SyscallDefinition = defineSyscall({
  name: 'accept4',
  args: { fd, addr: ptr, addrlen: ptr, flags: flags('socket', { strict: true }) },
  run: (t, { fd: number, addr, addrlen, flags: how }) => acceptConnection(t, number, addr, addrlen, how),
});

export const getsockname: SyscallDefinition = defineSyscall({
  name: 'getsockname',
  args: { fd, addr: ptr, addrlen: ptr },
  run: (t, { fd: number, addr, addrlen }) =>
    writeSocketAddress(t, addr, addrlen, socketOf(t, number).localAddress),
});
export const getpeername: SyscallDefinition = defineSyscall({
  name: 'getpeername',
  args: { fd, addr: ptr, addrlen: ptr },
  run: (t, { fd: number, addr, addrlen }) =>
    writeSocketAddress(t, addr, addrlen, socketOf(t, number).peerAddress),
});

export const sendto: SyscallDefinition = defineSyscall({
  name: 'sendto',
  args: { fd, buf: buffer('in', 'len'), len: size, flags: flags('msg'), addr: ptr, addrlen: int },
  run: (t, { fd: number, buf, len, flags: how, addr, addrlen }) =>
    send(t, number, buf, len, how, addr, addrlen),
});
function send(
  t: Thread,
  number: number,
  buf: number,
  len: number,
  how: number,
  addr: number,
  addrlen: number,
) {
  const file = socketOf(t, number);
  const n = usable(t, buf, len, 'read');
  const to = addr === 0 || addrlen === 0 ? undefined : readSocketAddress(t, addr, addrlen);
  return sendData(t, file, () => t.mem.bytes(buf, n), how, to === undefined ? {} : { to });
}
/** send and recv are calls of their own on some ports. */
export const sendCall: SyscallDefinition = defineSyscall({
  name: 'send',
  args: { fd, buf: buffer('in', 'len'), len: size, flags: flags('msg') },
  run: (t, { fd: number, buf, len, flags: how }) => send(t, number, buf, len, how, 0, 0),
});

function receive(
  t: Thread,
  number: number,
  buf: number,
  len: number,
  how: number,
  addr: number,
  addrlen: number,
) {
  const file = socketOf(t, number);
  const n = usable(t, buf, len, 'write');
  return receiveData(t, file, n, how, (data, received) => {
    t.mem.write(buf, data);
    if (addr !== 0) writeSocketAddress(t, addr, addrlen, received.from);
    dropFiles(received.control?.files, how);
    return how & MsgFlag.MSG_TRUNC ? received.full : received.length;
  });
}
export const recvfrom: SyscallDefinition = defineSyscall({
  name: 'recvfrom',
  args: { fd, buf: buffer('out', 'len'), len: size, flags: flags('msg'), addr: ptr, addrlen: ptr },
  run: (t, { fd: number, buf, len, flags: how, addr, addrlen }) =>
    receive(t, number, buf, len, how, addr, addrlen),
});
export const recvCall: SyscallDefinition = defineSyscall({
  name: 'recv',
  args: { fd, buf: buffer('out', 'len'), len: size, flags: flags('msg') },
  run: (t, { fd: number, buf, len, flags: how }) => receive(t, number, buf, len, how, 0, 0),
});

/** Descriptors that came with bytes whose receiver did not ask for them are closed. */
function dropFiles(files: readonly OpenFile[] | undefined, how: number): void {
  if (how & MsgFlag.MSG_PEEK) return;
  for (const file of files ?? []) drop(file);
}

export const sendmsg: SyscallDefinition = defineSyscall({
  name: 'sendmsg',
  args: { fd, msg: ptr, flags: flags('msg') },
  run: (t, { fd: number, msg, flags: how }) => sendMessage(t, socketOf(t, number), msg, how),
});
export const recvmsg: SyscallDefinition = defineSyscall({
  name: 'recvmsg',
  args: { fd, msg: ptr, flags: flags('msg') },
  run: (t, { fd: number, msg, flags: how }) => receiveMessage(t, socketOf(t, number), msg, how),
});

/** Several messages in a row: as many as go before something fails or would wait. `msg_len` follows each header. */
export async function eachMessage(
  t: Thread,
  address: number,
  count: number,
  stride: number,
  lengthAt: number,
  one: (header: number, index: number) => number | Promise<number>,
): Promise<number> {
  let done = 0;
  try {
    for (; done < count; done++) {
      const at = address + done * stride;
      t.mem.setU32(at + lengthAt, await one(at, done));
    }
  } catch (error) {
    if (done === 0 || !(error instanceof KernelError)) throw error;
  }
  return done;
}

export const shutdown: SyscallDefinition = defineSyscall({
  name: 'shutdown',
  args: { fd, how: choice('shut') },
  run: (t, { fd: number, how }) =>
    socketOf(t, number).shutdown({ read: how !== 'SHUT_WR', write: how !== 'SHUT_RD' }),
});
export const setsockopt: SyscallDefinition = defineSyscall({
  name: 'setsockopt',
  args: { fd, level: int, optname: int, optval: ptr, optlen: int },
  run: (t, { fd: number, level, optname, optval, optlen }) =>
    setOption(t, socketOf(t, number), level, optname, optval, optlen),
});
export const getsockopt: SyscallDefinition = defineSyscall({
  name: 'getsockopt',
  args: { fd, level: int, optname: int, optval: ptr, optlen: ptr },
  run: (t, { fd: number, level, optname, optval, optlen }) =>
    getOption(t, socketOf(t, number), level, optname, optval, optlen),
});

/** Numbers of messages are limited to what an array may hold (UIO_MAXIOV). */
export const MOST_MESSAGES = 1024;
