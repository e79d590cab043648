/** Where handlers return to. The kernel has it on the stack below ps_strings; here a page of the kernel's own holds it. */
export const SIGCODE_PAGE = 0xffff_0000;
/** Offset of the ucontext in a signal frame. */
export const SIGF_UC = 16;
const SYS_sigreturn = 417;

/** sigreturn(&frame->sf_uc), and a break should that ever come back (sys/mips/mips/locore.S, sigcode). */
export const sigcode: readonly number[] = [
  0x27a4_0000 | SIGF_UC, // addiu a0, sp, SIGF_UC
  0x2402_0000 | SYS_sigreturn, // li v0, SYS_sigreturn
  0x0000_000c, // syscall
  0x0000_000d, // break
];
