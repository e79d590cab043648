import {
  type AddressSpace,
  choice,
  defineSyscall,
  errno,
  fd,
  flags,
  MapFlag,
  off,
  PAGE_SIZE,
  ProtFlag,
  pageUp,
  ptr,
  type SyscallDefinition,
  size,
  type Thread,
  u64,
  variant,
} from '@anyuser/core';
import { inheritPages, mapPages, pagesOf, madvise as plainMadvise, protectPages } from '@anyuser/os-bsd';
import { stateOf } from '../process-state';
import { Tag } from '../tags';

const W_AND_X = ProtFlag.PROT_WRITE | ProtFlag.PROT_EXEC;
const R_AND_W = ProtFlag.PROT_READ | ProtFlag.PROT_WRITE;
const ANONYMOUS_PRIVATE = MapFlag.MAP_ANONYMOUS | MapFlag.MAP_PRIVATE;
const STACK_FLAGS = MapFlag.MAP_STACK | MapFlag.MAP_FIXED | ANONYMOUS_PRIVATE;

/** W^X. @throws KernelError ENOTSUP (sys/uvm/uvm_mmap.c, uvm_wxcheck) */
function checkProtection(t: Thread, prot: number): void {
  if ((prot & W_AND_X) === W_AND_X && !stateOf(t.process).wxNeeded) throw errno('ENOTSUP');
}

/** @throws KernelError EPERM where a part of the range is immutable */
function checkMutable(space: AddressSpace, start: number, end: number): void {
  for (const { tags } of space.regions.within(start, end))
    if ((tags & Tag.immutable) !== 0) throw errno('EPERM');
}

/** mmap: W^X, immutable places, and stacks that say so. */
export const mmap: SyscallDefinition = defineSyscall({
  name: 'mmap',
  args: {
    addr: ptr,
    len: size,
    prot: flags('prot', { strict: true }),
    flags: flags('mmap', { strict: true }),
    fd,
    pos: off,
  },
  returns: 'hex',
  run(t, { addr, len, prot, flags: how, fd: number, pos }) {
    checkProtection(t, prot);
    const { space } = t.process;
    const stack = (how & MapFlag.MAP_STACK) !== 0;
    if (stack && ((how & ~STACK_FLAGS) !== 0 || (how & ANONYMOUS_PRIVATE) !== ANONYMOUS_PRIVATE))
      throw errno('EINVAL');
    if (stack && (pos !== 0 || (prot & R_AND_W) !== R_AND_W)) throw errno('EINVAL');
    const fixed = (how & MapFlag.MAP_FIXED) !== 0;
    const noReplace = (how & MapFlag.__MAP_NOREPLACE) !== 0;
    if (noReplace && !fixed) throw errno('EINVAL');
    if ((how & MapFlag.MAP_ANONYMOUS) !== 0 && (how & MapFlag.__MAP_NOFAULT) !== 0) throw errno('EINVAL');
    if (noReplace && !space.regions.free(addr, addr + pageUp(len))) throw errno('ENOMEM');
    if (fixed) checkMutable(space, addr, addr + pageUp(len));
    const at = mapPages(t, { addr, len, prot, flags: how, fd: number, pos });
    if (stack) space.tag(at, len, Tag.stack);
    return at;
  },
});

/** The form with a word before the offset, up to 7.2: the same slots on 32-bit machines. */
export const pad_mmap = variant(mmap, { name: 'pad_mmap' });

export const munmap = defineSyscall({
  name: 'munmap',
  args: { addr: ptr, len: size },
  run(t, { addr, len }) {
    const { space } = t.process;
    const { start, end } = pagesOf(t, addr, len);
    if (end === start) return;
    if (start < PAGE_SIZE || !space.regions.covers(start, end)) throw errno('EINVAL');
    checkMutable(space, start, end);
    space.unmap(start, end - start);
  },
});

export const mprotect = defineSyscall({
  name: 'mprotect',
  args: { addr: ptr, len: size, prot: flags('prot', { strict: true }) },
  run(t, { addr, len, prot }) {
    checkProtection(t, prot);
    const { space } = t.process;
    const { start, end } = pagesOf(t, addr, len);
    checkMutable(space, start, end);
    protectPages(t, addr, len, prot);
  },
});

/** mquery: where a mapping would go, or whether it may go where it must. @throws KernelError EINVAL, ENOMEM */
export const mquery: SyscallDefinition = defineSyscall({
  name: 'mquery',
  args: { addr: ptr, len: size, prot: flags('prot', { strict: true }), flags: flags('mmap'), fd, pos: off },
  returns: 'hex',
  run(t, { addr, len, flags: how }) {
    const { space } = t.process;
    const length = pageUp(len);
    if ((how & MapFlag.MAP_FIXED) !== 0) {
      if (addr % PAGE_SIZE !== 0 || !space.regions.free(addr, addr + length)) throw errno('EINVAL');
      return addr;
    }
    const at = space.map({ address: addr, length, prot: 0 });
    space.unmap(at, length);
    return at;
  },
});
export const pad_mquery = variant(mquery, { name: 'pad_mquery' });

/** minherit(addr, len, inherit): what a child gets of the range. */
export const minherit = defineSyscall({
  name: 'minherit',
  args: { addr: ptr, len: size, inherit: choice('minherit') },
  run(t, { addr, len, inherit }) {
    const { space } = t.process;
    const { start, end } = pagesOf(t, addr, len);
    checkMutable(space, start, end);
    inheritPages(t, start, end, inherit);
  },
});

/** Advice that lets go of pages. */
const FREES: ReadonlySet<unknown> = new Set(['MADV_DONTNEED', 'MADV_FREE']);

/** madvise: what lets go of pages may meet neither a hole nor immutable memory (sys/uvm/uvm_map.c, uvm_map_clean). */
export const madvise: SyscallDefinition = {
  ...plainMadvise,
  run(t, args) {
    const { addr, length, advice } = args as unknown as { addr: number; length: number; advice: string };
    if (FREES.has(advice)) {
      const { space } = t.process;
      const { start, end } = pagesOf(t, addr, length);
      if (!space.regions.covers(start, end)) throw errno('EFAULT');
      checkMutable(space, start, end);
    }
    return plainMadvise.run(t, args);
  },
};

/** Blocks of one kbind call, and bytes of one. */
const KBIND_BLOCKS = 2;
const KBIND_DATA = 24;
const KBIND_ENTRY = 8;

/**
 * kbind(param, psize, cookie): ld.so writes a word or two of a table that is read-only to everyone else. Who calls first is
 * the only one who may, with the same cookie (sys/uvm/uvm_mmap.c); whoever else does is ended.
 * @param caller - address of the call of a thread.
 */
export const kbind = (caller: (t: Thread) => number): SyscallDefinition =>
  defineSyscall({
    name: 'kbind',
    args: { param: ptr, psize: size, proc_cookie: u64 },
    run(t, { param, psize, proc_cookie }) {
      const state = stateOf(t.process);
      const from = caller(t);
      const { kbind: known } = state;
      if (known === undefined) state.kbind = param === 0 ? 'off' : { caller: from, cookie: proc_cookie };
      else if (
        known === 'off' ? param !== 0 : param === 0 || known.caller !== from || known.cookie !== proc_cookie
      ) {
        t.process.exit({ signal: 'SIGILL', core: false });
        return;
      }
      if (param !== 0) bind(t, param, psize);
    },
  });

function bind(t: Thread, param: number, psize: number): void {
  const blocks: { readonly address: number; readonly size: number }[] = [];
  const { userTop } = t.process.space.layout;
  let header = 0;
  let total = 0;
  if (psize < KBIND_ENTRY || psize > KBIND_BLOCKS * KBIND_ENTRY + KBIND_DATA) throw errno('EINVAL');
  while (header + total < psize) {
    if (blocks.length === KBIND_BLOCKS) throw errno('EINVAL');
    const block = { address: t.mem.u32(param + header), size: t.mem.u32(param + header + 4) };
    if (block.size === 0 || block.size > KBIND_DATA) throw errno('EINVAL');
    if (block.address === 0 || block.address + block.size > userTop) throw errno('EINVAL');
    blocks.push(block);
    header += KBIND_ENTRY;
    total += block.size;
  }
  if (header + total !== psize) throw errno('EINVAL');
  let at = param + header;
  for (const { address, size: length } of blocks) {
    force(t, address, t.mem.bytes(at, length).slice());
    at += length;
  }
}

/** Writes to memory that the program itself may not write to, page by page. */
function force(t: Thread, address: number, data: Uint8Array): void {
  const { space } = t.process;
  const page = address - (address % PAGE_SIZE);
  const inPage = Math.min(data.length, page + PAGE_SIZE - address);
  const region = space.regions.find(address);
  if (region === undefined) throw errno('EFAULT');
  const { prot } = region;
  space.protect(page, PAGE_SIZE, ProtFlag.PROT_READ | ProtFlag.PROT_WRITE);
  try {
    t.mem.write(address, data.subarray(0, inPage));
  } finally {
    space.protect(page, PAGE_SIZE, prot);
  }
  if (inPage < data.length) force(t, address + inPage, data.subarray(inPage));
}
