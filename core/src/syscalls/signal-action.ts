import { sigsetOf, sigsetWords } from '../abi/signal-numbers';
import type { StructValue } from '../abi/struct';
import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import type { Signal } from '../signal/signal';
import { inpOrNull, type OutStruct, out, signal } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';

/** struct sigaction under names without the union's; the mask may be a single word. */
export interface SigactionValue extends StructValue {
  readonly sa_handler: number;
  readonly sa_flags: number;
  readonly sa_mask: number | readonly number[];
  readonly sa_restorer?: number;
}

const SIG_DFL = 0;
const SIG_IGN = 1;

/** How a system's form of sigaction differs. */
export interface ActionRules {
  /** The trampoline that comes with the call (NetBSD). */
  readonly trampoline?: { readonly address: number; readonly version: number };
  /** SIGKILL and SIGSTOP may not even be given their default. */
  readonly fixed?: boolean;
  /** The struct's mask is a single word. */
  readonly oneWord?: boolean;
}

/** Sets and reports an action. @throws KernelError EINVAL */
export function changeAction(
  t: Thread,
  which: Signal,
  act: SigactionValue | undefined,
  oact: OutStruct,
  { trampoline, fixed, oneWord }: ActionRules = {},
): void {
  const { abi } = t;
  const old = t.process.action(which);
  if (act !== undefined) {
    const { sa_handler: handler, sa_mask: mask } = act;
    if ((which === 'SIGKILL' || which === 'SIGSTOP') && (fixed || handler !== SIG_DFL)) throw errno('EINVAL');
    t.process.setAction(which, {
      handler: handler === SIG_DFL ? 'default' : handler === SIG_IGN ? 'ignore' : handler,
      flags: abi.flags['sigaction']!.decode(act.sa_flags),
      mask: sigsetOf(abi, typeof mask === 'number' ? [mask] : mask)
        .delete('SIGKILL')
        .delete('SIGSTOP'),
      restorer: trampoline?.address ?? act.sa_restorer ?? 0,
      ...(trampoline === undefined ? {} : { version: trampoline.version }),
    });
  }
  if (oact.isNull) return;
  const { handler } = old;
  const words = sigsetWords(abi, old.mask);
  oact.set({
    sa_handler: handler === 'default' ? SIG_DFL : handler === 'ignore' ? SIG_IGN : handler,
    sa_flags: abi.flags['sigaction']!.encode(old.flags),
    sa_restorer: old.restorer,
    sa_mask: oneWord ? words[0]! : words,
  });
}

export const sigaction = defineSyscall({
  name: 'sigaction',
  args: { sig: signal, act: inpOrNull<SigactionValue>('sigaction'), oact: out('sigaction') },
  run: (t, { sig, act, oact }) => changeAction(t, sig, act, oact),
});
