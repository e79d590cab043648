import type { SyscallDefinition } from './define';

/** A row for a call that is known by name but not provided: answers ENOSYS (or what the OS answers), with a line under --strace. */
export interface UnimplementedSyscall {
  readonly name: string;
  readonly unimplemented: true;
  /** Why, for the support page. */
  readonly reason?: string;
  /** The error that a real kernel built without it gives; ENOSYS if absent. */
  readonly errno?: string;
}

/** The rows of one cell, by number. */
export type SyscallTable = Readonly<Record<number, SyscallDefinition | UnimplementedSyscall>>;

/** Declares that a call is not provided. */
export const unimplemented = (name: string, reason?: string, errno?: string): UnimplementedSyscall => ({
  name,
  unimplemented: true,
  reason,
  errno,
});

/** Rows that always fail with one error: calls of the machine's owner, and those that a kernel has in name only. */
export const refused = (
  error: string,
  reason: string,
  names: string,
): Readonly<Record<string, UnimplementedSyscall>> =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, unimplemented(name, reason, error)]));

/** Rows of calls that a kernel does not know, with the reason. */
export const unprovided = (reason: string, names: string): Readonly<Record<string, UnimplementedSyscall>> =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, unimplemented(name, reason)]));
