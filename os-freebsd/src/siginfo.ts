import type { SiginfoLayout } from '@anyuser/core';

/** siginfo_t of a 32-bit cell (sys/sys/signal.h): the union is only what goes beyond these. */
export const siginfo: SiginfoLayout = {
  size: 64,
  errno: 4,
  code: 8,
  data: 12,
  words: ({ pid, uid, address, value, code, timerId, trap, overrun }, status) => [
    pid,
    uid,
    status,
    address,
    value,
    code === 'SI_TIMER' ? timerId : trap,
    overrun,
  ],
};
