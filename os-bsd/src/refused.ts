import { type SignalInfo, type Thread, type UnimplementedSyscall, unimplemented } from '@anyuser/core';

/** Rows that always fail with one error: calls of the machine's owner, and those that a kernel has in name only. */
export const refused = (
  error: string,
  reason: string,
  names: string,
): Readonly<Record<string, UnimplementedSyscall>> =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, unimplemented(name, reason, error)]));

/** SIGSYS besides ENOSYS for what a kernel does not know; other errors of a row come alone (sys/kern/kern_sig.c, sys_nosys). */
export const refuseUnknown = (
  _thread: Thread,
  number: number,
  row: { readonly errno?: string | undefined } | undefined,
): SignalInfo | undefined =>
  row?.errno === undefined ? { signal: 'SIGSYS', code: 'SI_KERNEL', syscall: number } : undefined;
