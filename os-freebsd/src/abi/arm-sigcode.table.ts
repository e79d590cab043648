/** The page that the kernel shares with every process, above the stack. */
export const SHARED_PAGE = 0xffff_0000;
/** Where handlers return to: at its start (sys/arm/arm/locore.S, sigcode). */
export const SIGCODE = SHARED_PAGE;
/** Offset of the ucontext in a signal frame. */
const SIGF_UC = 64;
const SYS_sigreturn = 417;
const SYS_exit = 1;

/** sigreturn(&frame->ucontext), and exit should that ever come back. */
export const sigcode: readonly number[] = [
  0xe28d_0000 | SIGF_UC, // add r0, sp, #SIGF_UC
  0xe300_7000 | ((SYS_sigreturn & 0xf000) << 4) | (SYS_sigreturn & 0xfff), // movw r7, #SYS_sigreturn
  0xef00_0000, // swi 0
  0xe3a0_7000 | SYS_exit, // mov r7, #SYS_exit
  0xef00_0000, // swi 0
  0xeaff_fffd, // b to the mov
];
