import {
  changeAction,
  defineSyscall,
  errno,
  inpOrNull,
  int,
  maySignal,
  out,
  type Process,
  processOf,
  ptr,
  requireSignal,
  type SigactionValue,
  type SignalInfo,
  signal,
  type Thread,
} from '@anyuser/core';

/** Trampolines of version 2 get a siginfo; version 0 stands for none (sys/kern/sys_sig.c). */
const MAX_VERSION = 2;

/** __sigaction_sigtramp(sig, act, oact, tramp, vers): the handler returns to the trampoline that comes with it. */
export const __sigaction_sigtramp = defineSyscall({
  name: '__sigaction_sigtramp',
  args: {
    signum: signal,
    nsa: inpOrNull<SigactionValue>('sigaction'),
    osa: out('sigaction'),
    tramp: ptr,
    vers: int,
  },
  run(t, { signum, nsa, osa, tramp, vers }) {
    if (vers < 0 || vers > MAX_VERSION) throw errno('EINVAL');
    changeAction(t, signum, nsa, osa, { trampoline: { address: tramp, version: vers } });
  },
});

/** Offsets in siginfo_t, and codes that one process may send to another. */
const SI = { signo: 0, code: 4, pid: 12, uid: 16, value: 20 } as const;
const CODES: Readonly<Record<number, 'SI_USER' | 'SI_QUEUE'>> = { 0: 'SI_USER', [-1]: 'SI_QUEUE' };

/** The processes that kill(2) means by a number. @throws KernelError ESRCH */
function targetsOf(t: Thread, pid: number): readonly Process[] {
  if (pid > 0) return [processOf(t, pid)];
  const pgid = pid === 0 ? t.process.pgid : -pid;
  const all = [...t.kernel.processes.values()].filter(({ status }) => status === undefined);
  const found =
    pid === -1 ? all.filter((each) => each !== t.process) : all.filter((each) => each.pgid === pgid);
  if (found.length === 0) throw errno('ESRCH');
  return found;
}

/** sigqueueinfo(pid, info): a signal with a value; to others only as oneself (sys/kern/sys_sig.c, kill1). */
export const sigqueueinfo = defineSyscall({
  name: 'sigqueueinfo',
  args: { pid: int, info: ptr },
  run(t, { pid, info }) {
    const { mem, process } = t;
    const number = mem.i32(info + SI.signo);
    const which = number === 0 ? undefined : requireSignal(t.abi, number);
    const rawCode = mem.i32(info + SI.code);
    const sent = { pid: mem.u32(info + SI.pid), uid: mem.u32(info + SI.uid) };
    const code = CODES[rawCode];
    const own = sent.pid === process.pid && sent.uid === process.credentials.euid;
    if (pid !== process.pid && (!own || code === undefined)) throw errno('EPERM');
    const targets = targetsOf(t, pid);
    const allowed = targets.filter((target) => maySignal(t, target, which));
    if (allowed.length === 0) throw errno('EPERM');
    if (which === undefined) return;
    const value = mem.u32(info + SI.value);
    const told: SignalInfo = { signal: which, code: code ?? 'SI_QUEUE', rawCode, ...sent, value };
    for (const target of allowed) target.signal(told);
  },
});
