import {
  type SyscallDefinition,
  type SyscallTable,
  type UnimplementedSyscall,
  unimplemented,
} from '@anyuser/core';
import { cacheflush, set_tls } from './syscalls/arm-private';
import { rt_sigreturn, sigreturn } from './syscalls/signal-return';

/** What each Linux syscall is, by name. Numbers are each port's own (abi/*.numbers.table.ts). */
export const LINUX_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = {
  rt_sigreturn,
  sigreturn,
};

/** What only one port has, or has in a form of its own. */
const PORT_SYSCALLS: Readonly<Record<string, Readonly<Record<string, SyscallDefinition>>>> = {
  arm: { __ARM_NR_cacheflush: cacheflush, __ARM_NR_set_tls: set_tls },
};

/** The table of a port: every number of it, implemented or declared unimplemented by name. */
export function syscallTable(numbers: Readonly<Record<number, string>>, port: string): SyscallTable {
  const own = PORT_SYSCALLS[port] ?? {};
  const rows: Record<number, SyscallDefinition | UnimplementedSyscall> = {};
  for (const [number, name] of Object.entries(numbers))
    rows[Number(number)] = own[name] ?? LINUX_SYSCALLS[name] ?? unimplemented(name);
  return rows;
}
