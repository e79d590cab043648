import { defineSyscall, fd, flags, mapMemory, ptr, type SyscallDefinition, size, uint } from '@anyuser/core';

/** mmap with its offset in units: 4096 bytes for mmap2, 1 for the old call. */
const mapping = (name: string, unit: number): SyscallDefinition =>
  defineSyscall({
    name,
    args: { addr: ptr, length: size, prot: flags('prot'), flags: flags('mmap'), fd, pgoff: uint },
    returns: 'hex',
    run: (thread, { pgoff, ...args }) => mapMemory(thread, { ...args, offset: pgoff * unit }),
  });

/** Offsets in units of 4096 bytes (arch/arm/kernel/entry-common.S). */
export const mmap2 = mapping('mmap2', 4096);
/** Offset in bytes. */
export const old_mmap = mapping('mmap', 1);
