import { writeSiginfo } from '../abi/siginfo';
import { signalNumber } from '../abi/signal-numbers';
import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import type { SignalInfo } from '../signal/signal-info';
import type { SignalSet } from '../signal/signal-set';
import { inpOrNull, int, outInt, ptr, signal, sigsetIn } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { maySignal } from './signal';
import { fromTimespec, type Timespec } from './time';

async function take(t: Thread, set: SignalSet | undefined, timeout?: Timespec): Promise<SignalInfo> {
  if (set === undefined) throw errno('EFAULT');
  const deadline = timeout === undefined ? undefined : t.kernel.now('monotonic') + fromTimespec(timeout);
  const taken = await t.waitSignal(set, deadline);
  if (taken === undefined) throw errno('EAGAIN');
  return taken;
}

/** sigtimedwait: a signal that is taken instead of handled; its number is the result. */
export const sigtimedwait = defineSyscall({
  name: 'sigtimedwait',
  args: { set: sigsetIn, info: ptr, timeout: inpOrNull<Timespec>('timespec') },
  restart: false,
  async run(t, { set, info, timeout }) {
    const taken = await take(t, set, timeout);
    if (info !== 0) writeSiginfo(t, info, taken);
    return signalNumber(t.abi, taken.signal);
  },
});
export const sigwaitinfo = defineSyscall({
  name: 'sigwaitinfo',
  args: { set: sigsetIn, info: ptr },
  restart: false,
  async run(t, { set, info }) {
    const taken = await take(t, set);
    if (info !== 0) writeSiginfo(t, info, taken);
    return signalNumber(t.abi, taken.signal);
  },
});
export const sigwait = defineSyscall({
  name: 'sigwait',
  args: { set: sigsetIn, sig: outInt },
  async run(t, { set, sig }) {
    sig.set(signalNumber(t.abi, (await take(t, set)).signal));
  },
});
export const sigqueue = defineSyscall({
  name: 'sigqueue',
  args: { pid: int, signum: signal, value: ptr },
  run(t, { pid, signum, value }) {
    if (pid <= 0) throw errno('EINVAL');
    const target = t.kernel.processes.get(pid);
    if (target === undefined) throw errno('ESRCH');
    if (!maySignal(t, target, signum)) throw errno('EPERM');
    const { pid: own, credentials } = t.process;
    target.signal({ signal: signum, code: 'SI_QUEUE', pid: own, uid: credentials.uid, value });
  },
});
