import { COMMON_SIGNAL_CODES, COMMON_SIGNALS } from '@anyuser/os-bsd';

/** FreeBSD's signal numbers (sys/signal.h). */
export const SIGNAL_NUMBERS = {
  ...COMMON_SIGNALS,
  SIGTHR: 32,
  SIGLIBRT: 33,
} as const;

/** First and last real-time signal; both 0 where there are none. */
export const REALTIME = { first: 65, last: 126 } as const;

/** si_code values. */
export const SIGNAL_CODES: Readonly<Record<string, number>> = {
  ...COMMON_SIGNAL_CODES,
  BUS_OOMERR: 100,
  FPE_INTDIV: 2,
  FPE_INTOVF: 1,
  POLL_ERR: 4,
  POLL_HUP: 6,
  POLL_IN: 1,
  POLL_MSG: 3,
  POLL_OUT: 2,
  POLL_PRI: 5,
  SEGV_PKUERR: 100,
  SI_ASYNCIO: 65540,
  SI_KERNEL: 65542,
  SI_LWP: 65543,
  SI_MESGQ: 65541,
  SI_NOINFO: 0,
  SI_QUEUE: 65538,
  SI_TIMER: 65539,
  SI_UNDEFINED: 0,
  SI_USER: 65537,
  TRAP_CAP: 4,
  TRAP_DTRACE: 3,
  SI_TKILL: 65543,
};
