import { arrayOf, bytes, type StructType, struct } from '@anyuser/core';
import * as table from './structs.table';

const sigaction = struct('sigaction', { sa_handler: 'ptr', sa_mask: arrayOf('u32', 1), sa_flags: 'i32' });
const sockaddr_in = struct('sockaddr_in', {
  sin_len: 'u8',
  sin_family: 'u8',
  sin_port: bytes(2),
  sin_addr: bytes(4),
  sin_zero: bytes(8),
});
const sockaddr_in6 = struct('sockaddr_in6', {
  sin6_len: 'u8',
  sin6_family: 'u8',
  sin6_port: bytes(2),
  sin6_flowinfo: 'u32',
  sin6_addr: bytes(16),
  sin6_scope_id: 'u32',
});
const sockaddr_un = struct('sockaddr_un', { sun_len: 'u8', sun_family: 'u8', sun_path: bytes(104) });

/** OpenBSD's structs by the names that argument types use. */
export const structs: Readonly<Record<string, StructType>> = {
  ...table,
  sigaction,
  sockaddr_in,
  sockaddr_in6,
  sockaddr_un,
};
