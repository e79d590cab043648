import { arrayOf, type StructType, struct } from '@anyuser/core';
import { sembuf, socketAddresses } from '@anyuser/os-bsd';
import * as table from './structs.table';

const sigaction = struct('sigaction', { sa_handler: 'ptr', sa_mask: arrayOf('u32', 1), sa_flags: 'i32' });

/** OpenBSD's structs by the names that argument types use. */
export const structs: Readonly<Record<string, StructType>> = {
  ...table,
  ...socketAddresses,
  sigaction,
  sembuf,
};
