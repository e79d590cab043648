import {
  choice,
  defineSyscall,
  fd,
  int,
  lseek,
  off,
  preadv,
  ptr,
  pwritev,
  type SyscallDefinition,
  uint,
  variant,
} from '@anyuser/core';

/** lseek with the offset and the result of one word. */
export const lseek32 = variant(lseek, { args: { offset: int } });

/** _llseek(fd, high, low, result, whence): the new offset goes to memory. */
export const _llseek = defineSyscall({
  name: '_llseek',
  args: { fd, offset_high: uint, offset_low: uint, result: ptr, whence: choice('whence') },
  run(thread, { fd: number, offset_high, offset_low, result, whence }) {
    const offset = (offset_high | 0) * 0x1_0000_0000 + offset_low;
    const at = lseek.run(thread, { fd: number, offset, whence }) as number;
    thread.mem.setU64(result, BigInt(at));
  },
});

/** preadv and pwritev take their offset as two words, low first, whatever pairs the cell aligns (fs/read_write.c). */
const positioned = (name: string, base: SyscallDefinition): SyscallDefinition =>
  defineSyscall({
    name,
    args: { fd, iov: ptr, iovcnt: int, pos_l: uint, pos_h: uint },
    run: (thread, { fd: number, iov, iovcnt, pos_l, pos_h }) =>
      base.run(thread, { fd: number, iov, iovcnt, offset: (pos_h | 0) * 0x1_0000_0000 + pos_l }),
  });
export const preadv32 = positioned('preadv', preadv);
export const pwritev32 = positioned('pwritev', pwritev);

/** Calls with lengths of one word beside those of two. */
export const longLength = { length: int } as const;
export const wideLength = { length: off } as const;
