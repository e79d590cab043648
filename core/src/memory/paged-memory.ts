import { ProtFlag } from '../abi/flags';
import type { Mappable } from '../kernel/open-file';
import { GuestAccess } from './guest-access';
import { AccessResult, type GuestMemory } from './guest-memory';
import type { GuestView } from './guest-view';
import {
  ENGINE_BASE,
  Fast,
  PAGE_SHIFT,
  PAGE_SIZE,
  PERMISSIONS_BASE,
  SCRATCH_BASE,
  STATE_BASE,
} from './layout';
import type { Frame, MemoryPool } from './memory-pool';
import { PageFlag } from './page-flags';
import type { Region } from './region';
import { RegionList } from './region-list';
import type { Holder, SharedObject } from './shared-object';
import type { Snapshot, SnapshotSource } from './snapshot';

const { PROT_READ, PROT_WRITE, PROT_EXEC } = ProtFlag;
const PROT_ANY = PROT_READ | PROT_WRITE | PROT_EXEC;

/** Pages that one fault brings in, where the following ones are as untouched as the first. */
const FAULT_AROUND = { anonymous: 16, file: 16, inherited: 4 } as const;

/**
 * The pages of an address space: brings them into the memory when they are first touched, from files, shared objects or
 * the parent, and keeps the permission bytes. What is mapped where is AddressSpace's.
 */
export abstract class PagedMemory implements GuestMemory, SnapshotSource, Holder {
  readonly memory: WebAssembly.Memory;
  readonly words: Int32Array;
  readonly permissions: Uint8Array;
  readonly view: GuestView;
  readonly regions = new RegionList();
  faultAddress = 0;
  onCodeChange: ((start: number, end: number) => void) | undefined;
  /** What this space was forked from, while it may need its pages. */
  inheritedFrom: Snapshot | undefined;

  protected readonly pages: Uint8Array;
  protected readonly children = new Set<Snapshot>();
  protected ended = false;
  private readonly buffer: ArrayBuffer;

  constructor(
    protected readonly pool: MemoryPool,
    readonly bigEndian: boolean,
    readonly frame: Frame = pool.take(),
  ) {
    this.memory = frame.memory;
    this.words = frame.words;
    this.permissions = frame.permissions;
    this.pages = frame.pages;
    this.buffer = frame.memory.buffer;
    this.view = new GuestAccess(this);
  }

  /** Extends a stack region down to an address below it, or gives nothing. */
  protected abstract growDown(address: number): Region | undefined;

  // ---- Faults

  prepare(address: number, size: number, access: 'read' | 'write' | 'execute'): number {
    const first = address >>> 0;
    const result = this.touch(first, access);
    if (result !== AccessResult.ok) {
      this.faultAddress = first;
      return result;
    }
    const last = first + size - 1;
    if (last >>> PAGE_SHIFT === first >>> PAGE_SHIFT) return AccessResult.ok;
    const next = ((last >>> PAGE_SHIFT) << PAGE_SHIFT) >>> 0;
    const second = last > 0xffff_ffff ? AccessResult.unmapped : this.touch(next, access);
    if (second !== AccessResult.ok) this.faultAddress = next;
    return second;
  }

  /** Makes the page at an address accessible; AccessResult. */
  private touch(address: number, access: 'read' | 'write' | 'execute'): number {
    const region = this.regions.find(address) ?? this.growDown(address);
    if (region === undefined) return AccessResult.unmapped;
    const needed = access === 'write' ? PROT_WRITE : access === 'execute' ? PROT_EXEC : PROT_ANY;
    if ((region.prot & needed) === 0) return AccessResult.forbidden;
    const page = address >>> PAGE_SHIFT;
    const write = access === 'write';
    if (region.shared !== undefined) return this.touchShared(region, region.shared, page, write);
    if ((this.pages[page]! & PageFlag.present) === 0 && !this.bringIn(page, region))
      return AccessResult.beyondFile;
    if (write) {
      const flags = this.pages[page]!;
      if ((flags & PageFlag.pinned) !== 0) this.unpin(page);
      if ((flags & PageFlag.code) !== 0) this.forgetCode(page);
    }
    this.permit(page, region.prot);
    return AccessResult.ok;
  }

  private touchShared(region: Region, object: SharedObject, page: number, write: boolean): number {
    const offset = region.offset + page * PAGE_SIZE - region.start;
    if (!object.contains(offset)) return AccessResult.beyondFile;
    if (write && (this.pages[page]! & PageFlag.code) !== 0) this.forgetCode(page);
    object.acquire(offset / PAGE_SIZE, this, page, write, this.pageBytes(page));
    this.pages[page]! |= PageFlag.present | PageFlag.dirty | PageFlag.shared;
    const writable = write && (region.prot & PROT_WRITE) !== 0;
    this.permissions[page] = (region.prot & PROT_ANY ? Fast.read : 0) | (writable ? Fast.write : 0);
    return AccessResult.ok;
  }

  /** Sets the fast bits of a private page that is present. */
  protected permit(page: number, prot: number): void {
    const slow = (this.pages[page]! & (PageFlag.pinned | PageFlag.code)) !== 0;
    this.permissions[page] =
      (prot & PROT_ANY ? Fast.read : 0) | ((prot & PROT_WRITE) !== 0 && !slow ? Fast.write : 0);
  }

  /** Fills a private page, and untouched ones after it; false beyond the end of the file. */
  private bringIn(page: number, region: Region): boolean {
    const flags = this.pages[page]!;
    const end = region.end / PAGE_SIZE;
    if ((flags & PageFlag.inherited) !== 0) {
      const last = Math.min(end, page + FAULT_AROUND.inherited);
      for (let at = page; at < last && (this.pages[at]! & PageFlag.inherited) !== 0; at++) {
        this.fetch(at);
        this.permit(at, region.prot);
      }
      return true;
    }
    if ((flags & PageFlag.pinned) !== 0) this.unpin(page);
    return region.source === undefined
      ? this.bringZero(page, end, region.prot)
      : this.bringFile(page, end, region, region.source.source);
  }

  private bringZero(page: number, end: number, prot: number): boolean {
    const { pages } = this;
    if ((pages[page]! & PageFlag.dirty) !== 0) this.pageBytes(page).fill(0);
    pages[page] = PageFlag.present | PageFlag.dirty;
    const last = Math.min(end, page + FAULT_AROUND.anonymous);
    for (let at = page + 1; at < last && pages[at] === 0; at++) {
      pages[at] = PageFlag.present | PageFlag.dirty;
      this.permit(at, prot);
    }
    return true;
  }

  private bringFile(page: number, end: number, region: Region, source: Mappable): boolean {
    const position = region.offset + page * PAGE_SIZE - region.start;
    const left = source.size - position;
    if (left <= 0) return false;
    const busy = PageFlag.present | PageFlag.inherited | PageFlag.pinned;
    const last = Math.min(end, page + FAULT_AROUND.file, page + Math.ceil(left / PAGE_SIZE));
    let stop = page + 1;
    while (stop < last && (this.pages[stop]! & busy) === 0) stop++;
    const bytes = new Uint8Array(this.buffer, page * PAGE_SIZE, (stop - page) * PAGE_SIZE);
    const got = readFully(source, bytes, position);
    bytes.fill(0, got);
    for (let at = page; at < stop; at++) {
      this.pages[at] = PageFlag.present | PageFlag.dirty;
      this.permit(at, region.prot);
    }
    return true;
  }

  /** Copies an inherited page from the parent. */
  private fetch(page: number): void {
    const from = this.inheritedFrom!;
    this.pageBytes(page).set(from.page(page));
    from.forget(page);
    this.pages[page] = (this.pages[page]! & ~PageFlag.inherited) | PageFlag.present | PageFlag.dirty;
  }

  /** Saves a page for the children that still need it as it is. */
  private unpin(page: number): void {
    if (this.children.size > 0) {
      const bytes = this.pageBytes(page);
      for (const snapshot of this.children) snapshot.save(page, bytes);
    }
    this.pages[page]! &= ~PageFlag.pinned;
  }

  private forgetCode(page: number): void {
    this.pages[page]! &= ~PageFlag.code;
    this.onCodeChange?.(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
  }

  markCode(address: number): void {
    const page = address >>> PAGE_SHIFT;
    this.pages[page]! |= PageFlag.code;
    this.permissions[page]! &= ~Fast.write;
  }

  /** Gives up the pages of a part of a region: the next touch finds them fresh. */
  protected drop(region: Region, start: number, end: number): void {
    const { pages, permissions } = this;
    let code = false;
    const last = end / PAGE_SIZE;
    for (let page = start / PAGE_SIZE; page < last; page++) {
      const flags = pages[page]!;
      if (flags === 0) continue;
      if ((flags & PageFlag.code) !== 0) code = true;
      if ((flags & PageFlag.shared) !== 0) this.leave(region, page);
      if ((flags & PageFlag.inherited) !== 0) {
        if ((flags & PageFlag.pinned) !== 0) this.fetch(page);
        else this.inheritedFrom!.forget(page);
      }
      pages[page]! &= PageFlag.dirty | PageFlag.pinned;
      permissions[page] = 0;
    }
    if (code) this.onCodeChange?.(start, end);
  }

  private leave(region: Region, page: number): void {
    region.shared!.leave((region.offset + page * PAGE_SIZE - region.start) / PAGE_SIZE, this, page);
  }

  /** Moves a page's bytes to a free page. */
  protected movePage(from: number, to: number, prot: number): void {
    if ((this.pages[from]! & PageFlag.inherited) !== 0) this.fetch(from);
    if ((this.pages[from]! & PageFlag.present) === 0) return;
    if ((this.pages[to]! & PageFlag.pinned) !== 0) this.unpin(to);
    this.pageBytes(to).set(this.pageBytes(from));
    this.pages[to] = PageFlag.present | PageFlag.dirty;
    this.permit(to, prot);
  }

  /** Lets a child inherit the pages of a region. */
  protected bequeath(region: Region, childPages: Uint8Array): void {
    const first = region.start / PAGE_SIZE;
    const last = region.end / PAGE_SIZE;
    const from = Math.min(last, (first + 3) & ~3);
    const to = Math.max(from, last & ~3);
    this.bequeathPages(first, from, childPages);
    this.bequeathPages(to, last, childPages);
    // Four pages at a time: each byte of a word is one page's bits.
    const pages = new Int32Array(this.pages.buffer);
    const child = new Int32Array(childPages.buffer);
    const permissions = PERMISSIONS_BASE >>> 2;
    for (let i = from >> 2; i < to >> 2; i++) {
      const four = pages[i]!;
      if (four === 0) continue;
      // PageFlag.present is bit 0 and inherited bit 3, pinned bit 2, Fast.write bit 1.
      const here = (four | (four >>> 3)) & 0x0101_0101;
      pages[i] = four | (here << 2);
      this.words[permissions + i]! &= ~(here << 1);
      child[i]! |= here << 3;
    }
  }

  private bequeathPages(first: number, last: number, childPages: Uint8Array): void {
    for (let page = first; page < last; page++) {
      const flags = this.pages[page]!;
      if ((flags & (PageFlag.present | PageFlag.inherited)) === 0) continue;
      this.pages[page] = flags | PageFlag.pinned;
      this.permissions[page]! &= ~Fast.write;
      childPages[page]! |= PageFlag.inherited;
    }
  }

  released(snapshot: Snapshot): void {
    this.children.delete(snapshot);
    if (this.ended && this.children.size === 0) this.recycle();
  }

  /** Gives the memory back, once no child needs it. */
  protected recycle(): void {
    this.inheritedFrom?.release();
    this.inheritedFrom = undefined;
    for (const { start, end } of this.regions) this.permissions.fill(0, start / PAGE_SIZE, end / PAGE_SIZE);
    for (const base of [STATE_BASE, ENGINE_BASE, SCRATCH_BASE])
      new Uint8Array(this.buffer, base, PAGE_SIZE).fill(0);
    this.pool.give(this.frame);
  }

  // ---- Shared pages (Holder)

  pageBytes(page: number): Uint8Array {
    return new Uint8Array(this.buffer, page * PAGE_SIZE, PAGE_SIZE);
  }
  revokeWrite(page: number): void {
    this.permissions[page]! &= ~Fast.write;
  }
  invalidate(page: number): void {
    if ((this.pages[page]! & PageFlag.code) !== 0) this.forgetCode(page);
    this.pages[page]! &= PageFlag.dirty | PageFlag.pinned;
    this.permissions[page] = 0;
  }
}

/** Reads until the buffer is full or the file ends; returns the bytes got. */
function readFully(source: Mappable, buffer: Uint8Array, position: number): number {
  let got = 0;
  while (got < buffer.length) {
    const count = source.read(buffer.subarray(got), position + got);
    if (count <= 0) break;
    got += count;
  }
  return got;
}
