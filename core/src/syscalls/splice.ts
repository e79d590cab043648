import { OpenFlag, SpliceFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { PipeEnd } from '../kernel/pipe';
import { fd, flags, ptr, size, uint } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { COPY_CHUNK, type CopySource, copyBytes, offsetCell } from './file-copy';
import { gather, readable, readIovec, readVector, writable, writeAll } from './transfer';

/** splice(2): moves bytes between a pipe and any file, or two pipes (fs/splice.c). */
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
    const [input, output] = [offsetCell(t, off_in, 8), offsetCell(t, off_out, 8)];
    let readAt = input?.get();
    let writeAt = output?.get();
    const nonblock = (how & SpliceFlag.SPLICE_F_NONBLOCK) !== 0;
    const source: CopySource = (buffer) => {
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
    return copyBytes(t, from, to, source, Math.min(len, COPY_CHUNK), nonblock, sink).then((n) => {
      if (readAt !== undefined) input?.set(readAt);
      if (writeAt !== undefined) output?.set(writeAt);
      return n;
    });
  },
});

/** tee(2): copies what a pipe holds into another, and leaves it there. */
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
      if (how & SpliceFlag.SPLICE_F_NONBLOCK) throw errno('EAGAIN');
      await t.wait(from.readiness, ready);
    }
    const buffer = new Uint8Array(Math.min(len, from.pipe.ring.length));
    const n = from.pipe.ring.peek(buffer);
    return n === 0 ? 0 : writeAll(t, to, n, (at) => buffer.subarray(at));
  },
});

/** vmsplice(2): between guest memory and a pipe, whose pages are copied. */
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
