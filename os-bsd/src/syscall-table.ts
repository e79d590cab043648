import {
  type SyscallDefinition,
  type SyscallTable,
  type UnimplementedSyscall,
  unimplemented,
} from '@anyuser/core';
import { SHARED_SYSCALLS } from './shared-syscalls';

/**
 * An OS's table: each of its numbers is its own definition of that name, the one that the BSDs share, or declared
 * unimplemented. Numbers are never inherited.
 */
export function tableOf(
  numbers: Readonly<Record<number, string>>,
  own: Readonly<Record<string, SyscallDefinition | UnimplementedSyscall>>,
): SyscallTable {
  const rows: Record<number, SyscallDefinition | UnimplementedSyscall> = {};
  for (const [number, name] of Object.entries(numbers))
    rows[Number(number)] = own[name] ?? SHARED_SYSCALLS[name] ?? unimplemented(name);
  return rows;
}
