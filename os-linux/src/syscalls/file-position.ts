import {
  choice,
  defineSyscall,
  errno,
  fd,
  int,
  off,
  pread,
  pwrite,
  preadv as readAtVector,
  readable,
  splitOffset,
  type Thread,
  truncate as truncateNamed,
  ftruncate as truncateOpen,
  uint,
  variant,
  word,
  pwritev as writeAtVector,
} from '@anyuser/core';

export const pread64 = variant(pread, { name: 'pread64' });
export const pwrite64 = variant(pwrite, { name: 'pwrite64' });

export const preadv = variant(readAtVector, { args: { offset: splitOffset } });
export const pwritev = variant(writeAtVector, { args: { offset: splitOffset } });

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
