import {
  type DirentHead,
  defineSyscall,
  fd,
  ptr,
  readEntries,
  type SyscallDefinition,
  size,
} from '@anyuser/core';

/** struct dirent since FreeBSD 12: fileno 8, off 8, reclen 2, type 1, pad 1, namlen 2, pad 2, name. */
const head: DirentHead = {
  size: 24,
  fill({ mem }, at, { length, type, name, next }) {
    mem.setU64(at + 8, BigInt(next));
    mem.setU16(at + 16, length);
    mem.setU8(at + 18, type);
    mem.setU16(at + 20, name);
  },
};

/** getdirentries(fd, buf, count, basep). */
export const getdirentries: SyscallDefinition = defineSyscall({
  name: 'getdirentries',
  args: { fd, buf: ptr, count: size, basep: ptr },
  run(t, { fd: number, buf, count, basep }) {
    const { bytes, start } = readEntries(t, number, buf, count, head);
    if (basep !== 0) t.mem.setU64(basep, BigInt(start));
    return bytes;
  },
});
