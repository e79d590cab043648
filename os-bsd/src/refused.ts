import { defineSyscall, errno, type SyscallDefinition } from '@anyuser/core';

/** Calls that always fail with one error: those of the machine's owner, and those that a kernel has in name only. */
export function refused(error: string, names: string): Readonly<Record<string, SyscallDefinition>> {
  const call = (name: string): SyscallDefinition =>
    defineSyscall({
      name,
      args: {},
      run() {
        throw errno(error as 'EPERM');
      },
    });
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, call(name)]));
}
