import { arrayOf, type StructType, struct } from '@anyuser/core';
import { sembuf, socketAddresses } from '@anyuser/os-bsd';
import * as table from './structs.table';

const sigaction = struct('sigaction', { sa_handler: 'ptr', sa_mask: arrayOf('u32', 4), sa_flags: 'u32' });

/** NetBSD's structs by the names that argument types use. */
export const structs: Readonly<Record<string, StructType>> = {
  ...table,
  ...socketAddresses,
  sigaction,
  sembuf,
};
