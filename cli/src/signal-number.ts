import { constants } from 'node:os';
import type { Signal } from '@anyuser/core';

/** Number of the first real-time signal that the host's C library leaves to programs, minus what it keeps: Linux's 32. */
const FIRST_REALTIME = 32;

/**
 * The host's number for a guest signal, by name. A signal that the host does not have counts as SIGKILL: the guest was
 * killed, and that is what the caller must see.
 */
export function hostSignalNumber(signal: Signal): number {
  const realtime = /^SIGRT(\d+)$/.exec(signal);
  if (realtime !== null && process.platform === 'linux') return FIRST_REALTIME + Number(realtime[1]);
  const numbers: Readonly<Record<string, number>> = constants.signals;
  return numbers[signal] ?? constants.signals.SIGKILL;
}
