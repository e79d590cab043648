import { OpenFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { drop, hold } from '../kernel/file-reference';
import { fileEvent } from '../kernel/file-watch';
import type { OpenFile } from '../kernel/open-file';
import { RegularFile } from '../kernel/regular-file';
import type { Thread } from '../kernel/thread';
import { fd, ptr, size, uint } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { MOST_BYTES, readable, writable, writeAll } from './transfer';

/** Bytes that are copied at once. */
export const COPY_CHUNK = 65_536;

/** An offset in guest memory: `off_t` of 4 bytes or `loff_t` of 8. */
export class OffsetCell {
  constructor(
    private readonly t: Thread,
    private readonly address: number,
    private readonly bytes: 4 | 8,
  ) {}
  /** @throws KernelError EINVAL where it is negative, EFAULT */
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
/** The offset at an address; undefined for NULL. */
export const offsetCell = (t: Thread, address: number, bytes: 4 | 8): OffsetCell | undefined =>
  address === 0 ? undefined : new OffsetCell(t, address, bytes);

/** Reads from a file at its own or a given offset; undefined where it would block. */
export type CopySource = (buffer: Uint8Array) => number | undefined;

/**
 * Copies up to `count` bytes, sleeping for the first of them if need be; returns how many.
 * @param sink - takes the bytes instead of `to`.
 */
export async function copyBytes(
  t: Thread,
  from: OpenFile,
  to: OpenFile,
  source: CopySource,
  count: number,
  nonblock: boolean,
  sink?: (data: Uint8Array) => number,
): Promise<number> {
  hold(from);
  hold(to);
  try {
    let done = 0;
    while (done < count) {
      const buffer = new Uint8Array(Math.min(COPY_CHUNK, count - done));
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

/**
 * Sends up to `count` bytes of a regular file to any other, from an offset or from the file's own, which follows.
 * @throws KernelError EBADF, EINVAL
 */
export async function sendFile(
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
  const source: CopySource = (buffer) => {
    if (at === undefined) return from.read(buffer, t);
    const n = from.pread(buffer, at);
    at += n;
    return n;
  };
  const start = at ?? from.seek(0, 'SEEK_CUR');
  const sent = await copyBytes(t, from, to, source, Math.min(count, MOST_BYTES), false);
  // What was read but not taken is still to be read.
  if (offset === undefined) from.seek(start + sent, 'SEEK_SET');
  else offset.set(start + sent);
  return sent;
}

/**
 * copy_file_range between regular files (Linux, FreeBSD 13). Of one file, the parts may not overlap.
 * @param overlap - which part counts as read: as far as the file goes, or all that was asked for.
 */
export const copyFileRange = (overlap: 'to-end' | 'as-asked'): SyscallDefinition =>
  defineSyscall({
    name: 'copy_file_range',
    args: { fd_in: fd, off_in: ptr, fd_out: fd, off_out: ptr, len: size, flags: uint },
    run(t, { fd_in, off_in, fd_out, off_out, len, flags }) {
      const from = readable(t, fd_in);
      const to = writable(t, fd_out);
      if (flags !== 0) throw errno('EINVAL');
      if (!(from instanceof RegularFile) || !(to instanceof RegularFile)) throw errno('EINVAL');
      if (to.flags & OpenFlag.O_APPEND) throw errno('EBADF');
      const [input, output] = [offsetCell(t, off_in, 8), offsetCell(t, off_out, 8)];
      const readAt = input?.get() ?? from.seek(0, 'SEEK_CUR');
      const writeAt = output?.get() ?? to.seek(0, 'SEEK_CUR');
      const left = Math.max(0, from.stat().st_size - readAt);
      const span = overlap === 'to-end' ? Math.min(len, left) : len;
      const one = from.node !== undefined && from.node === to.node;
      if (one && readAt < writeAt + span && writeAt < readAt + span) throw errno('EINVAL');
      let done = 0;
      while (done < len) {
        const buffer = new Uint8Array(Math.min(COPY_CHUNK, len - done));
        const n = from.pread(buffer, readAt + done);
        if (n === 0) break;
        const written = to.pwrite(buffer.subarray(0, n), writeAt + done);
        done += written;
        if (written < n) break;
      }
      if (input === undefined) from.seek(readAt + done, 'SEEK_SET');
      else input.set(readAt + done);
      if (output === undefined) to.seek(writeAt + done, 'SEEK_SET');
      else output.set(writeAt + done);
      fileEvent(t, 'modify', to);
      return done;
    },
  });

/**
 * sendfile(out, in, offset, count).
 * @param bytes - of the offset; a word of the cell's if absent.
 */
export const sendfileCall = (name: string, bytes?: 8): SyscallDefinition =>
  defineSyscall({
    name,
    args: { out_fd: fd, in_fd: fd, offset: ptr, count: size },
    run: (t, { out_fd, in_fd, offset, count }) =>
      sendFile(t, out_fd, in_fd, offsetCell(t, offset, bytes ?? t.abi.data.word), count),
  });
