import {
  defineSyscall,
  encodeText,
  errno,
  fd,
  makePipe,
  ptr,
  type SyscallDefinition,
  size,
} from '@anyuser/core';

/** File type bits of st_mode as d_type has them (sys/dirent.h, IFTODT). */
const typeOf = (mode: number): number => (mode & 0o170000) >>> 12;
/** struct dirent since NetBSD 3: fileno 8, reclen 2, namlen 2, type 1, name. */
const HEAD = 13;

/** __getdents30(fd, buf, count). */
export const __getdents30: SyscallDefinition = defineSyscall({
  name: '__getdents30',
  args: { fd, buf: ptr, count: size },
  run(t, { fd: number, buf, count }) {
    const file = t.files.get(number);
    const start = file.seek(0, 'SEEK_CUR');
    let at = buf;
    let last = start;
    for (const entry of file.readdir(start)) {
      const name = encodeText(entry.name);
      const length = (HEAD + name.length + 1 + 7) & ~7;
      if (at + length > buf + count) {
        if (at === buf) throw errno('EINVAL');
        break;
      }
      t.mem.zero(at, length);
      t.mem.setU64(at, BigInt(entry.ino));
      t.mem.setU16(at + 8, length);
      t.mem.setU16(at + 10, name.length);
      t.mem.setU8(at + 12, typeOf(entry.type));
      t.mem.write(at + HEAD, name);
      at += length;
      last = entry.next;
    }
    if (last !== start) file.seek(last, 'SEEK_SET');
    return at - buf;
  },
});

/** __getcwd returns the length with the NUL (vfs_getcwd.c). */
export const __getcwd = defineSyscall({
  name: '__getcwd',
  args: { bufp: ptr, length: size },
  run(t, { bufp, length }) {
    const path = encodeText(t.process.fs.cwd.path);
    if (path.length + 1 > length) throw errno('ERANGE');
    t.mem.write(bufp, path);
    t.mem.setU8(bufp + path.length, 0);
    return path.length + 1;
  },
});

/** pipe() gives its descriptors in two registers. */
export const pipe = defineSyscall({ name: 'pipe', args: {}, run: (t) => makePipe(t, 0) });
