import { SigactionFlag } from '../abi/flags';
import { signalOf } from '../abi/signal-numbers';
import type { Signal } from '../signal/signal';
import { addUsage, type CpuUsage } from './cpu-usage';
import { errno } from './errno';
import type { Kernel } from './kernel';
import type { Process } from './process';
import type { Thread } from './thread';

/** Which children are waited for. */
export type ChildSelector =
  | { readonly kind: 'any' }
  | { readonly kind: 'pid'; readonly pid: number }
  | { readonly kind: 'group'; readonly pgid: number }
  | { readonly kind: 'with'; readonly test: (child: Process) => boolean };

/** Which changes are reported, and how. */
export interface ChildWait {
  readonly select: ChildSelector;
  readonly exited: boolean;
  readonly stopped: boolean;
  readonly continued: boolean;
  readonly noHang: boolean;
  /** Leaves the child as it is, so that it can be reported again. */
  readonly keep: boolean;
}

/** A change of a child. */
export interface ChildChange {
  readonly child: Process;
  readonly kind: 'exited' | 'killed' | 'dumped' | 'stopped' | 'continued';
  /** Exit code, or the signal that killed or stopped it. */
  readonly status: number | Signal;
  readonly usage: CpuUsage;
}

/** A process has ended: its children get another parent and its own parent is told. */
export function reportEnd(kernel: Kernel, process: Process): void {
  for (const child of [...process.children]) {
    const signal = signalOf(child.abi, child.parentDeathSignal);
    if (child.parentDeathSignal !== 0 && signal !== undefined)
      child.signal({ signal, code: 'SI_USER', pid: process.pid, uid: process.credentials.uid });
    reparent(child, reaperOf(process));
    if (child.stopped !== undefined && kernel.orphaned(child.pgid)) {
      kernel.signalGroup(child.pgid, { signal: 'SIGHUP', code: 'SI_KERNEL' });
      kernel.signalGroup(child.pgid, { signal: 'SIGCONT', code: 'SI_KERNEL' });
    }
  }
  tellParent(process);
}

/** The nearest living ancestor that takes in orphans; undefined where that is init, which is no process here. */
export function reaperOf(process: Process): Process | undefined {
  let at = process.parent;
  while (at !== undefined && (!at.reaper || at.status !== undefined)) at = at.parent;
  return at;
}

/** Gives a process another parent; one that has ended is waited for there, or is gone where there is none. */
export function reparent(child: Process, parent: Process | undefined): void {
  child.parent?.children.delete(child);
  child.parent = parent;
  if (!child.hidden) child.exitSignal = 'SIGCHLD';
  parent?.children.add(child);
  if (child.status !== undefined) tellParent(child);
}

/** Tells the parent of an ended process; without one the process is gone. */
function tellParent(process: Process): void {
  const { parent, status, kernel } = process;
  if (parent === undefined || status === undefined) {
    kernel.processes.delete(process.pid);
    return;
  }
  const action = parent.action('SIGCHLD');
  const forgotten = action.handler === 'ignore' || (action.flags & SigactionFlag.SA_NOCLDWAIT) !== 0;
  if (process.exitSignal !== undefined) {
    const info = process.childInfo();
    parent.signal({
      ...info,
      signal: process.exitSignal,
      ...('code' in status
        ? { code: 'CLD_EXITED', status: status.code }
        : { code: status.core ? 'CLD_DUMPED' : 'CLD_KILLED', status: status.signal }),
    });
  }
  if (forgotten && process.exitSignal === 'SIGCHLD') reap(process);
  parent.childEvents.wake();
}

/** Takes an ended process out of the table, as a wait does. */
export function reap(process: Process): void {
  const { parent, kernel } = process;
  if (parent !== undefined) {
    parent.children.delete(process);
    parent.childUsage = addUsage(parent.childUsage, addUsage(process.usage(), process.childUsage));
  }
  kernel.processes.delete(process.pid);
}

/**
 * Waits for a change of a child (wait4, waitid).
 * @returns undefined where nothing has changed and the call must not wait
 * @throws ECHILD, Interrupted
 */
export async function waitForChild(thread: Thread, wait: ChildWait): Promise<ChildChange | undefined> {
  const { process } = thread;
  const look = (): { readonly change: ChildChange | undefined } | undefined => {
    const children = [...process.children].filter((child) => selected(child, wait.select));
    if (children.length === 0) throw errno('ECHILD');
    for (const child of children) {
      const change = changeOf(child, wait);
      if (change !== undefined) return { change };
    }
    return wait.noHang ? { change: undefined } : undefined;
  };
  return (await thread.wait(process.childEvents, look))?.change;
}

function selected(child: Process, select: ChildSelector): boolean {
  if (select.kind === 'pid') return child.pid === select.pid;
  if (select.kind === 'with') return select.test(child);
  return select.kind === 'any' ? !child.hidden : child.pgid === select.pgid;
}

function changeOf(child: Process, wait: ChildWait): ChildChange | undefined {
  const { status } = child;
  const usage = addUsage(child.usage(), child.childUsage);
  if (status !== undefined) {
    if (!wait.exited) return undefined;
    if (!wait.keep) reap(child);
    if ('code' in status) return { child, kind: 'exited', status: status.code, usage };
    return { child, kind: status.core ? 'dumped' : 'killed', status: status.signal, usage };
  }
  if (wait.stopped && child.stopReport !== undefined) {
    const stopped = child.stopReport;
    if (!wait.keep) child.stopReport = undefined;
    return { child, kind: 'stopped', status: stopped, usage };
  }
  if (wait.continued && child.continueReport) {
    if (!wait.keep) child.continueReport = false;
    return { child, kind: 'continued', status: 'SIGCONT', usage };
  }
  return undefined;
}
