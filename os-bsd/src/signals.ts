import type { Signal, SignalStackRules } from '@anyuser/core';

/** An OS's signal numbers with its real-time signals, if it has any. */
export function signalsWith(
  numbers: Readonly<Partial<Record<Signal, number>>>,
  realtime: { readonly first: number; readonly last: number },
): Readonly<Partial<Record<Signal, number>>> {
  const signals: Partial<Record<Signal, number>> = { ...numbers };
  if (realtime.first > 0)
    for (let number = realtime.first; number <= realtime.last; number++)
      signals[`SIGRT${number - realtime.first}`] = number;
  return signals;
}

/** MINSIGSTKSZ and SS_DISABLE (sys/signal.h, sys/kern/kern_sig.c). */
export const BSD_SIGNAL_STACK: SignalStackRules = { minimum: 4096, settable: 4, top: false };
