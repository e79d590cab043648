import type { SyscallDefinition } from '@anyuser/core';
import * as core from '@anyuser/core';

/** lseek whose result is an off_t in two registers, however small. */
export const lseek: SyscallDefinition = {
  ...core.lseek,
  run: (t, args) => BigInt(core.lseek.run(t, args) as number | bigint),
};
