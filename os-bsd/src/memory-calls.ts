import * as core from '@anyuser/core';
import {
  alignedFlags,
  choice,
  defineSyscall,
  errno,
  fd,
  flags,
  KernelError,
  MapFlag,
  mapMemory,
  off,
  PAGE_SIZE,
  ProtFlag,
  pageUp,
  ptr,
  type SyscallDefinition,
  size,
  type Thread,
} from '@anyuser/core';

/** The whole pages that hold a range: calls of the BSDs round their addresses. @throws KernelError EINVAL past the user's half */
export function pagesOf(
  t: Thread,
  addr: number,
  len: number,
): { readonly start: number; readonly end: number } {
  const start = addr - (addr % PAGE_SIZE);
  const end = start + pageUp(len + (addr % PAGE_SIZE));
  if (end > t.process.space.layout.userTop) throw errno('EINVAL');
  return { start, end };
}

/** Arguments of mmap: flags without the alignment, which some systems keep among them. */
export interface MapArguments {
  readonly addr: number;
  readonly len: number;
  readonly prot: number;
  readonly flags: number;
  readonly fd: number;
  readonly pos: number;
  /** Bytes that the address is a multiple of; a page if absent. */
  readonly alignment?: number;
}

/**
 * mmap as uvm has it: the file offset may lie within a page, and the result lies as far within its own; what is neither shared
 * nor private is private (sys/uvm/uvm_mmap.c). @throws KernelError EINVAL
 */
export function mapPages(
  t: Thread,
  { addr, len, prot, flags: how, fd, pos, alignment = PAGE_SIZE }: MapArguments,
): number {
  const { space } = t.process;
  const sharing = how & (MapFlag.MAP_SHARED | MapFlag.MAP_PRIVATE);
  if (sharing === (MapFlag.MAP_SHARED | MapFlag.MAP_PRIVATE)) throw errno('EINVAL');
  if ((how & MapFlag.MAP_ANONYMOUS) !== 0 && fd !== -1) throw errno('EINVAL');
  const fixed = (how & MapFlag.MAP_FIXED) !== 0;
  const inPage = pos % PAGE_SIZE;
  const length = len === 0 ? 0 : len + inPage;
  const request = {
    length,
    prot,
    flags: sharing !== 0 ? how : how | MapFlag.MAP_PRIVATE,
    fd,
    offset: pos - inPage,
  };
  if (fixed) {
    if ((addr - inPage) % alignment !== 0) throw errno('EINVAL');
    return mapMemory(t, { ...request, addr: addr - inPage }) + inPage;
  }
  if (alignment === PAGE_SIZE || length === 0) return mapMemory(t, { ...request, addr }) + inPage;
  const room = space.map({ address: 0, length: pageUp(length) + alignment, prot: 0 });
  space.unmap(room, pageUp(length) + alignment);
  const place = Math.ceil(room / alignment) * alignment;
  return mapMemory(t, { ...request, addr: place, flags: request.flags | MapFlag.MAP_FIXED }) + inPage;
}

const EXCLUSIVE = MapFlag.MAP_FIXED | MapFlag.MAP_EXCL;
const GUARD = MapFlag.MAP_GUARD | EXCLUSIVE;
const READ_AND_WRITE = ProtFlag.PROT_READ | ProtFlag.PROT_WRITE;

/** mmap with guards and stacks, neither of which need be said to be anonymous (sys/vm/vm_mmap.c, kern_mmap). */
export const mmap: SyscallDefinition = defineSyscall({
  name: 'mmap',
  args: {
    addr: ptr,
    len: size,
    prot: flags('prot'),
    flags: alignedFlags('mmap', { strict: true }),
    fd,
    pos: off,
  },
  returns: 'hex',
  run(t, { addr, len, prot, flags: { flags: given, alignment }, fd: number, pos }) {
    const guard = (given & MapFlag.MAP_GUARD) !== 0;
    const stack = (given & MapFlag.MAP_STACK) !== 0;
    const how = guard || stack ? given | MapFlag.MAP_ANONYMOUS : given;
    const anonymous = (how & MapFlag.MAP_ANONYMOUS) !== 0;
    if (
      len === 0 ||
      (given & EXCLUSIVE) === MapFlag.MAP_EXCL ||
      (guard && (prot !== 0 || (given & ~GUARD) !== 0)) ||
      (stack && (prot & READ_AND_WRITE) !== READ_AND_WRITE) ||
      (anonymous && (number !== -1 || (pos !== 0 && !stack))) ||
      (!anonymous && (given & (MapFlag.MAP_SHARED | MapFlag.MAP_PRIVATE)) === 0)
    )
      throw errno('EINVAL');
    try {
      return mapPages(t, { addr, len, prot, flags: how, fd: number, pos: anonymous ? 0 : pos, alignment });
    } catch (error) {
      throw error instanceof KernelError && error.code === 'EEXIST' ? errno('ENOMEM') : error;
    }
  },
});

/**
 * munmap of any range: holes are passed over.
 * @param empty - the error for no bytes at all; undefined: none.
 */
export const munmapCall = (empty: 'EINVAL' | undefined): SyscallDefinition =>
  defineSyscall({
    name: 'munmap',
    args: { addr: ptr, length: size },
    run(t, { addr, length }) {
      const { start, end } = pagesOf(t, addr, length);
      if (length === 0 && empty !== undefined) throw errno(empty);
      if (end > start) t.process.space.unmap(start, end - start);
    },
  });

/** Changes the protection of the pages of a range; holes are passed over. @throws KernelError EINVAL, EACCES */
export function protectPages(t: Thread, addr: number, length: number, prot: number): void {
  const { start, end } = pagesOf(t, addr, length);
  try {
    t.process.space.protect(start, end - start, prot);
  } catch (error) {
    if (!(error instanceof KernelError) || error.code !== 'ENOMEM') throw error;
  }
}

export const mprotect = defineSyscall({
  name: 'mprotect',
  args: { addr: ptr, length: size, prot: flags('prot', { strict: true }) },
  run: (t, { addr, length, prot }) => protectPages(t, addr, length, prot),
});

/** madvise: pages that are not needed keep what they hold (MADV_DONTNEED), those that are free lose it. */
export const madvise: SyscallDefinition = defineSyscall({
  name: 'madvise',
  args: { addr: ptr, length: size, advice: choice('madvise') },
  run(t, { addr, length, advice }) {
    const { start, end } = pagesOf(t, addr, length);
    if (advice === 'MADV_DONTNEED') {
      if (!t.process.space.regions.covers(start, end)) throw errno('ENOMEM');
      return;
    }
    return core.madvise.run(t, { addr: start, length: end - start, advice }) as undefined;
  },
});

/** By the names without the prefix MAP_, which FreeBSD's do not have. */
const ON_FORK = { INHERIT_NONE: 'drop', INHERIT_ZERO: 'wipe', INHERIT_COPY: 'copy' } as const;

/** What a child gets of a range. @throws KernelError ENOTSUP for private pages that both are to have, EINVAL */
export function inheritPages(t: Thread, start: number, end: number, inherit: string): void {
  const { space } = t.process;
  const what = inherit.replace(/^MAP_/, '');
  if (what === 'INHERIT_SHARE') {
    if (space.regions.within(start, end).some(({ shared }) => shared === undefined)) throw errno('ENOTSUP');
    return;
  }
  const onFork = ON_FORK[what as keyof typeof ON_FORK];
  if (onFork === undefined) throw errno('EINVAL');
  space.setOnFork(start, end - start, onFork);
}

export const minherit = defineSyscall({
  name: 'minherit',
  args: { addr: ptr, len: size, inherit: choice('minherit') },
  run(t, { addr, len, inherit }) {
    const { start, end } = pagesOf(t, addr, len);
    inheritPages(t, start, end, inherit);
  },
});

/** break(nsize): the end of the heap. @throws KernelError ENOMEM */
export const breakCall = defineSyscall({
  name: 'break',
  args: { nsize: ptr },
  run(t, { nsize }) {
    if (t.process.space.brk(nsize) !== nsize) throw errno('ENOMEM');
  },
});
