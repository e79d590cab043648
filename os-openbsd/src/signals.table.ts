import { COMMON_SIGNAL_CODES, COMMON_SIGNALS } from '@anyuser/os-bsd';

/** OpenBSD's signal numbers (sys/signal.h). SIGTHR is the thread library's own. */
export const SIGNAL_NUMBERS = {
  ...COMMON_SIGNALS,
  SIGTHR: 32,
} as const;

/** si_code by name (sys/siginfo.h). */
export const SIGNAL_CODES: Readonly<Record<string, number>> = {
  ...COMMON_SIGNAL_CODES,
  EMT_TAGOVF: 1,
  FPE_INTDIV: 1,
  FPE_INTOVF: 2,
  ILL_BTCFI: 9,
  SI_LWP: -1,
  SI_NOINFO: 32767,
  SI_QUEUE: -2,
  SI_TIMER: -3,
  SI_USER: 0,
  SI_TKILL: -1,
  SI_KERNEL: 0,
};
