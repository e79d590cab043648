import type { SiginfoLayout } from '@anyuser/core';

/** siginfo_t (sys/siginfo.h, struct _ksiginfo). */
export const siginfo: SiginfoLayout = {
  size: 128,
  code: 4,
  errno: 8,
  data: 12,
  words: ({ signal, pid, uid, address, trap, value, utime, stime }, status) =>
    signal === 'SIGCHLD'
      ? [pid, uid, status, utime, stime]
      : address !== undefined
        ? [address, trap]
        : [pid, uid, value],
};
