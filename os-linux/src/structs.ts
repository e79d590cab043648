import { arrayOf, bytes, type StructType, struct } from '@anyuser/core';
import type { Family } from './family';
import * as table from './structs.table';

/** `struct sigaction` of rt_sigaction: the generic one (kernel/signal.c) and MIPS's, without restorer (arch/mips/include/uapi/asm/signal.h). */
const sigaction = struct('sigaction', {
  sa_handler: 'ptr',
  sa_flags: 'ulong',
  sa_restorer: 'ptr',
  sa_mask: arrayOf('u32', 2),
});
const sigactionMips = struct('sigaction', { sa_flags: 'u32', sa_handler: 'ptr', sa_mask: arrayOf('u32', 4) });
/** `struct old_sigaction` of sigaction. */
const oldSigaction = struct('old_sigaction', {
  sa_handler: 'ptr',
  sa_mask: 'u32',
  sa_flags: 'ulong',
  sa_restorer: 'ptr',
});
const oldSigactionMips = struct('old_sigaction', {
  sa_flags: 'u32',
  sa_handler: 'ptr',
  sa_mask: arrayOf('u32', 4),
  sa_pad: arrayOf('i32', 2),
});
/** `struct sigevent`: of the union, the thread id. */
const sigevent = struct('sigevent', {
  sigev_value: 'ptr',
  sigev_signo: 'i32',
  sigev_notify: 'i32',
  sigev_notify_thread_id: 'i32',
  _pad: bytes(48),
});

const sockaddr_in = struct('sockaddr_in', {
  sin_family: 'u16',
  sin_port: bytes(2),
  sin_addr: bytes(4),
  sin_zero: bytes(8),
});
const sockaddr_in6 = struct('sockaddr_in6', {
  sin6_family: 'u16',
  sin6_port: bytes(2),
  sin6_flowinfo: 'u32',
  sin6_addr: bytes(16),
  sin6_scope_id: 'u32',
});
const sockaddr_un = struct('sockaddr_un', { sun_family: 'u16', sun_path: bytes(108) });

/** The structs of a family, by the names that argument types use. */
export function structsOf(family: Family, bigEndian = false): Readonly<Record<string, StructType>> {
  const structs: Record<string, StructType> = {
    sigaction,
    oldSigaction,
    sigevent,
    sockaddr_in,
    sockaddr_in6,
    sockaddr_un,
  };
  for (const [name, type] of Object.entries(table)) if (!/Mips(el)?$/.test(name)) structs[name] = type;
  if (family === 'generic') return structs;
  for (const [name, type] of Object.entries(table))
    if (name.endsWith('Mips')) structs[name.slice(0, -4)] = type;
  if (!bigEndian) structs['msqid_ds'] = table.msqid_dsMipsel;
  return { ...structs, sigaction: sigactionMips, oldSigaction: oldSigactionMips };
}
