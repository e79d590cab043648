import { defineSyscall, encodeText, errno, fd, ptr, type SyscallDefinition, size } from '@anyuser/core';

/** File type bits of st_mode as d_type has them (sys/dirent.h, IFTODT). */
const typeOf = (mode: number): number => (mode & 0o170000) >>> 12;

/** struct dirent since FreeBSD 12: fileno 8, off 8, reclen 2, type 1, pad 1, namlen 2, pad 2, name. */
const HEAD = 24;

/** getdirentries(fd, buf, count, basep). */
export const getdirentries: SyscallDefinition = defineSyscall({
  name: 'getdirentries',
  args: { fd, buf: ptr, count: size, basep: ptr },
  run(t, { fd: number, buf, count, basep }) {
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
      t.mem.setU64(at + 8, BigInt(entry.next));
      t.mem.setU16(at + 16, length);
      t.mem.setU8(at + 18, typeOf(entry.type));
      t.mem.setU16(at + 20, name.length);
      t.mem.write(at + HEAD, name);
      at += length;
      last = entry.next;
    }
    if (last !== start) file.seek(last, 'SEEK_SET');
    if (basep !== 0) t.mem.setU64(basep, BigInt(start));
    return at - buf;
  },
});
