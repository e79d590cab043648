import { errno } from '../kernel/errno';
import type { Process } from '../kernel/process';
import type { Thread } from '../kernel/thread';
import type { Signal } from '../signal/signal';
import type { SignalInfo } from '../signal/signal-info';
import type { SignalSet } from '../signal/signal-set';
import { choice, int, signalOrZero, sigsetIn, sigsetOut } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';

/** Whether a thread's process may send a signal to another (kill(2)). */
export function maySignal(t: Thread, target: Process, signal: Signal | undefined): boolean {
  const { euid, uid } = t.process.credentials;
  const { uid: real, suid } = target.credentials;
  if (euid === 0 || target === t.process) return true;
  if ([euid, uid].some((id) => id === real || id === suid)) return true;
  return signal === 'SIGCONT' && target.sid === t.process.sid;
}

/** A thread of the caller's process. @throws KernelError ESRCH */
export function threadIn(t: Thread, tid: number): Thread {
  for (const thread of t.process.threads) if (thread.tid === tid) return thread;
  throw errno('ESRCH');
}

/** What kill puts into siginfo. */
export const sentBy = (t: Thread, signal: Signal, code: 'SI_USER' | 'SI_TKILL'): SignalInfo => ({
  signal,
  code,
  pid: t.process.pid,
  uid: t.process.credentials.uid,
});

/** Sends a signal, or none, to one thread. @throws KernelError ESRCH where there is none, EPERM */
export function signalThread(t: Thread, target: Thread | undefined, signal: Signal | undefined): void {
  if (target === undefined) throw errno('ESRCH');
  if (!maySignal(t, target.process, signal)) throw errno('EPERM');
  if (signal !== undefined) target.signal(sentBy(t, signal, 'SI_TKILL'));
}

/** Sends to some processes; fails only where none could be signalled. @throws ESRCH, EPERM */
function killAll(t: Thread, targets: readonly Process[], signal: Signal | undefined): void {
  if (targets.length === 0) throw errno('ESRCH');
  const allowed = targets.filter((target) => maySignal(t, target, signal));
  if (allowed.length === 0) throw errno('EPERM');
  if (signal === undefined) return;
  for (const target of allowed) target.signal(sentBy(t, signal, 'SI_USER'));
}

export const kill = defineSyscall({
  name: 'kill',
  args: { pid: int, sig: signalOrZero },
  run(t, { pid, sig }) {
    const { kernel, process } = t;
    if (pid > 0) {
      const target = kernel.processes.get(pid) ?? kernel.thread(pid)?.process;
      killAll(t, target === undefined ? [] : [target], sig);
    } else if (pid === -1) {
      const others = [...kernel.processes.values()].filter(
        (each) => each !== process && each !== kernel.root,
      );
      killAll(t, others, sig);
    } else killAll(t, kernel.group(pid === 0 ? process.pgid : -pid), sig);
  },
});

/** Changes a mask as sigprocmask says. */
export function changeMask(mask: SignalSet, how: string, set: SignalSet): void {
  if (how === 'SIG_BLOCK') mask.addAll(set);
  else if (how === 'SIG_UNBLOCK') mask.deleteAll(set);
  else mask.assign(set);
  mask.delete('SIGKILL').delete('SIGSTOP');
}

export const sigprocmask = defineSyscall({
  name: 'sigprocmask',
  args: { how: choice('sigmaskHow'), set: sigsetIn, oldset: sigsetOut },
  run(t, { how, set, oldset }) {
    const old = t.signalMask.clone();
    if (set !== undefined) changeMask(t.signalMask, how, set);
    oldset.set(old);
  },
});

/** Signals that wait for the thread to take them, blocked as they are. */
export function pendingSignals(t: Thread): SignalSet {
  const pending = t.pending.set.clone().addAll(t.process.pending.set);
  for (const signal of [...pending]) if (!t.signalMask.has(signal)) pending.delete(signal);
  return pending;
}

export const sigpending = defineSyscall({
  name: 'sigpending',
  args: { set: sigsetOut },
  run: (t, { set }) => set.set(pendingSignals(t)),
});

/** Sleeps until a handler has run; the mask is the given one meanwhile. */
export const suspend = (t: Thread, mask: SignalSet | undefined): Promise<void> =>
  t.withMask(mask, async () => {
    await t.wait([], () => undefined);
  });

export const sigsuspend = defineSyscall({
  name: 'sigsuspend',
  args: { mask: sigsetIn },
  restart: false,
  run(t, { mask }) {
    if (mask === undefined) throw errno('EFAULT');
    return suspend(t, mask);
  },
});

export const pause = defineSyscall({
  name: 'pause',
  args: {},
  restart: false,
  run: (t) => suspend(t, undefined),
});
