import { structCodec } from '../abi/codecs';
import { errno } from '../kernel/errno';
import type { OpenFile } from '../kernel/open-file';
import { RegularFile } from '../kernel/regular-file';
import type { Thread } from '../kernel/thread';
import { S_IFMT, S_IFSOCK } from '../kernel/vfs/stat';
import { fd, int, off, ptr, size } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { copyBytes } from './file-copy';
import { readable, writable, writeAll } from './transfer';

/** Writes the pieces of an array of struct iovec; returns how many bytes. */
async function writePieces(t: Thread, socket: OpenFile, at: number, count: number): Promise<number> {
  const codec = structCodec(t.abi, 'iovec');
  let done = 0;
  for (let n = 0; n < count; n++) {
    const { iov_base, iov_len } = codec.read(t.mem, at + n * codec.size) as Record<
      'iov_base' | 'iov_len',
      number
    >;
    done += await writeAll(t, socket, iov_len, (written) =>
      t.mem.bytes(iov_base + written, iov_len - written),
    );
  }
  return done;
}

/**
 * The sendfile that has no file but a socket to send to: sendfile(fd, s, offset, nbytes, hdtr, sbytes, flags): a file to a stream, between headers and trailers (sys/kern/kern_sendfile.c).
 * @throws KernelError EBADF, EINVAL, ENOTSOCK
 */
export const sendfileToStream = defineSyscall({
  name: 'sendfile',
  args: { fd, s: fd, offset: off, nbytes: size, hdtr: ptr, sbytes: ptr, flags: int },
  async run(t, { fd: number, s, offset, nbytes, hdtr, sbytes }) {
    if (offset < 0) throw errno('EINVAL');
    const from = readable(t, number);
    const to = writable(t, s);
    if ((to.stat().st_mode & S_IFMT) !== S_IFSOCK) throw errno('ENOTSOCK');
    if (!(from instanceof RegularFile)) throw errno('EINVAL');
    const extra =
      hdtr === 0 ? undefined : (structCodec(t.abi, 'sf_hdtr').read(t.mem, hdtr) as Record<string, number>);
    let at = offset;
    const source = (buffer: Uint8Array): number => {
      const n = from.pread(buffer, at);
      at += n;
      return n;
    };
    let sent = extra === undefined ? 0 : await writePieces(t, to, extra['headers']!, extra['hdr_cnt']!);
    const left = Math.max(0, from.stat().st_size - offset);
    sent += await copyBytes(t, from, to, source, nbytes === 0 ? left : Math.min(nbytes, left), false);
    if (extra !== undefined) sent += await writePieces(t, to, extra['trailers']!, extra['trl_cnt']!);
    if (sbytes !== 0) t.mem.setU64(sbytes, BigInt(sent));
  },
});
