import {
  defineSyscall,
  errno,
  int,
  maySignal,
  outInt,
  ptr,
  readTime,
  type SignalInfo,
  type SyscallDefinition,
  signal,
  signalNumber,
  sigsetIn,
  type Thread,
} from '@anyuser/core';

/** How a cell writes its siginfo_t. */
export type WriteSiginfo = (t: Thread, at: number, info: SignalInfo) => void;

/** sigtimedwait, sigwaitinfo, sigwait and sigqueue (sys/kern/kern_sig.c): signals that are taken instead of handled. */
export function signalWaitCalls(
  write: WriteSiginfo,
): Readonly<Record<'sigtimedwait' | 'sigwaitinfo' | 'sigwait' | 'sigqueue', SyscallDefinition>> {
  const take = async (t: Thread, set: Parameters<Thread['waitSignal']>[0] | undefined, deadline?: bigint) => {
    if (set === undefined) throw errno('EFAULT');
    const taken = await t.waitSignal(set, deadline);
    if (taken === undefined) throw errno('EAGAIN');
    return taken;
  };
  return {
    sigtimedwait: defineSyscall({
      name: 'sigtimedwait',
      args: { set: sigsetIn, info: ptr, timeout: ptr },
      restart: false,
      async run(t, { set, info, timeout }) {
        const deadline =
          timeout === 0 ? undefined : t.kernel.now('monotonic') + readTime(t, timeout, 'timespec');
        const taken = await take(t, set, deadline);
        if (info !== 0) write(t, info, taken);
        return signalNumber(t.abi, taken.signal);
      },
    }),
    sigwaitinfo: defineSyscall({
      name: 'sigwaitinfo',
      args: { set: sigsetIn, info: ptr },
      restart: false,
      async run(t, { set, info }) {
        const taken = await take(t, set);
        if (info !== 0) write(t, info, taken);
        return signalNumber(t.abi, taken.signal);
      },
    }),
    sigwait: defineSyscall({
      name: 'sigwait',
      args: { set: sigsetIn, sig: outInt },
      async run(t, { set, sig }) {
        sig.set(signalNumber(t.abi, (await take(t, set)).signal));
      },
    }),
    sigqueue: defineSyscall({
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
    }),
  };
}
