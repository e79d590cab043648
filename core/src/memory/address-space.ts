import { ProtFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { Fast, KERNEL_BASE, PAGE_SIZE } from './layout';
import type { MappedFile } from './mapped-file';
import { type MemoryPool, markChunks } from './memory-pool';
import { PageFlag } from './page-flags';
import { PagedMemory } from './paged-memory';
import type { Region } from './region';
import type { SharedObject } from './shared-object';
import { Snapshot } from './snapshot';

const { PROT_READ, PROT_WRITE, PROT_EXEC } = ProtFlag;
const PROT_ANY = PROT_READ | PROT_WRITE | PROT_EXEC;

/** Bytes kept free below a region that grows down (stack guard gap). */
const GUARD_GAP = 256 * PAGE_SIZE;

/** Where an address space places things. Addresses in bytes. */
export interface SpaceLayout {
  readonly userTop: number;
  /** Mappings without a place of their own are searched downwards from here. */
  readonly mmapTop: number;
  /** Lowest address that may be mapped (default 64 KiB). */
  readonly minAddress?: number;
  /** End of the first stack. */
  readonly stackTop?: number;
}

/** What is to be mapped. */
export interface MapRequest {
  /** Wanted address: a hint, or the place itself if fixed. 0: anywhere. */
  readonly address: number;
  /** Bytes; rounded up to pages. */
  readonly length: number;
  /** Canonical ProtFlag bits. */
  readonly prot: number;
  readonly maxProt?: number;
  /** Place at `address`, replacing what is there, or failing with EEXIST (noreplace). */
  readonly fixed?: 'replace' | 'noreplace';
  /** File of a private mapping. */
  readonly source?: MappedFile;
  /** Object of a shared mapping. */
  readonly shared?: SharedObject;
  /** Bytes, a multiple of the page size. */
  readonly offset?: number;
  readonly growsDown?: boolean;
  readonly name?: string;
}

/** Page-aligned: rounds an address or length up. */
export const pageUp = (value: number): number => Math.ceil(value / PAGE_SIZE) * PAGE_SIZE;
/** Page-aligned: rounds an address down. */
export const pageDown = (value: number): number => Math.floor(value / PAGE_SIZE) * PAGE_SIZE;

/** `00010000-00011000 r-x` */
function describeRange(start: number, end: number, prot?: number): string {
  const hex = (address: number): string => address.toString(16).padStart(8, '0');
  if (prot === undefined) return `${hex(start)}-${hex(end)}`;
  const has = (flag: number, letter: string): string => (prot & flag ? letter : '-');
  return `${hex(start)}-${hex(end)} ${has(PROT_READ, 'r')}${has(PROT_WRITE, 'w')}${has(PROT_EXEC, 'x')}`;
}

/**
 * The memory of one process: what is mapped where, and the pages themselves in one WebAssembly.Memory. A page comes into
 * the memory when it is first touched. All addresses are below 2^32; lengths in bytes. Errors as mmap(2) and friends.
 */
export class AddressSpace extends PagedMemory {
  /** Limits of the process, bytes: RLIMIT_AS, RLIMIT_DATA and RLIMIT_STACK. */
  addressLimit = Number.POSITIVE_INFINITY;
  dataLimit = Number.POSITIVE_INFINITY;
  stackLimit = 8 << 20;
  /** Readable mappings are executable too (programs without PT_GNU_STACK on Linux). */
  readImpliesExec = false;
  /** Sum of all regions, bytes. */
  mappedBytes = 0;
  brkStart = 0;
  /** Takes a line, newline included, for each change of what is mapped: `-d mmap`. */
  onMapChange: ((line: string) => void) | undefined;
  private brkEnd = 0;

  constructor(
    pool: MemoryPool,
    readonly layout: SpaceLayout,
    bigEndian: boolean,
  ) {
    super(pool, bigEndian);
  }

  /** Extends the stack region above an address down to it, within the stack limit and the guard gap. */
  protected growDown(address: number): Region | undefined {
    const above = this.regions.findAbove(address);
    if (above === undefined || !above.growsDown) return undefined;
    const start = pageDown(address);
    if (above.end - start > this.stackLimit || start < this.minAddress) return undefined;
    const below = this.regions.findBelow(address);
    if (below !== undefined && below.prot !== 0 && !below.growsDown && start - below.end < GUARD_GAP)
      return undefined;
    if (this.mappedBytes + above.start - start > this.addressLimit) return undefined;
    this.add({ ...above, start, end: above.start });
    return this.regions.find(address);
  }

  // ---- Mapping

  private get minAddress(): number {
    return this.layout.minAddress ?? 0x1_0000;
  }

  /** Maps memory; returns its address. @throws EINVAL, ENOMEM, EEXIST, EPERM */
  map(request: MapRequest): number {
    const length = pageUp(request.length);
    if (length === 0 || (request.offset ?? 0) % PAGE_SIZE !== 0) throw errno('EINVAL');
    if (length > this.layout.userTop) throw errno('ENOMEM');
    const address = this.place(request, length);
    const end = address + length;
    const replaced = this.overlap(address, end);
    if (this.mappedBytes - replaced + length > this.addressLimit) throw errno('ENOMEM');
    if (replaced > 0) this.unmap(address, length);
    const readable = (request.prot & PROT_READ) !== 0 && this.readImpliesExec;
    this.add({
      start: address,
      end,
      prot: request.prot | (readable ? PROT_EXEC : 0),
      maxProt: request.maxProt ?? PROT_ANY,
      source: request.source,
      shared: request.shared,
      offset: request.source === undefined && request.shared === undefined ? 0 : (request.offset ?? 0),
      growsDown: request.growsDown ?? false,
      onFork: 'copy',
      tags: 0,
      name: request.name ?? '',
    });
    return address;
  }

  private place(request: MapRequest, length: number): number {
    const { userTop, mmapTop } = this.layout;
    if (request.fixed !== undefined) {
      const { address } = request;
      if (address % PAGE_SIZE !== 0) throw errno('EINVAL');
      if (address + length > userTop) throw errno('ENOMEM');
      if (address < this.minAddress) throw errno('EPERM');
      if (request.fixed === 'noreplace' && !this.regions.free(address, address + length))
        throw errno('EEXIST');
      return address;
    }
    const hint = pageDown(request.address);
    if (hint >= this.minAddress && hint + length <= userTop && this.isFree(hint, hint + length)) return hint;
    const found =
      this.gap(mmapTop, this.minAddress, length) ?? this.regions.gapAbove(mmapTop, userTop, length);
    if (found === undefined) throw errno('ENOMEM');
    return found;
  }

  /** Free, and not in the guard gap of a stack. */
  private isFree(start: number, end: number): boolean {
    const above = this.regions.findAbove(start);
    return above === undefined || above.start - (above.growsDown ? GUARD_GAP : 0) >= end;
  }

  private gap(top: number, bottom: number, length: number): number | undefined {
    let from = top;
    for (;;) {
      const at = this.regions.gapBelow(from, bottom, length);
      if (at === undefined || this.isFree(at, at + length)) return at;
      from = at + length - GUARD_GAP;
    }
  }

  /** Maps a page of the kernel's above the user's half, readable and executable by the guest. */
  mapKernelPage(address: number, bytes: Uint8Array, name: string): void {
    if (address < KERNEL_BASE || address % PAGE_SIZE !== 0) throw new RangeError('not a kernel page');
    this.add({
      start: address,
      end: address + PAGE_SIZE,
      prot: PROT_READ | PROT_EXEC,
      maxProt: PROT_READ | PROT_EXEC,
      source: undefined,
      shared: undefined,
      offset: 0,
      growsDown: false,
      onFork: 'copy',
      tags: 0,
      name,
    });
    const page = address / PAGE_SIZE;
    const target = this.pageBytes(page);
    target.fill(0);
    target.set(bytes);
    this.pages[page] = PageFlag.present | PageFlag.dirty;
    this.permit(page, PROT_READ);
  }

  private add(region: Region): void {
    retain(region);
    markChunks(this.frame, region.start / PAGE_SIZE, region.end / PAGE_SIZE);
    this.mappedBytes += region.end - region.start;
    this.regions.insert(region);
    this.onMapChange?.(`map     ${describeRange(region.start, region.end, region.prot)} ${region.name}\n`);
  }

  private overlap(start: number, end: number): number {
    let bytes = 0;
    for (const region of this.regions.within(start, end))
      bytes += Math.min(end, region.end) - Math.max(start, region.start);
    return bytes;
  }

  /** Checks a range that must be page-aligned and inside the user's half; returns its end. @throws EINVAL */
  private range(start: number, length: number, tooHigh: 'EINVAL' | 'ENOMEM' = 'EINVAL'): number {
    if (start % PAGE_SIZE !== 0) throw errno('EINVAL');
    const end = start + pageUp(length);
    if (end > this.layout.userTop) throw errno(tooHigh);
    return end;
  }

  /** @throws EINVAL */
  unmap(start: number, length: number): void {
    const end = this.range(start, length);
    if (length === 0) throw errno('EINVAL');
    this.unmapRange(start, end);
  }

  private unmapRange(start: number, end: number): void {
    this.onMapChange?.(`unmap   ${describeRange(start, end)}\n`);
    for (const region of this.regions.remove(start, end)) {
      this.mappedBytes -= region.end - region.start;
      this.drop(region, region.start, region.end);
      release(region);
    }
  }

  /** mprotect. @throws EINVAL, ENOMEM (a hole), EACCES (beyond what the mapping allows) */
  protect(start: number, length: number, wanted: number): void {
    const end = this.range(start, length, 'ENOMEM');
    if (end === start) return;
    const prot = wanted | ((wanted & PROT_READ) !== 0 && this.readImpliesExec ? PROT_EXEC : 0);
    for (const region of this.regions.within(start, end))
      if ((prot & ~region.maxProt & PROT_ANY) !== 0) throw errno('EACCES');
    const whole = this.regions.covers(start, end);
    this.regions.change(start, end, (part) => ({ ...part, prot }));
    const { pages, permissions } = this;
    let code = false;
    const last = end / PAGE_SIZE;
    for (let page = start / PAGE_SIZE; page < last; page++) {
      const flags = pages[page]!;
      if ((flags & PageFlag.present) === 0) continue;
      if ((flags & PageFlag.code) !== 0 && (prot & PROT_EXEC) === 0) {
        code = true;
        pages[page]! &= ~PageFlag.code;
      }
      if ((flags & PageFlag.shared) === 0) this.permit(page, prot);
      else permissions[page] = prot & PROT_ANY ? Fast.read : 0;
    }
    if (code) this.onCodeChange?.(start, end);
    this.onMapChange?.(`protect ${describeRange(start, end, prot)}\n`);
    if (!whole) throw errno('ENOMEM');
  }

  /**
   * mremap: changes the length of a mapping, moving it if allowed.
   * @param how - `to` is a fixed new place.
   * @throws EINVAL, EFAULT (not mapped), ENOMEM
   */
  remap(
    start: number,
    oldLength: number,
    newLength: number,
    how: { readonly mayMove: boolean; readonly to?: number; readonly keep?: boolean },
  ): number {
    const oldSize = pageUp(oldLength);
    const newSize = pageUp(newLength);
    if (start % PAGE_SIZE !== 0 || newSize === 0) throw errno('EINVAL');
    const region = this.regions.find(start);
    if (region === undefined) throw errno('EFAULT');
    if (oldSize === 0 && region.shared === undefined) throw errno('EINVAL');
    if (start + oldSize > region.end) throw errno('EFAULT');
    if (how.to !== undefined) {
      const { to } = how;
      if (to % PAGE_SIZE !== 0 || to + newSize > this.layout.userTop) throw errno('EINVAL');
      if (to < start + oldSize && start < to + newSize) throw errno('EINVAL');
      if (to < this.minAddress) throw errno('EPERM');
      this.unmapRange(to, to + newSize);
      return this.move(region, start, oldSize, to, newSize, how.keep ?? false);
    }
    if (newSize <= oldSize && !how.keep) {
      if (newSize < oldSize) this.unmapRange(start + newSize, start + oldSize);
      return start;
    }
    const end = start + newSize;
    if (this.mappedBytes + newSize - oldSize > this.addressLimit) throw errno('ENOMEM');
    if (
      !how.keep &&
      region.end === start + oldSize &&
      end <= this.layout.userTop &&
      this.isFree(region.end, end)
    ) {
      this.add({ ...region, start: region.end, end, offset: region.offset + region.end - region.start });
      return start;
    }
    if (!how.mayMove) throw errno('ENOMEM');
    const to = this.gap(this.layout.mmapTop, this.minAddress, newSize);
    if (to === undefined) throw errno('ENOMEM');
    return this.move(region, start, oldSize, to, newSize, how.keep ?? false);
  }

  private move(
    region: Region,
    start: number,
    oldSize: number,
    to: number,
    newSize: number,
    keep: boolean,
  ): number {
    this.add({ ...region, start: to, end: to + newSize, offset: region.offset + start - region.start });
    if (region.shared === undefined) {
      const pages = Math.min(oldSize, newSize) / PAGE_SIZE;
      for (let i = 0; i < pages; i++) this.movePage(start / PAGE_SIZE + i, to / PAGE_SIZE + i, region.prot);
    }
    if (keep) this.drop(region, start, start + oldSize);
    else if (oldSize > 0) this.unmapRange(start, start + oldSize);
    return to;
  }

  /** MADV_DONTNEED, MADV_FREE: private pages are fresh at the next touch. @throws EINVAL, ENOMEM (a hole) */
  discard(start: number, length: number): void {
    const end = this.range(start, length);
    for (const region of this.regions.within(start, end))
      this.drop(region, Math.max(start, region.start), Math.min(end, region.end));
    if (!this.regions.covers(start, end)) throw errno('ENOMEM');
  }

  /** MADV_DONTFORK and the like. */
  setOnFork(start: number, length: number, onFork: Region['onFork']): void {
    const end = this.range(start, length);
    this.regions.change(start, end, (part) => ({ ...part, onFork }));
  }

  /** Sets marks of the system's own on all that is mapped in a range, and takes others away. @throws EINVAL */
  tag(start: number, length: number, set: number, clear = 0): void {
    const end = this.range(start, length);
    this.regions.change(start, end, (part) => ({ ...part, tags: (part.tags & ~clear) | set }));
  }

  /** msync: writes changed pages of shared file mappings back. @throws EINVAL, ENOMEM (a hole) */
  sync(start: number, length: number): void {
    const end = this.range(start, length);
    for (const region of this.regions.within(start, end)) {
      const from = region.offset + Math.max(start, region.start) - region.start;
      region.shared?.flush(from, region.offset + Math.min(end, region.end) - region.start);
    }
    if (!this.regions.covers(start, end)) throw errno('ENOMEM');
  }

  /** mincore: one entry a page, 1 if it is in memory. @throws EINVAL, ENOMEM (a hole) */
  resident(start: number, length: number): Uint8Array {
    const end = this.range(start, length, 'ENOMEM');
    if (!this.regions.covers(start, end)) throw errno('ENOMEM');
    const first = start / PAGE_SIZE;
    return Uint8Array.from(this.pages.subarray(first, end / PAGE_SIZE), (flags) =>
      (flags & (PageFlag.present | PageFlag.inherited)) !== 0 ? 1 : 0,
    );
  }

  /** Pages in memory, for rusage and /proc. */
  residentPages(): number {
    let count = 0;
    for (const { start, end } of this.regions)
      for (let page = start / PAGE_SIZE; page < end / PAGE_SIZE; page++)
        if ((this.pages[page]! & PageFlag.present) !== 0) count++;
    return count;
  }

  /** Places the heap of a new program. */
  setBrk(start: number): void {
    this.brkStart = pageUp(start);
    this.brkEnd = this.brkStart;
  }

  /** brk: moves the end of the heap if possible; returns where it is then. */
  brk(end: number): number {
    if (end < this.brkStart || end > this.layout.userTop) return this.brkEnd;
    const from = pageUp(this.brkEnd);
    const to = pageUp(end);
    if (to > from) {
      const tooBig = end - this.brkStart > this.dataLimit || this.mappedBytes + to - from > this.addressLimit;
      if (tooBig || !this.isFree(from, to)) return this.brkEnd;
      const prot = PROT_READ | PROT_WRITE;
      this.map({ address: from, length: to - from, prot, fixed: 'noreplace', name: '[heap]' });
    } else if (to < from) this.unmapRange(to, from);
    this.brkEnd = end;
    return end;
  }

  // ---- Fork and end

  /** A copy of this space for a child: pages are copied when either side touches them. */
  fork(): AddressSpace {
    const child = new AddressSpace(this.pool, this.layout, this.bigEndian);
    child.addressLimit = this.addressLimit;
    child.dataLimit = this.dataLimit;
    child.stackLimit = this.stackLimit;
    child.readImpliesExec = this.readImpliesExec;
    child.brkStart = this.brkStart;
    child.brkEnd = this.brkEnd;
    child.onMapChange = this.onMapChange;
    for (const region of this.regions) {
      if (region.onFork === 'drop') continue;
      child.add({ ...region });
      if (region.shared === undefined && region.onFork === 'copy') this.bequeath(region, child.pages);
    }
    child.inheritedFrom = new Snapshot(this, child.frame);
    this.children.add(child.inheritedFrom);
    return child;
  }

  /** Unmaps everything: the process has ended or runs another program. Shared file pages are written back. */
  destroy(): void {
    if (this.ended) return;
    this.ended = true;
    this.onCodeChange = undefined;
    for (const region of this.regions) {
      if (region.shared !== undefined) this.drop(region, region.start, region.end);
      release(region);
    }
    if (this.children.size === 0) this.recycle();
  }
}

function retain({ start, end, source, shared }: Region): void {
  source?.retain(end - start);
  shared?.retain(end - start);
}
function release({ start, end, source, shared }: Region): void {
  source?.release(end - start);
  shared?.release(end - start);
}
