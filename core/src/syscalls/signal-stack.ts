import { structCodec } from '../abi/codecs';
import type { StructValue } from '../abi/struct';
import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { onAlternateStack } from '../signal/alternate-stack';
import { inpOrNull, out } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';

type StackValue = Readonly<Record<'ss_sp' | 'ss_size' | 'ss_flags', number>>;

const bit = (t: Thread, name: 'SS_ONSTACK' | 'SS_DISABLE'): number => t.abi.flags['altstack']!.bits(name);

/** The thread's alternate stack as stack_t; `sp` tells whether it is in use. */
export function stackValue(t: Thread, sp: number): StructValue {
  const { base, size, disabled } = t.alternateStack;
  const flags = disabled ? bit(t, 'SS_DISABLE') : onAlternateStack(t, sp) ? bit(t, 'SS_ONSTACK') : 0;
  return { ss_sp: base, ss_size: size, ss_flags: flags };
}

function setStack(t: Thread, { ss_sp, ss_size, ss_flags }: StackValue): void {
  const disabled = (ss_flags & bit(t, 'SS_DISABLE')) !== 0;
  t.alternateStack = disabled ? { base: 0, size: 0, disabled } : { base: ss_sp, size: ss_size, disabled };
}

/** Sets the alternate stack from the stack_t of a signal frame, which is not checked. */
export const restoreAlternateStack = (t: Thread, address: number): void =>
  setStack(t, structCodec(t.abi, 'stack').read(t.mem, address) as unknown as StackValue);

/** sigaltstack; what a system takes is `Abi.signalStack`. */
export const sigaltstack = defineSyscall({
  name: 'sigaltstack',
  args: { ss: inpOrNull<StackValue>('stack'), oss: out('stack') },
  run(t, { ss, oss }) {
    const { settable, minimum } = t.abi.signalStack;
    const sp = t.abi.stackPointer(t.cpu);
    const old = stackValue(t, sp);
    if (ss !== undefined) {
      if (onAlternateStack(t, sp)) throw errno('EPERM');
      if ((ss.ss_flags & ~settable) !== 0) throw errno('EINVAL');
      if ((ss.ss_flags & bit(t, 'SS_DISABLE')) === 0 && ss.ss_size < minimum) throw errno('ENOMEM');
      setStack(t, ss);
    }
    if (!oss.isNull) oss.set(old);
  },
});
