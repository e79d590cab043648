import {
  defineSyscall,
  errno,
  inpOrNull,
  type OutStruct,
  out,
  type Signal,
  type SignalAction,
  type StructValue,
  signal,
  sigsetOf,
  sigsetWords,
  type Thread,
} from '@anyuser/core';

/** struct sigaction as BSDs have it, under names without the union's. */
export interface BsdSigaction extends StructValue {
  readonly sa_handler: number;
  readonly sa_flags: number;
  readonly sa_mask: readonly number[];
}

const SIG_DFL = 0;
const SIG_IGN = 1;

/** Sets and reports an action; NetBSD's trampoline comes with it. @throws KernelError EINVAL */
export function changeAction(
  t: Thread,
  which: Signal,
  act: BsdSigaction | undefined,
  oact: OutStruct,
  trampoline?: { readonly address: number; readonly version: number },
): void {
  const { abi } = t;
  const old = t.process.action(which);
  if (act !== undefined) {
    if ((which === 'SIGKILL' || which === 'SIGSTOP') && act.sa_handler !== SIG_DFL) throw errno('EINVAL');
    const action: SignalAction = {
      handler:
        act.sa_handler === SIG_DFL ? 'default' : act.sa_handler === SIG_IGN ? 'ignore' : act.sa_handler,
      flags: abi.flags['sigaction']!.decode(act.sa_flags),
      mask: sigsetOf(abi, act.sa_mask).delete('SIGKILL').delete('SIGSTOP'),
      restorer: trampoline?.address ?? 0,
      ...(trampoline === undefined ? {} : { version: trampoline.version }),
    };
    t.process.setAction(which, action);
  }
  if (oact.isNull) return;
  const { handler } = old;
  oact.set({
    sa_handler: handler === 'default' ? SIG_DFL : handler === 'ignore' ? SIG_IGN : handler,
    sa_flags: abi.flags['sigaction']!.encode(old.flags),
    sa_mask: sigsetWords(abi, old.mask),
  });
}

export const sigaction = defineSyscall({
  name: 'sigaction',
  args: { sig: signal, act: inpOrNull<BsdSigaction>('sigaction'), oact: out('sigaction') },
  run: (t, { sig, act, oact }) => changeAction(t, sig, act, oact),
});

const SS_ONSTACK = 1;
const SS_DISABLE = 4;
const MINSIGSTKSZ = 1024 * 4;

/** Whether a stack pointer lies on the thread's alternate stack. */
export const onAlternateStack = ({ alternateStack: { base, size, disabled } }: Thread, sp: number): boolean =>
  !disabled && sp >= base && sp - base < size;

/** The thread's alternate stack as stack_t. */
export function stackValue(t: Thread, sp: number): StructValue {
  const { base, size, disabled } = t.alternateStack;
  return {
    ss_sp: base,
    ss_size: size,
    ss_flags: disabled ? SS_DISABLE : onAlternateStack(t, sp) ? SS_ONSTACK : 0,
  };
}

export const sigaltstack = defineSyscall({
  name: 'sigaltstack',
  args: {
    ss: inpOrNull<Readonly<Record<'ss_sp' | 'ss_size' | 'ss_flags', number>>>('stack'),
    oss: out('stack'),
  },
  run(t, { ss, oss }) {
    const sp = t.abi.stackPointer(t.cpu);
    const old = stackValue(t, sp);
    if (ss !== undefined) {
      if (onAlternateStack(t, sp)) throw errno('EPERM');
      if ((ss.ss_flags & ~SS_DISABLE) !== 0) throw errno('EINVAL');
      const disabled = (ss.ss_flags & SS_DISABLE) !== 0;
      if (!disabled && ss.ss_size < MINSIGSTKSZ) throw errno('ENOMEM');
      t.alternateStack = disabled
        ? { base: 0, size: 0, disabled }
        : { base: ss.ss_sp, size: ss.ss_size, disabled };
    }
    if (!oss.isNull) oss.set(old);
  },
});
