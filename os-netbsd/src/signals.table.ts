import { COMMON_SIGNAL_CODES, COMMON_SIGNALS } from '@anyuser/os-bsd';

/** NetBSD's signal numbers (sys/signal.h). */
export const SIGNAL_NUMBERS = {
  ...COMMON_SIGNALS,
  SIGPWR: 32,
} as const;

/** First and last real-time signal: the kernel takes them, though its headers keep them from programs (sys/signal.h). */
export const REALTIME = { first: 33, last: 63 } as const;

/** si_code values. */
export const SIGNAL_CODES: Readonly<Record<string, number>> = {
  ...COMMON_SIGNAL_CODES,
  FPE_INTDIV: 1,
  FPE_INTOVF: 2,
  POLL_ERR: 4,
  POLL_HUP: 6,
  POLL_IN: 1,
  POLL_MSG: 3,
  POLL_OUT: 2,
  POLL_PRI: 5,
  SI_ASYNCIO: -3,
  SI_LWP: -5,
  SI_MESGQ: -4,
  SI_NOINFO: 32767,
  SI_QUEUE: -1,
  SI_TIMER: -2,
  SI_USER: 0,
  SI_TKILL: -5,
  SI_KERNEL: 0,
};
