import {
  defineSyscall,
  errno,
  fd,
  int,
  OpenFlag,
  ptr,
  RegularFile,
  readable,
  size,
  type Thread,
  uint,
  writable,
} from '@anyuser/core';

const CHUNK = 65_536;

/** An offset through a pointer; where there is none, the file's own. */
function position(
  t: Thread,
  file: RegularFile,
  address: number,
): { readonly at: number; done(to: number): void } {
  if (address === 0) return { at: file.seek(0, 'SEEK_CUR'), done: (to) => void file.seek(to, 'SEEK_SET') };
  const at = Number(BigInt.asIntN(64, t.mem.u64(address)));
  if (at < 0) throw errno('EINVAL');
  return { at, done: (to) => t.mem.setU64(address, BigInt(to)) };
}

/** copy_file_range(infd, inoffp, outfd, outoffp, len, flags) (sys/kern/vfs_syscalls.c). */
export const copy_file_range = defineSyscall({
  name: 'copy_file_range',
  args: { infd: fd, inoffp: ptr, outfd: fd, outoffp: ptr, len: size, flags: uint },
  run(t, { infd, inoffp, outfd, outoffp, len, flags }) {
    if (flags !== 0) throw errno('EINVAL');
    const from = readable(t, infd);
    const to = writable(t, outfd);
    if (!(from instanceof RegularFile) || !(to instanceof RegularFile)) throw errno('EINVAL');
    if ((to.flags & OpenFlag.O_APPEND) !== 0) throw errno('EBADF');
    const source = position(t, from, inoffp);
    const target = position(t, to, outoffp);
    const one = from.node !== undefined && from.node === to.node;
    if (one && source.at < target.at + len && target.at < source.at + len) throw errno('EINVAL');
    let copied = 0;
    while (copied < len) {
      const buffer = new Uint8Array(Math.min(CHUNK, len - copied));
      const n = from.pread(buffer, source.at + copied);
      if (n === 0) break;
      to.pwrite(buffer.subarray(0, n), target.at + copied);
      copied += n;
    }
    source.done(source.at + copied);
    target.done(target.at + copied);
    return copied;
  },
});

const SPACECTL_DEALLOC = 1;

/** fspacectl(fd, cmd, rqsr, flags, rmsr): makes a hole, which reads as zeros (sys/kern/sys_generic.c). */
export const fspacectl = defineSyscall({
  name: 'fspacectl',
  args: { fd, cmd: int, rqsr: ptr, flags: int, rmsr: ptr },
  run(t, { fd: number, cmd, rqsr, flags, rmsr }) {
    const file = writable(t, number);
    const offset = Number(BigInt.asIntN(64, t.mem.u64(rqsr)));
    const length = Number(BigInt.asIntN(64, t.mem.u64(rqsr + 8)));
    if (cmd !== SPACECTL_DEALLOC || flags !== 0 || offset < 0 || length <= 0) throw errno('EINVAL');
    if (!(file instanceof RegularFile)) throw errno('ENODEV');
    const end = Math.min(offset + length, file.stat().st_size);
    for (let at = offset; at < end; at += CHUNK) file.pwrite(new Uint8Array(Math.min(CHUNK, end - at)), at);
    if (rmsr !== 0) {
      t.mem.setU64(rmsr, BigInt(Math.max(offset, end)));
      t.mem.setU64(rmsr + 8, BigInt(offset + length - Math.max(offset, end)));
    }
  },
});
