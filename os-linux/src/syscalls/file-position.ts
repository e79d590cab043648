import {
  choice,
  defineSyscall,
  errno,
  fd,
  flags,
  int,
  OpenFlag,
  off,
  pread,
  ptr,
  pwrite,
  readAt,
  preadv as readAtVector,
  readable,
  readIovec,
  readVector,
  type Thread,
  truncate as truncateNamed,
  ftruncate as truncateOpen,
  uint,
  variant,
  type Whence,
  word,
  writable,
  writeAt,
  pwritev as writeAtVector,
  writeVector,
} from '@anyuser/core';
import { FLAG_VALUES } from '../flags.table';

const RWF = FLAG_VALUES.rwf;

/** The 32-bit form: offsets beyond 2^31-1 do not fit the result. */
export const lseek = defineSyscall({
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

export const pread64 = variant(pread, { name: 'pread64' });
export const pwrite64 = variant(pwrite, { name: 'pwrite64' });

/** Offsets of the vector forms come as low and high word on every port, never as an aligned pair (fs/read_write.c). */
const offset = { ...off, width: 'low-high' } as const;
export const preadv = variant(readAtVector, { args: { offset } });
export const pwritev = variant(writeAtVector, { args: { offset } });
const vector = { fd, iov: ptr, iovcnt: int, offset };

/** What preadv2 and pwritev2 understand; RWF_HIPRI and the sync flags ask for what happens anyway. */
const KNOWN = RWF.RWF_HIPRI | RWF.RWF_DSYNC | RWF.RWF_SYNC | RWF.RWF_NOWAIT | RWF.RWF_APPEND;

export const preadv2 = defineSyscall({
  name: 'preadv2',
  args: { ...vector, flags: flags('rwf', { strict: true }) },
  run(t, { fd: number, iov, iovcnt, offset: at, flags: how }) {
    if (how & ~KNOWN) throw errno('EOPNOTSUPP');
    const file = readable(t, number);
    const extents = readIovec(t, iov, iovcnt);
    return at === -1 ? readVector(t, file, extents) : readAt(t, file, extents, at);
  },
});
export const pwritev2 = defineSyscall({
  name: 'pwritev2',
  args: { ...vector, flags: flags('rwf', { strict: true }) },
  run(t, { fd: number, iov, iovcnt, offset: at, flags: how }) {
    if (how & ~KNOWN) throw errno('EOPNOTSUPP');
    const file = writable(t, number);
    const extents = readIovec(t, iov, iovcnt);
    const { flags: before } = file;
    if (how & RWF.RWF_APPEND) file.flags |= OpenFlag.O_APPEND;
    try {
      return at === -1 ? writeVector(t, file, extents) : writeAt(t, file, extents, at);
    } finally {
      file.flags = before;
    }
  },
});

export const truncate = variant(truncateNamed, { args: { length: int } });
export const ftruncate = variant(truncateOpen, { args: { length: int } });
export const truncate64 = variant(truncateNamed, { name: 'truncate64' });
export const ftruncate64 = variant(truncateOpen, { name: 'ftruncate64' });

/** Read-ahead is the host's business; the descriptor must still be readable and a file. */
export const readahead = defineSyscall({
  name: 'readahead',
  args: { fd, offset: off, count: word },
  run(t, { fd: number }) {
    readable(t, number).seek(0, 'SEEK_CUR');
  },
});

/** Advice that nothing here depends on. @throws KernelError EBADF, ESPIPE, EINVAL */
function advise(t: Thread, number: number): void {
  const file = t.files.get(number);
  if (file.path.startsWith('pipe:')) throw errno('ESPIPE');
}
/** The ARM form, with the advice before the offsets (arch/arm/kernel/sys_arm.c). */
export const arm_fadvise64_64 = defineSyscall({
  name: 'arm_fadvise64_64',
  args: { fd, advice: choice('fadvise'), offset: off, len: off },
  run: (t, { fd: number }) => advise(t, number),
});
export const fadvise64 = defineSyscall({
  name: 'fadvise64',
  args: { fd, offset: off, len: off, advice: choice('fadvise') },
  run: (t, { fd: number }) => advise(t, number),
});

/** Every write reaches the host at once; what is left is to make it durable. */
export const arm_sync_file_range = defineSyscall({
  name: 'arm_sync_file_range',
  args: { fd, flags: uint, offset: off, nbytes: off },
  run: (t, { fd: number }) => t.files.get(number).sync(true),
});
export const sync_file_range = defineSyscall({
  name: 'sync_file_range',
  args: { fd, offset: off, nbytes: off, flags: uint },
  run: (t, { fd: number }) => t.files.get(number).sync(true),
});
export const syncfs = defineSyscall({
  name: 'syncfs',
  args: { fd },
  run: (t, { fd: number }) => void t.files.get(number),
});
