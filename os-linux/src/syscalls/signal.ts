import {
  type ArgumentType,
  changeAction,
  changeMask,
  choice,
  defineSyscall,
  errno,
  inpOrNull,
  int,
  maySignal,
  out,
  pendingSignals,
  ptr,
  readSiginfo,
  type SigactionValue,
  type Signal,
  type SignalInfo,
  type SignalSet,
  type SyscallDefinition,
  sentBy,
  signal,
  signalOrZero,
  sigprocmask,
  sigsetOf,
  sigsetOut,
  sigsetWords,
  sigsuspend,
  sigtimedwait,
  size,
  suspend,
  type Thread,
  type Timespec,
  uint,
  variant,
} from '@anyuser/core';

/** sigsetsize: only the kernel's own size is taken. */
const sigsetsize: ArgumentType<number> = {
  width: 'word',
  bind: (abi) => ({
    decode(_t, low) {
      if (low !== abi.sigsetSize) throw errno('EINVAL');
      return low;
    },
    format: (_t, low) => String(low >>> 0),
  }),
};
/** The call of this name with the size of its sets as the last argument. */
const sized = (
  base: SyscallDefinition,
  name: string,
  args: SyscallDefinition['args'] = {},
): SyscallDefinition => variant(base, { name, args: { ...args, sigsetsize } });

export const rt_sigaction = defineSyscall({
  name: 'rt_sigaction',
  args: { sig: signal, act: inpOrNull<SigactionValue>('sigaction'), oact: out('sigaction'), sigsetsize },
  run: (thread, { sig, act, oact }) => changeAction(thread, sig, act, oact, { fixed: true }),
});
export const sigaction = defineSyscall({
  name: 'sigaction',
  args: { sig: signal, act: inpOrNull<SigactionValue>('oldSigaction'), oact: out('oldSigaction') },
  run: (thread, { sig, act, oact }) =>
    changeAction(thread, sig, act, oact, { fixed: true, oneWord: thread.abi.sigsetSize === 8 }),
});

export const rt_sigprocmask = sized(sigprocmask, 'rt_sigprocmask');
export const rt_sigsuspend = sized(sigsuspend, 'rt_sigsuspend');
export const rt_sigtimedwait = sized(sigtimedwait, 'rt_sigtimedwait');
export const rt_sigtimedwait_time64 = sized(sigtimedwait, 'rt_sigtimedwait_time64', {
  timeout: inpOrNull<Timespec>('timespec64'),
});

export const rt_sigpending = defineSyscall({
  name: 'rt_sigpending',
  args: { set: sigsetOut, sigsetsize: size },
  run(thread, { set, sigsetsize: bytes }) {
    if (bytes > thread.abi.sigsetSize) throw errno('EINVAL');
    set.set(pendingSignals(thread));
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

export const old_sigpending = defineSyscall({
  name: 'sigpending',
  args: { set: ptr },
  run(thread, { set }) {
    thread.mem.setU32(set, sigsetWords(thread.abi, pendingSignals(thread))[0]! >>> 0);
  },
});

/** sigsuspend(unused, unused, mask): the mask itself is the third argument (CONFIG_OLD_SIGSUSPEND3). */
export const old_sigsuspend3 = defineSyscall({
  name: 'sigsuspend',
  args: { unused1: int, unused2: int, mask: uint },
  restart: false,
  run: (thread, { mask }) => suspend(thread, sigsetOf(thread.abi, [mask])),
});

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
  const given = readSiginfo(thread, address);
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
