import type { SiginfoLayout } from '@anyuser/core';

/** siginfo_t (sys/siginfo.h); the times of a child are 64 bits, low word first. */
export const siginfo: SiginfoLayout = {
  size: 136,
  code: 4,
  errno: 8,
  data: 16,
  words: ({ signal, pid, uid, address, trap, value, utime, stime }, status) =>
    address !== undefined
      ? [address, trap]
      : signal === 'SIGCHLD'
        ? [pid, uid, utime, 0, stime, 0, status]
        : [pid, uid, value],
};
