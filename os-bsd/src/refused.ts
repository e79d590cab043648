import type { SignalInfo, Thread } from '@anyuser/core';

/** SIGSYS besides ENOSYS for what a kernel does not know; other errors of a row come alone (sys/kern/kern_sig.c, sys_nosys). */
export const refuseUnknown = (
  _thread: Thread,
  number: number,
  row: { readonly errno?: string | undefined } | undefined,
): SignalInfo | undefined =>
  row?.errno === undefined ? { signal: 'SIGSYS', code: 'SI_KERNEL', syscall: number } : undefined;
