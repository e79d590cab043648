import {
  defineSyscall,
  errno,
  fd,
  flags,
  mapMemory,
  PAGE_SIZE,
  ptr,
  type SyscallDefinition,
  size,
  uint,
} from '@anyuser/core';

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

const MREMAP = { MREMAP_MAYMOVE: 1, MREMAP_FIXED: 2, MREMAP_DONTUNMAP: 4 } as const;

/** mremap(2) (mm/mremap.c). */
export const mremap = defineSyscall({
  name: 'mremap',
  args: {
    old_address: ptr,
    old_size: size,
    new_size: size,
    flags: flags('mremap', { strict: true }),
    new_address: ptr,
  },
  returns: 'hex',
  run(thread, { old_address, old_size, new_size, flags: how, new_address }) {
    const mayMove = (how & MREMAP.MREMAP_MAYMOVE) !== 0;
    const fixed = (how & MREMAP.MREMAP_FIXED) !== 0;
    if (old_address % PAGE_SIZE !== 0 || new_size === 0) throw errno('EINVAL');
    if (fixed && (!mayMove || new_address % PAGE_SIZE !== 0)) throw errno('EINVAL');
    const keep = (how & MREMAP.MREMAP_DONTUNMAP) !== 0;
    if (keep && (!mayMove || old_size !== new_size)) throw errno('EINVAL');
    return thread.process.space.remap(old_address, old_size, new_size, {
      mayMove,
      keep,
      ...(fixed ? { to: new_address } : {}),
    });
  },
});
