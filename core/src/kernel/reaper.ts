import type { Signal } from '../signal/signal';
import type { SignalInfo } from '../signal/signal-info';
import { reaperOf } from './child-events';
import type { Kernel } from './kernel';
import type { Process } from './process';

/** The reaper of a process, itself or above it; undefined for init. */
export const reaperFor = (process: Process): Process | undefined =>
  process.reaper ? process : reaperOf(process);

/** Processes below a reaper, newest first, up to other reapers. */
export const reapedBy = (kernel: Kernel, reaper: Process | undefined): Process[] =>
  [...kernel.processes.values()]
    .filter((each) => each.parent !== undefined && reaperOf(each) === reaper)
    .reverse();

/** Processes, and below those of them that are reapers all others. */
export const withReaped = (kernel: Kernel, processes: readonly Process[]): Process[] =>
  processes.flatMap((each) => (each.reaper ? [each, ...withReaped(kernel, reapedBy(kernel, each))] : [each]));

/** Sends a signal to those of some processes that run. Returns to how many it went, and the first to which it might not. */
export function signalEach(
  processes: readonly Process[],
  info: SignalInfo & { readonly signal: Signal },
  may: (process: Process) => boolean,
): { readonly sent: number; readonly refused: Process | undefined } {
  const running = processes.filter(({ status }) => status === undefined);
  const allowed = running.filter(may);
  for (const process of allowed) process.signal(info);
  return { sent: allowed.length, refused: running.find((process) => !may(process)) };
}
