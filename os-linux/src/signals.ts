import type { Signal, SignalStackRules } from '@anyuser/core';
import { type Family, valuesOf } from './family';
import { SIGNAL_VALUES, SIGRTMAX, SIGRTMIN } from './signals.table';

/** Signal numbers of a family, real-time signals included. */
export function signalsOf(family: Family): Readonly<Partial<Record<Signal, number>>> {
  const last = SIGRTMAX[family === 'generic' ? 0 : 1];
  const realtime: Partial<Record<Signal, number>> = {};
  for (let number = SIGRTMIN; number <= last; number++) realtime[`SIGRT${number - SIGRTMIN}`] = number;
  return { ...(valuesOf(SIGNAL_VALUES, family) as Partial<Record<Signal, number>>), ...realtime };
}

/** MINSIGSTKSZ; SS_ONSTACK, SS_DISABLE and SS_AUTODISARM may be given (kernel/signal.c, do_sigaltstack). */
export const SIGNAL_STACK: SignalStackRules = { minimum: 2048, settable: 0x8000_0003 | 0, top: true };
