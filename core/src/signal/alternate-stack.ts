import type { Thread } from '../kernel/thread';

/** What a system takes for an alternate signal stack, and when it counts as in use. */
export interface SignalStackRules {
  /** Bytes that it has at least (MINSIGSTKSZ). */
  readonly minimum: number;
  /** Bits of ss_flags that may be given. */
  readonly settable: number;
  /** Whether a stack pointer at its very top is on it (Linux), or one at its very bottom (BSD). */
  readonly top: boolean;
}

/** Whether a stack pointer lies on the thread's alternate stack. */
export function onAlternateStack(t: Thread, sp: number): boolean {
  const { base, size, disabled } = t.alternateStack;
  if (disabled) return false;
  return t.abi.signalStack.top ? sp > base && sp - base <= size : sp >= base && sp - base < size;
}
