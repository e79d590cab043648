import { structCodec } from '../abi/codecs';
import { MsgFlag, OpenFlag } from '../abi/flags';
import { errno, Interrupted } from '../kernel/errno';
import { drop, hold } from '../kernel/file-reference';
import type { Ancillary, Received, SendOptions } from '../kernel/net/message';
import type { Socket } from '../kernel/net/socket';
import type { OpenFile } from '../kernel/open-file';
import type { Thread } from '../kernel/thread';
import { readSocketAddress, socketAddressBytes } from './socket-address';
import { type Extent, gather, giveUpAt, readIovec, scatter, totalLength } from './transfer';

/** Descriptors that one message may carry (SCM_MAX_FD). */
const SCM_MAX_FD = 253;
const MOST_CONTROL = 20_480;

/** Sends bytes: a stream takes all of them before a blocking call returns, a message goes whole. */
export function sendData(
  t: Thread,
  socket: Socket,
  data: () => Uint8Array,
  flags: number,
  options: SendOptions,
): number | Promise<number> {
  if (flags & MsgFlag.MSG_OOB) throw errno('EOPNOTSUPP');
  const how = { ...options, nosignal: (flags & MsgFlag.MSG_NOSIGNAL) !== 0 };
  const preparing = socket.prepareSend(t);
  if (preparing !== undefined) return preparing.then(() => transfer());
  return transfer();

  function transfer(): number | Promise<number> {
    let done = 0;
    const attempt = (): number | undefined => {
      for (;;) {
        const bytes = data();
        let n: number | undefined;
        try {
          // What goes beside the bytes goes with the first of them.
          n = socket.sendOrSignal(bytes.subarray(done), done === 0 ? how : { nosignal: how.nosignal }, t);
        } catch (error) {
          if (done > 0) return done;
          throw error;
        }
        if (n === undefined) return undefined;
        done += n;
        if (socket.type !== 'SOCK_STREAM' || done >= bytes.length || n === 0) return done;
      }
    };
    const first = attempt();
    if (first !== undefined) return first;
    if (flags & MsgFlag.MSG_DONTWAIT || socket.flags & OpenFlag.O_NONBLOCK) {
      if (done > 0) return done;
      throw errno('EAGAIN');
    }
    const deadline = giveUpAt(t, socket, 'write');
    hold(socket);
    return t
      .wait(socket.readiness, attempt, deadline === undefined ? {} : { deadline })
      .catch((error: unknown) => {
        if (error instanceof Interrupted && done > 0) return done;
        throw error;
      })
      .then((value) => {
        if (value === undefined && done === 0) throw errno('EAGAIN');
        return value ?? done;
      })
      .finally(() => drop(socket));
  }
}

/** Receives up to `length` bytes and hands them to `store` with what came beside them. */
export function receiveData<T>(
  t: Thread,
  socket: Socket,
  length: number,
  flags: number,
  store: (data: Uint8Array, received: Received) => T,
): T | Promise<T> {
  if (flags & MsgFlag.MSG_OOB) throw errno('EINVAL');
  if (flags & MsgFlag.MSG_ERRQUEUE) throw errno('EAGAIN');
  const buffer = new Uint8Array(Math.min(length, 1 << 20));
  const peek = (flags & MsgFlag.MSG_PEEK) !== 0;
  const all = (flags & MsgFlag.MSG_WAITALL) !== 0 && !peek && socket.type === 'SOCK_STREAM';
  let done = 0;
  let last: Received | undefined;
  const attempt = (): Received | undefined => {
    for (;;) {
      const received = socket.receive(done === 0 ? buffer : buffer.subarray(done), { peek }, t);
      if (received === undefined) return undefined;
      done += received.length;
      last = { ...received, length: done, full: Math.max(done, received.full) };
      if (!all || received.length === 0 || done >= buffer.length || received.control?.files !== undefined)
        return last;
    }
  };
  const finish = (received: Received): T => store(buffer.subarray(0, received.length), received);
  const first = attempt();
  if (first !== undefined) return finish(first);
  if (flags & MsgFlag.MSG_DONTWAIT || socket.flags & OpenFlag.O_NONBLOCK) {
    if (last !== undefined) return finish(last);
    throw errno('EAGAIN');
  }
  const deadline = giveUpAt(t, socket, 'read');
  hold(socket);
  return t
    .wait(socket.readiness, attempt, deadline === undefined ? {} : { deadline })
    .catch((error: unknown) => {
      if (error instanceof Interrupted && last !== undefined) return last;
      throw error;
    })
    .then((received) => {
      const got = received ?? last;
      if (got === undefined) throw errno('EAGAIN');
      return finish(got);
    })
    .finally(() => drop(socket));
}

// ---- struct msghdr

/** A message header as the guest gave it. */
export interface MessageHeader {
  readonly name: number;
  readonly nameLength: number;
  readonly extents: readonly Extent[];
  readonly control: number;
  readonly controlLength: number;
}

export function readHeader(t: Thread, address: number): MessageHeader {
  const value = structCodec(t.abi, 'msghdr').read(t.mem, address);
  const count = Number(value['msg_iovlen']);
  if (count > 1024) throw errno('EMSGSIZE');
  return {
    name: Number(value['msg_name']),
    nameLength: Number(value['msg_namelen']),
    extents: readIovec(t, Number(value['msg_iov']), count),
    control: Number(value['msg_control']),
    controlLength: Number(value['msg_controllen']),
  };
}

function align({ abi }: Thread, length: number): number {
  const unit = abi.data.control ?? abi.data.word;
  return Math.ceil(length / unit) * unit;
}

/** Reads the control messages that a sender gives. @throws KernelError EINVAL, EBADF, EPERM */
export function readControl(t: Thread, header: MessageHeader): Ancillary | undefined {
  const { control, controlLength } = header;
  if (control === 0 || controlLength === 0) return undefined;
  if (controlLength > MOST_CONTROL) throw errno('ENOBUFS');
  const codec = structCodec(t.abi, 'cmsghdr');
  const files: OpenFile[] = [];
  let credentials: Ancillary['credentials'];
  for (let at = 0; at + codec.size <= controlLength; ) {
    const value = codec.read(t.mem, control + at);
    const length = Number(value['cmsg_len']);
    if (length < codec.size || at + length > controlLength) throw errno('EINVAL');
    const data = control + at + align(t, codec.size);
    const bytes = length - align(t, codec.size);
    if (t.abi.enums['sol']!.name(Number(value['cmsg_level'])) === 'SOL_SOCKET')
      switch (t.abi.enums['scm']!.name(Number(value['cmsg_type']))) {
        case 'SCM_RIGHTS':
          for (let i = 0; i + 4 <= bytes; i += 4) files.push(t.files.get(t.mem.i32(data + i)));
          if (files.length > SCM_MAX_FD) throw errno('EINVAL');
          break;
        case 'SCM_CREDENTIALS':
          credentials = readCredentials(t, data);
          break;
        default:
          throw errno('EINVAL');
      }
    at += align(t, length);
  }
  return { ...(files.length > 0 ? { files } : {}), ...(credentials === undefined ? {} : { credentials }) };
}

function readCredentials(t: Thread, address: number): Ancillary['credentials'] {
  const value = structCodec(t.abi, 'ucred').read(t.mem, address);
  const claimed = { pid: Number(value['pid']), uid: Number(value['uid']), gid: Number(value['gid']) };
  const { credentials, pid } = t.process;
  const own =
    claimed.pid === pid &&
    [credentials.uid, credentials.euid, credentials.suid].includes(claimed.uid) &&
    [credentials.gid, credentials.egid, credentials.sgid].includes(claimed.gid);
  if (!own && credentials.euid !== 0) throw errno('EPERM');
  return claimed;
}

/** sendmsg(2). */
export function sendMessage(
  t: Thread,
  socket: Socket,
  address: number,
  flags: number,
): number | Promise<number> {
  const header = readHeader(t, address);
  const control = readControl(t, header);
  const to =
    header.name === 0 || header.nameLength === 0
      ? undefined
      : readSocketAddress(t, header.name, header.nameLength);
  const data = gather(t, header.extents);
  return sendData(t, socket, () => data, flags, {
    ...(to === undefined ? {} : { to }),
    ...(control === undefined ? {} : { control }),
  });
}

/** Writes control messages; returns their bytes and whether something had to be left out. */
function writeControl(
  t: Thread,
  header: MessageHeader,
  socket: Socket,
  control: Ancillary | undefined,
  flags: number,
): { readonly length: number; readonly cut: boolean } {
  const codec = structCodec(t.abi, 'cmsghdr');
  const start = align(t, codec.size);
  const level = t.abi.enums['sol']!.value('SOL_SOCKET')!;
  const room = header.control === 0 ? 0 : header.controlLength;
  let at = 0;
  let cut = false;
  const put = (type: string, length: number, fill: (address: number) => void): void => {
    codec.write(t.mem, header.control + at, {
      cmsg_len: start + length,
      cmsg_level: level,
      cmsg_type: t.abi.enums['scm']!.value(type),
    });
    fill(header.control + at + start);
    at = Math.min(room, at + align(t, start + length));
  };
  if (socket.options.passCredentials) {
    const sender = control?.credentials ?? { pid: 0, uid: 65_534, gid: 65_534 };
    const ucred = structCodec(t.abi, 'ucred');
    if (at + start + ucred.size <= room)
      put('SCM_CREDENTIALS', ucred.size, (address) => ucred.write(t.mem, address, { ...sender }));
    else cut = true;
  }
  const files = control?.files ?? [];
  if (files.length > 0) {
    const fit = Math.max(0, Math.min(files.length, Math.floor((room - at - start) / 4)));
    cut ||= fit < files.length;
    const cloexec = (flags & MsgFlag.MSG_CMSG_CLOEXEC) !== 0;
    const numbers: number[] = [];
    try {
      for (const file of files.slice(0, fit)) numbers.push(t.files.add(file, { cloexec }));
    } catch {
      // Out of descriptors: the rest is lost, as in the kernel.
      cut = true;
    }
    if (numbers.length > 0)
      put('SCM_RIGHTS', numbers.length * 4, (address) => {
        for (const [i, number] of numbers.entries()) t.mem.setU32(address + 4 * i, number);
      });
    if (!(flags & MsgFlag.MSG_PEEK)) for (const file of files) drop(file);
  }
  return { length: at, cut };
}

/** recvmsg(2). */
export function receiveMessage(
  t: Thread,
  socket: Socket,
  address: number,
  flags: number,
): number | Promise<number> {
  const header = readHeader(t, address);
  return receiveData(t, socket, totalLength(header.extents), flags, (data, received) => {
    scatter(t, header.extents, data);
    const codec = structCodec(t.abi, 'msghdr');
    const value = codec.read(t.mem, address);
    let nameLength = 0;
    if (header.name !== 0 && received.from !== undefined) {
      const bytes = socketAddressBytes(t, received.from);
      t.mem.write(header.name, bytes.subarray(0, header.nameLength));
      nameLength = bytes.length;
    }
    const { length, cut } = writeControl(t, header, socket, received.control, flags);
    const truncated = received.full > received.length;
    const result =
      (truncated ? MsgFlag.MSG_TRUNC : 0) |
      (cut ? MsgFlag.MSG_CTRUNC : 0) |
      (received.record && !truncated ? MsgFlag.MSG_EOR : 0);
    codec.write(t.mem, address, {
      ...value,
      msg_namelen: nameLength,
      msg_controllen: length,
      msg_flags: t.abi.flags['msg']!.encode(result | (flags & MsgFlag.MSG_CMSG_CLOEXEC)),
    });
    return flags & MsgFlag.MSG_TRUNC ? received.full : received.length;
  });
}
