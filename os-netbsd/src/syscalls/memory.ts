import {
  type ArgumentType,
  alignedFlags,
  defineSyscall,
  errno,
  fd,
  off,
  PAGE_SIZE,
  ProtFlag,
  ptr,
  type SyscallDefinition,
  size,
  type Thread,
  word,
} from '@anyuser/core';
import { mapPages, protectPages } from '@anyuser/os-bsd';
import { programState } from '../program-state';

const W_AND_X = ProtFlag.PROT_WRITE | ProtFlag.PROT_EXEC;
const PROT_ALL = 7;
/** Protections that the pages may get later, besides those that they get (PROT_MPROTECT). */
const PROT_MPROTECT_SHIFT = 3;
const MAP_ALIGNMENT_SHIFT = 24;
const MAP_FIXED = 0x10;
const MAP_REMAPDUP = 4;

/** Protections by the bits that all systems share; what is above them is not looked at (VM_PROT_ALL). */
const prot: ArgumentType<{ readonly now: number; readonly later: number }> = {
  width: 'word',
  bind(abi) {
    const rows = abi.flags['prot']!;
    return {
      decode: (_t, low) => ({
        now: rows.decode(low & PROT_ALL),
        later: rows.decode((low >> PROT_MPROTECT_SHIFT) & PROT_ALL),
      }),
      format: (_t, low) => rows.format(low),
    };
  },
};

/** PaX: nothing is writable and executable at once. @throws KernelError EACCES (sys/kern/kern_pax.c, pax_mprotect_validate) */
function checkProtection(t: Thread, wanted: number): boolean {
  const { mprotect: restricted } = programState(t.process);
  if (restricted && (wanted & W_AND_X) === W_AND_X) throw errno('EACCES');
  return restricted;
}

export const mmap: SyscallDefinition = defineSyscall({
  name: 'mmap',
  args: { addr: ptr, len: size, prot, flags: alignedFlags('mmap'), fd, pos: off },
  returns: 'hex',
  run(t, { addr, len, prot: { now, later }, flags: { flags, alignment }, fd: number, pos }) {
    const restricted = checkProtection(t, now);
    const at = mapPages(t, {
      addr,
      len,
      prot: now,
      flags,
      fd: number,
      pos,
      alignment,
    });
    if (restricted) {
      const start = at - (at % PAGE_SIZE);
      t.process.space.regions.change(start, at + len, (part) => ({
        ...part,
        maxProt: part.maxProt & (now | later),
      }));
    }
    return at;
  },
});

export const mprotect: SyscallDefinition = defineSyscall({
  name: 'mprotect',
  args: { addr: ptr, len: size, prot },
  run(t, { addr, len, prot: { now } }) {
    checkProtection(t, now);
    protectPages(t, addr, len, now);
  },
});

/** mremap(oldp, oldsize, newp, newsize, flags): all of them whole pages (sys/uvm/uvm_mremap.c). */
export const mremap: SyscallDefinition = defineSyscall({
  name: 'mremap',
  args: { old_address: ptr, old_size: size, new_address: ptr, new_size: size, flags: word },
  returns: 'hex',
  run(t, { old_address, old_size, new_address, new_size, flags }) {
    const known = MAP_FIXED | MAP_REMAPDUP | (0xff << MAP_ALIGNMENT_SHIFT);
    if ((flags & ~known) !== 0 || old_size === 0) throw errno('EINVAL');
    if ([old_address, old_size, new_address, new_size].some((part) => part % PAGE_SIZE !== 0))
      throw errno('EINVAL');
    const { space } = t.process;
    // Only memory that has an identity of its own can be in two places.
    const twice = (flags & MAP_REMAPDUP) !== 0;
    if (twice && space.regions.find(old_address)?.shared === undefined) throw errno('EINVAL');
    if (new_size === 0) {
      space.unmap(old_address, old_size);
      return 0;
    }
    return space.remap(old_address, twice ? 0 : old_size, new_size, {
      mayMove: true,
      ...((flags & MAP_FIXED) !== 0 ? { to: new_address } : {}),
    });
  },
});
