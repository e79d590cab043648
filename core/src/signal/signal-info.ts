import type { Signal } from './signal';

/** `si_code` by name; the ABI has the numbers. `SI_USER` kill, `SI_TKILL`/`SI_LWP` thread kill, … */
export type SignalCode =
  | 'SI_USER'
  | 'SI_KERNEL'
  | 'SI_QUEUE'
  | 'SI_TIMER'
  | 'SI_MESGQ'
  | 'SI_ASYNCIO'
  | 'SI_SIGIO'
  | 'SI_TKILL'
  | 'ILL_ILLOPC'
  | 'ILL_ILLOPN'
  | 'ILL_ILLTRP'
  | 'ILL_PRVOPC'
  | 'FPE_INTDIV'
  | 'FPE_INTOVF'
  | 'FPE_FLTDIV'
  | 'FPE_FLTOVF'
  | 'FPE_FLTUND'
  | 'FPE_FLTUNK'
  | 'FPE_FLTRES'
  | 'FPE_FLTINV'
  | 'FPE_FLTSUB'
  | 'SEGV_MAPERR'
  | 'SEGV_ACCERR'
  | 'BUS_ADRALN'
  | 'BUS_ADRERR'
  | 'BUS_OBJERR'
  | 'TRAP_BRKPT'
  | 'TRAP_CAP'
  | 'TRAP_TRACE'
  | 'CLD_EXITED'
  | 'CLD_KILLED'
  | 'CLD_DUMPED'
  | 'CLD_TRAPPED'
  | 'CLD_STOPPED'
  | 'CLD_CONTINUED'
  | 'POLL_IN'
  | 'POLL_OUT'
  | 'POLL_ERR'
  | 'POLL_PRI'
  | 'POLL_HUP'
  | 'SYS_SECCOMP';

/** What a signal carries (`siginfo_t`), without numbers of any ABI. Only the fields of its kind are set. */
export interface SignalInfo {
  readonly signal: Signal;
  readonly code: SignalCode;
  /** A number given by the guest itself (rt_sigqueueinfo) instead of `code`. */
  readonly rawCode?: number;
  readonly errno?: number;
  /** Sender, or the child of SIGCHLD. */
  readonly pid?: number;
  readonly uid?: number;
  /** sigval of queued signals and timers, as the raw word(s). */
  readonly value?: number;
  /** Faulting address. */
  readonly address?: number;
  readonly trap?: number;
  /** SIGCHLD: exit status or signal name. */
  readonly status?: number | Signal;
  readonly utime?: number;
  readonly stime?: number;
  readonly timerId?: number;
  readonly overrun?: number;
  readonly band?: number;
  readonly fd?: number;
  /** SIGSYS: the syscall's number. */
  readonly syscall?: number;
}

/** What a process does on a signal. */
export interface SignalAction {
  /** A guest address, or the default action, or nothing. */
  readonly handler: number | 'default' | 'ignore';
  /** Canonical bits, see SigactionFlag in abi/flags.ts. */
  readonly flags: number;
  /** Blocked while the handler runs. */
  readonly mask: import('./signal-set').SignalSet;
  /** Where the handler returns to (SA_RESTORER, NetBSD's trampoline), 0 if the kernel's own. */
  readonly restorer: number;
  /** ABI version of the trampoline (NetBSD); 0 elsewhere. */
  readonly version?: number;
}
