import {
  type ArgumentType,
  changeMask,
  choice,
  defineSyscall,
  errno,
  fromTimespec,
  inpOrNull,
  int,
  maySignal,
  type OutStruct,
  out,
  ptr,
  type Signal,
  type SignalAction,
  type SignalInfo,
  SignalSet,
  type StructValue,
  type SyscallDefinition,
  sentBy,
  signal,
  signalNumber,
  signalOrZero,
  sigsetIn,
  sigsetOf,
  sigsetOut,
  sigsetWords,
  size,
  suspend,
  type Thread,
  type Timespec,
  uint,
} from '@anyuser/core';
import { onAlternateStack } from '../altstack';
import { readSiginfo, writeSiginfo } from '../siginfo';

const SIG_DFL = 0;
const SIG_IGN = 1;

interface SigactionValue extends StructValue {
  readonly sa_handler: number;
  readonly sa_flags: number;
  readonly sa_restorer: number;
  readonly sa_mask: number | readonly number[];
}

const checkSize = (thread: Thread, bytes: number): void => {
  if (bytes !== thread.abi.sigsetSize) throw errno('EINVAL');
};

function actionOf(thread: Thread, value: SigactionValue): SignalAction {
  const { abi } = thread;
  const handler = value.sa_handler;
  const words = typeof value.sa_mask === 'number' ? [value.sa_mask] : value.sa_mask;
  return {
    handler: handler === SIG_DFL ? 'default' : handler === SIG_IGN ? 'ignore' : handler,
    flags: abi.flags['sigaction']!.decode(value.sa_flags),
    mask: sigsetOf(abi, words).delete('SIGKILL').delete('SIGSTOP'),
    restorer: value.sa_restorer ?? 0,
  };
}

function actionValue(thread: Thread, action: SignalAction, oneWord: boolean): StructValue {
  const { abi } = thread;
  const words = sigsetWords(abi, action.mask);
  const { handler } = action;
  return {
    sa_handler: handler === 'default' ? SIG_DFL : handler === 'ignore' ? SIG_IGN : handler,
    sa_flags: abi.flags['sigaction']!.encode(action.flags),
    sa_restorer: action.restorer,
    sa_mask: oneWord ? words[0]! : words,
  };
}

function setAction(
  thread: Thread,
  which: Signal,
  act: SigactionValue | undefined,
  oact: OutStruct,
  oneWord: boolean,
): void {
  const old = thread.process.action(which);
  if (act !== undefined) {
    if (which === 'SIGKILL' || which === 'SIGSTOP') throw errno('EINVAL');
    thread.process.setAction(which, actionOf(thread, act));
  }
  if (!oact.isNull) oact.set(actionValue(thread, old, oneWord));
}

export const rt_sigaction = defineSyscall({
  name: 'rt_sigaction',
  args: {
    sig: signal,
    act: inpOrNull<SigactionValue>('sigaction'),
    oact: out('sigaction'),
    sigsetsize: size,
  },
  run(thread, { sig, act, oact, sigsetsize }) {
    checkSize(thread, sigsetsize);
    setAction(thread, sig, act, oact, false);
  },
});

export const sigaction = defineSyscall({
  name: 'sigaction',
  args: { sig: signal, act: inpOrNull<SigactionValue>('oldSigaction'), oact: out('oldSigaction') },
  run(thread, { sig, act, oact }) {
    setAction(thread, sig, act, oact, !Array.isArray(act?.sa_mask) && thread.abi.sigsetSize === 8);
  },
});

export const rt_sigprocmask = defineSyscall({
  name: 'rt_sigprocmask',
  args: { how: choice('sigmaskHow'), set: sigsetIn, oldset: sigsetOut, sigsetsize: size },
  run(thread, { how, set, oldset, sigsetsize }) {
    checkSize(thread, sigsetsize);
    const old = thread.signalMask.clone();
    if (set !== undefined) changeMask(thread.signalMask, how, set);
    oldset.set(old);
  },
});

/** A signal set of one word through a pointer (old_sigset_t). */
const oldSigset: ArgumentType<SignalSet | undefined> = {
  width: 'word',
  bind: (abi) => ({
    decode: (t, low) => (low === 0 ? undefined : sigsetOf(abi, [t.mem.u32(low >>> 0)])),
    format: (t, low, high, call) => ptr.bind(abi).format(t, low, high, call),
  }),
};

const writeOldSigset = (thread: Thread, address: number, set: SignalSet): void => {
  if (address !== 0) thread.mem.setU32(address, sigsetWords(thread.abi, set)[0]! >>> 0);
};

export const old_sigprocmask = defineSyscall({
  name: 'sigprocmask',
  args: { how: choice('sigmaskHow'), set: oldSigset, oldset: ptr },
  run(thread, { how, set, oldset }) {
    const old = thread.signalMask.clone();
    // Only the first 32 signals change.
    if (set !== undefined) {
      const rest = sigsetWords(thread.abi, old).slice(1);
      if (how === 'SIG_SETMASK') set.addAll(sigsetOf(thread.abi, [0, ...rest]));
      changeMask(thread.signalMask, how, set);
    }
    writeOldSigset(thread, oldset, old);
  },
});

const pendingOf = (thread: Thread): SignalSet => {
  const pending = thread.pending.set.clone().addAll(thread.process.pending.set);
  for (const each of [...pending]) if (!thread.signalMask.has(each)) pending.delete(each);
  return pending;
};

export const rt_sigpending = defineSyscall({
  name: 'rt_sigpending',
  args: { set: sigsetOut, sigsetsize: size },
  run(thread, { set, sigsetsize }) {
    if (sigsetsize > thread.abi.sigsetSize) throw errno('EINVAL');
    set.set(pendingOf(thread));
  },
});

export const old_sigpending = defineSyscall({
  name: 'sigpending',
  args: { set: ptr },
  run(thread, { set }) {
    thread.mem.setU32(set, sigsetWords(thread.abi, pendingOf(thread))[0]! >>> 0);
  },
});

export const rt_sigsuspend = defineSyscall({
  name: 'rt_sigsuspend',
  args: { mask: sigsetIn, sigsetsize: size },
  restart: false,
  run(thread, { mask, sigsetsize }) {
    checkSize(thread, sigsetsize);
    if (mask === undefined) throw errno('EFAULT');
    return suspend(thread, mask);
  },
});

/** sigsuspend(unused, unused, mask): the mask itself is the third argument (CONFIG_OLD_SIGSUSPEND3). */
export const old_sigsuspend3 = defineSyscall({
  name: 'sigsuspend',
  args: { unused1: int, unused2: int, mask: uint },
  restart: false,
  run: (thread, { mask }) => suspend(thread, sigsetOf(thread.abi, [mask])),
});

const sigtimedwait = (name: string, timespec: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { set: sigsetIn, info: ptr, timeout: inpOrNull<Timespec>(timespec), sigsetsize: size },
    restart: false,
    async run(thread, { set, info, timeout, sigsetsize }) {
      checkSize(thread, sigsetsize);
      if (set === undefined) throw errno('EFAULT');
      const deadline =
        timeout === undefined ? undefined : thread.kernel.now('monotonic') + fromTimespec(timeout);
      const taken = await thread.waitSignal(set, deadline);
      if (taken === undefined) throw errno('EAGAIN');
      if (info !== 0) writeSiginfo(thread.abi, thread.mem, info, taken);
      return signalNumber(thread.abi, taken.signal);
    },
  });
export const rt_sigtimedwait = sigtimedwait('rt_sigtimedwait', 'timespec');
export const rt_sigtimedwait_time64 = sigtimedwait('rt_sigtimedwait_time64', 'timespec64');

/** A thread that the caller may signal. @throws ESRCH, EPERM */
function threadTarget(
  thread: Thread,
  tid: number,
  tgid: number | undefined,
  which: Signal | undefined,
): Thread {
  if (tid <= 0 || (tgid !== undefined && tgid <= 0)) throw errno('EINVAL');
  const target = thread.kernel.thread(tid);
  if (target === undefined || (tgid !== undefined && target.process.pid !== tgid)) throw errno('ESRCH');
  if (!maySignal(thread, target.process, which)) throw errno('EPERM');
  return target;
}

export const tkill = defineSyscall({
  name: 'tkill',
  args: { tid: int, sig: signalOrZero },
  run(thread, { tid, sig }) {
    const target = threadTarget(thread, tid, undefined, sig);
    if (sig !== undefined) target.signal(sentBy(thread, sig, 'SI_TKILL'));
  },
});

export const tgkill = defineSyscall({
  name: 'tgkill',
  args: { tgid: int, tid: int, sig: signalOrZero },
  run(thread, { tgid, tid, sig }) {
    const target = threadTarget(thread, tid, tgid, sig);
    if (sig !== undefined) target.signal(sentBy(thread, sig, 'SI_TKILL'));
  },
});

/** What a guest may claim of a signal that it queues: nothing that looks like the kernel's, except to itself (kernel/signal.c). */
function queuedInfo(thread: Thread, which: Signal, address: number, pid: number): SignalInfo {
  const given = readSiginfo(thread.abi, thread.mem, address);
  const code = given.rawCode ?? 0;
  if ((code >= 0 || code === thread.abi.signalCodes['SI_TKILL']) && pid !== thread.process.pid)
    throw errno('EPERM');
  return { signal: which, code: 'SI_QUEUE', ...given };
}

export const rt_sigqueueinfo = defineSyscall({
  name: 'rt_sigqueueinfo',
  args: { pid: int, sig: signal, info: ptr },
  run(thread, { pid, sig, info }) {
    const queued = queuedInfo(thread, sig, info, pid);
    const target = thread.kernel.processes.get(pid);
    if (target === undefined) throw errno('ESRCH');
    if (!maySignal(thread, target, sig)) throw errno('EPERM');
    target.signal(queued);
  },
});

export const rt_tgsigqueueinfo = defineSyscall({
  name: 'rt_tgsigqueueinfo',
  args: { tgid: int, tid: int, sig: signal, info: ptr },
  run(thread, { tgid, tid, sig, info }) {
    const queued = queuedInfo(thread, sig, info, tgid);
    threadTarget(thread, tid, tgid, sig).signal(queued);
  },
});

const MINSIGSTKSZ = 2048;

export const sigaltstack = defineSyscall({
  name: 'sigaltstack',
  args: {
    ss: inpOrNull<Readonly<Record<'ss_sp' | 'ss_flags' | 'ss_size', number>>>('stack'),
    old_ss: out('stack'),
  },
  run(thread, { ss, old_ss }) {
    const { alternateStack: old, abi } = thread;
    const on = onAlternateStack(thread, abi.stackPointer(thread.cpu));
    if (ss !== undefined) {
      if (on) throw errno('EPERM');
      const disabled = (ss.ss_flags & 2) !== 0;
      if ((ss.ss_flags & 0x7fff_ffff & ~3) !== 0) throw errno('EINVAL');
      if (!disabled && ss.ss_size < MINSIGSTKSZ) throw errno('ENOMEM');
      thread.alternateStack = disabled
        ? { base: 0, size: 0, disabled }
        : { base: ss.ss_sp, size: ss.ss_size, disabled };
    }
    if (!old_ss.isNull)
      old_ss.set({ ss_sp: old.base, ss_size: old.size, ss_flags: old.disabled ? 2 : on ? 1 : 0 });
  },
});
