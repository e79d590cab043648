import { encodeWords } from '@anyuser/core';

/** Where handlers return to: a page of the kernel's own, as the vDSO is (arch/mips/vdso/sigreturn.S). */
export const TRAMPOLINE_PAGE = 0xffff_0000;
const SIGRETURN = 4119;
const RT_SIGRETURN = 4193;
const li = (number: number): number => (0x2402_0000 | number) >>> 0;
const SYSCALL = 0x0000_000c;

/** Return address of a handler. */
export const returnAddress = (realtime: boolean): number => TRAMPOLINE_PAGE + (realtime ? 8 : 0);

/** `li v0, number; syscall`, for sigreturn and rt_sigreturn. */
export function trampolinePage(bigEndian: boolean): Uint8Array {
  const page = new Uint8Array(0x1000);
  page.set(encodeWords([li(SIGRETURN), SYSCALL, li(RT_SIGRETURN), SYSCALL], bigEndian));
  return page;
}
