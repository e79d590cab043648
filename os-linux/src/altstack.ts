import { structCodec, type Thread } from '@anyuser/core';

const SS_ONSTACK = 1;
const SS_DISABLE = 2;

/** Whether a stack pointer lies on the thread's alternate stack. */
export const onAlternateStack = ({ alternateStack: { base, size, disabled } }: Thread, sp: number): boolean =>
  !disabled && sp > base && sp - base <= size;

/** Writes the thread's alternate stack as a stack_t, as signal frames and sigaltstack(2) show it; `sp` tells whether it is in use. */
export function writeStack(thread: Thread, address: number, sp: number): void {
  const { base, size, disabled } = thread.alternateStack;
  structCodec(thread.abi, 'stack').write(thread.mem, address, {
    ss_sp: base,
    ss_size: size,
    ss_flags: disabled ? SS_DISABLE : onAlternateStack(thread, sp) ? SS_ONSTACK : 0,
  });
}

/** Sets the alternate stack from a frame's stack_t; a bad one changes nothing, as the kernel's restore_altstack. */
export function restoreAlternateStack(thread: Thread, address: number): void {
  const value = structCodec(thread.abi, 'stack').read(thread.mem, address);
  const disabled = ((value['ss_flags'] as number) & SS_DISABLE) !== 0;
  thread.alternateStack = disabled
    ? { base: 0, size: 0, disabled: true }
    : { base: value['ss_sp'] as number, size: value['ss_size'] as number, disabled: false };
}
