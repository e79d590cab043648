import {
  defineSyscall,
  drop,
  errno,
  fd,
  fileEvent,
  flags,
  gather,
  hold,
  type OpenFile,
  OpenFlag,
  PipeEnd,
  ptr,
  RegularFile,
  readable,
  readIovec,
  readVector,
  size,
  type Thread,
  uint,
  writable,
  writeAll,
} from '@anyuser/core';
import { FLAG_VALUES } from '../flags.table';

/** Bytes that are copied at once. */
const CHUNK = 65_536;
const SPLICE = FLAG_VALUES.splice;

/** An offset in guest memory: `off_t` of 4 bytes or `loff_t` of 8. */
class OffsetCell {
  constructor(
    private readonly t: Thread,
    private readonly address: number,
    private readonly bytes: 4 | 8,
  ) {}
  get(): number {
    const { mem } = this.t;
    const value = this.bytes === 8 ? Number(BigInt.asIntN(64, mem.u64(this.address))) : mem.i32(this.address);
    if (value < 0) throw errno('EINVAL');
    return value;
  }
  set(value: number): void {
    if (this.bytes === 8) this.t.mem.setU64(this.address, BigInt(value));
    else this.t.mem.setU32(this.address, value >>> 0);
  }
}
const cell = (t: Thread, address: number, bytes: 4 | 8): OffsetCell | undefined =>
  address === 0 ? undefined : new OffsetCell(t, address, bytes);

/** Reads from a file at its own or a given offset; undefined where it would block. */
type Source = (buffer: Uint8Array) => number | undefined;

/** Copies up to `count` bytes, sleeping for the first of them if need be. */
async function copy(
  t: Thread,
  from: OpenFile,
  to: OpenFile,
  source: Source,
  count: number,
  nonblock: boolean,
  sink?: (data: Uint8Array) => number,
): Promise<number> {
  hold(from);
  hold(to);
  try {
    let done = 0;
    while (done < count) {
      const buffer = new Uint8Array(Math.min(CHUNK, count - done));
      let n = source(buffer);
      if (n === undefined) {
        if (done > 0) break;
        if (nonblock || from.flags & OpenFlag.O_NONBLOCK) throw errno('EAGAIN');
        n = await t.wait(from.readiness, () => source(buffer));
      }
      if (n === undefined || n === 0) break;
      const data = buffer.subarray(0, n);
      const written = sink === undefined ? await writeAll(t, to, n, (at) => data.subarray(at)) : sink(data);
      done += written;
      if (written < n || n < buffer.length) break;
    }
    return done;
  } finally {
    drop(from);
    drop(to);
  }
}

function send(
  t: Thread,
  outFd: number,
  inFd: number,
  offset: OffsetCell | undefined,
  count: number,
): Promise<number> {
  const to = writable(t, outFd);
  const from = readable(t, inFd);
  if (!(from instanceof RegularFile)) throw errno('EINVAL');
  if (to.flags & OpenFlag.O_APPEND) throw errno('EINVAL');
  fileEvent(t, 'modify', to);
  let at = offset?.get();
  const source: Source = (buffer) => {
    if (at === undefined) return from.read(buffer, t);
    const n = from.pread(buffer, at);
    at += n;
    return n;
  };
  const start = at ?? from.seek(0, 'SEEK_CUR');
  return copy(t, from, to, source, Math.min(count, 0x7fff_f000), false).then((n) => {
    // What was read but not taken is still to be read.
    if (offset === undefined) from.seek(start + n, 'SEEK_SET');
    else offset.set(start + n);
    return n;
  });
}
export const sendfile = defineSyscall({
  name: 'sendfile',
  args: { out_fd: fd, in_fd: fd, offset: ptr, count: size },
  run: (t, { out_fd, in_fd, offset, count }) =>
    send(t, out_fd, in_fd, cell(t, offset, t.abi.data.word), count),
});
export const sendfile64 = defineSyscall({
  name: 'sendfile64',
  args: { out_fd: fd, in_fd: fd, offset: ptr, count: size },
  run: (t, { out_fd, in_fd, offset, count }) => send(t, out_fd, in_fd, cell(t, offset, 8), count),
});

export const copy_file_range = defineSyscall({
  name: 'copy_file_range',
  args: { fd_in: fd, off_in: ptr, fd_out: fd, off_out: ptr, len: size, flags: uint },
  run(t, { fd_in, off_in, fd_out, off_out, len, flags: how }) {
    const from = readable(t, fd_in);
    const to = writable(t, fd_out);
    if (how !== 0) throw errno('EINVAL');
    if (!(from instanceof RegularFile) || !(to instanceof RegularFile)) throw errno('EINVAL');
    if (to.flags & OpenFlag.O_APPEND) throw errno('EBADF');
    const [input, output] = [cell(t, off_in, 8), cell(t, off_out, 8)];
    let readAt = input?.get() ?? from.seek(0, 'SEEK_CUR');
    let writeAt = output?.get() ?? to.seek(0, 'SEEK_CUR');
    let done = 0;
    while (done < len) {
      const buffer = new Uint8Array(Math.min(CHUNK, len - done));
      const n = from.pread(buffer, readAt);
      if (n === 0) break;
      const written = to.pwrite(buffer.subarray(0, n), writeAt);
      readAt += written;
      writeAt += written;
      done += written;
      if (written < n) break;
    }
    if (input === undefined) from.seek(readAt, 'SEEK_SET');
    else input.set(readAt);
    if (output === undefined) to.seek(writeAt, 'SEEK_SET');
    else output.set(writeAt);
    fileEvent(t, 'modify', to);
    return done;
  },
});

export const splice = defineSyscall({
  name: 'splice',
  args: {
    fd_in: fd,
    off_in: ptr,
    fd_out: fd,
    off_out: ptr,
    len: size,
    flags: flags('splice', { strict: true }),
  },
  run(t, { fd_in, off_in, fd_out, off_out, len, flags: how }) {
    const from = readable(t, fd_in);
    const to = writable(t, fd_out);
    const pipes = [from instanceof PipeEnd, to instanceof PipeEnd];
    if (!pipes[0] && !pipes[1]) throw errno('EINVAL');
    if ((pipes[0] && off_in !== 0) || (pipes[1] && off_out !== 0)) throw errno('ESPIPE');
    const [input, output] = [cell(t, off_in, 8), cell(t, off_out, 8)];
    let readAt = input?.get();
    let writeAt = output?.get();
    const nonblock = (how & SPLICE.SPLICE_F_NONBLOCK) !== 0;
    const source: Source = (buffer) => {
      // Never take more out of the source than the pipe has room for.
      const room = to instanceof PipeEnd ? to.pipe.ring.room : buffer.length;
      if (room === 0 && nonblock) return undefined;
      const part = room === 0 ? buffer : buffer.subarray(0, room);
      if (readAt === undefined) return from.read(part, t);
      const n = from.pread(part, readAt);
      readAt += n;
      return n;
    };
    const sink =
      writeAt === undefined
        ? undefined
        : (data: Uint8Array): number => {
            const n = to.pwrite(data, writeAt!);
            writeAt! += n;
            return n;
          };
    return copy(t, from, to, source, Math.min(len, CHUNK), nonblock, sink).then((n) => {
      if (readAt !== undefined) input?.set(readAt);
      if (writeAt !== undefined) output?.set(writeAt);
      return n;
    });
  },
});

export const tee = defineSyscall({
  name: 'tee',
  args: { fd_in: fd, fd_out: fd, len: size, flags: flags('splice', { strict: true }) },
  async run(t, { fd_in, fd_out, len, flags: how }) {
    const from = readable(t, fd_in);
    const to = writable(t, fd_out);
    if (!(from instanceof PipeEnd) || !(to instanceof PipeEnd) || from.pipe === to.pipe)
      throw errno('EINVAL');
    const ready = (): true | undefined => from.pipe.ring.length > 0 || from.pipe.writers === 0 || undefined;
    if (!ready()) {
      if (how & SPLICE.SPLICE_F_NONBLOCK) throw errno('EAGAIN');
      await t.wait(from.readiness, ready);
    }
    const buffer = new Uint8Array(Math.min(len, from.pipe.ring.length));
    const n = from.pipe.ring.peek(buffer);
    return n === 0 ? 0 : writeAll(t, to, n, (at) => buffer.subarray(at));
  },
});

export const vmsplice = defineSyscall({
  name: 'vmsplice',
  args: { fd, iov: ptr, nr_segs: uint, flags: flags('splice', { strict: true }) },
  run(t, { fd: number, iov, nr_segs }) {
    const file = t.files.get(number);
    if (!(file instanceof PipeEnd)) throw errno('EBADF');
    const extents = readIovec(t, iov, nr_segs);
    if (!(file.flags & OpenFlag.O_WRONLY)) return readVector(t, file, extents);
    const data = gather(t, extents);
    return data.length === 0 ? 0 : writeAll(t, file, data.length, (at) => data.subarray(at));
  },
});
