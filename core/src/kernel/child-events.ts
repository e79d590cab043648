import { SigactionFlag } from '../abi/flags';
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
  | { readonly kind: 'group'; readonly pgid: number };

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
  for (const child of process.children) {
    child.parent = undefined;
    if (child.status !== undefined) kernel.processes.delete(child.pid);
    else if (child.stopped !== undefined && kernel.orphaned(child.pgid)) {
      kernel.signalGroup(child.pgid, { signal: 'SIGHUP', code: 'SI_KERNEL' });
      kernel.signalGroup(child.pgid, { signal: 'SIGCONT', code: 'SI_KERNEL' });
    }
  }
  process.children.clear();
  const { parent, status } = process;
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

function reap(process: Process): void {
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
  return select.kind === 'any' || child.pgid === select.pgid;
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
