/** The page that the kernel maps for every process, executable only. */
export const SIGCODE_PAGE = 0xffff_0000;
/** Where handlers return to (sys/arch/arm/arm/sigcode.S). */
export const SIGCODE = SIGCODE_PAGE;
/** Offset of the sigcontext in a signal frame. */
const SIGF_SC = 16;
const SYS_sigreturn = 103;
const SYS_exit = 1;

/** sigreturn(&frame->sf_sc), and exit should that ever come back. */
export const sigcode: readonly number[] = [
  0xe28d_0000 | SIGF_SC, // add r0, sp, #SIGF_SC
  0xe3a0_c000 | SYS_sigreturn, // mov r12, #SYS_sigreturn
  0xef00_0000, // swi 0
  0xf57f_f047, // dsb nsh
  0xf57f_f06f, // isb sy
  0xe3a0_c000 | SYS_exit, // mov r12, #SYS_exit
  0xef00_0000, // swi 0
  0xf57f_f047, // dsb nsh
  0xf57f_f06f, // isb sy
  0xeaff_fffa, // b to the mov
];
/** The one place that sigreturn may come from. */
export const SIGRETURN_CALL = SIGCODE + 8;
