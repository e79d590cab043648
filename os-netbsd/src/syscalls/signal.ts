import {
  changeAction,
  defineSyscall,
  errno,
  inpOrNull,
  int,
  out,
  ptr,
  type SigactionValue,
  signal,
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
