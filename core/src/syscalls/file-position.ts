import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { choice, fd, int, ptr, uint } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import type { Whence } from './file';

/** The 32-bit form: offsets beyond 2^31-1 do not fit the result. */
export const lseekWord = defineSyscall({
  name: 'lseek',
  args: { fd, offset: int, whence: choice('whence') },
  run(t, { fd: number, offset, whence }) {
    const file = t.files.get(number);
    const before = position(t, number);
    const at = file.seek(offset, whence as Whence);
    if (at <= 0x7fff_ffff) return at;
    if (before !== undefined) file.seek(before, 'SEEK_SET');
    throw errno('EOVERFLOW');
  },
});

function position(t: Thread, number: number): number | undefined {
  try {
    return t.files.get(number).seek(0, 'SEEK_CUR');
  } catch {
    return undefined;
  }
}

/** The 64-bit form of 32-bit systems: the offset in two words, the result through a pointer (fs/read_write.c). */
export const _llseek = defineSyscall({
  name: '_llseek',
  args: { fd, offset_high: uint, offset_low: uint, result: ptr, whence: choice('whence') },
  run(t, { fd: number, offset_high, offset_low, result, whence }) {
    const offset = (offset_high | 0) * 0x1_0000_0000 + offset_low;
    const at = t.files.get(number).seek(offset, whence as Whence);
    t.mem.setU64(result, BigInt(at));
  },
});
