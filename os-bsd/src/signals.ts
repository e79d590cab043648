import type { Signal } from '@anyuser/core';

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
