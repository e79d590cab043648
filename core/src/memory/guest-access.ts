import { errno } from '../kernel/errno';
import { AccessResult, type GuestMemory } from './guest-memory';
import type { GuestView } from './guest-view';
import { Fast, MEMORY_BYTES, PAGE_SHIFT, PAGE_SIZE } from './layout';
import { decodeText } from './text';

/** Longest string that `cstring` takes if not told otherwise (MAX_ARG_STRLEN). */
const STRING_LIMIT = 32 * PAGE_SIZE;
const SHORT = 64;
/** Views that are kept, a power of two. */
const VIEWS = 16;

const swap32 = (x: number): number =>
  ((x << 24) | ((x & 0xff00) << 8) | ((x >>> 8) & 0xff00) | (x >>> 24)) >>> 0;

const NOTHING = new Uint8Array(0);

/** The kernel's view of an address space: words through an Int32Array, bytes through views made where they are wanted. */
export class GuestAccess implements GuestView {
  readonly bigEndian: boolean;
  private readonly words: Int32Array;
  private readonly permissions: Uint8Array;
  private readonly buffer: ArrayBuffer;
  /** Views made last, by address: programs use the same buffers over and over, and a view costs as much as a short call. */
  private readonly views: Uint8Array[];

  constructor(private readonly memory: GuestMemory) {
    this.bigEndian = memory.bigEndian;
    this.words = memory.words;
    this.permissions = memory.permissions;
    this.buffer = memory.memory.buffer;
    this.views = new Array<Uint8Array>(VIEWS).fill(NOTHING);
  }

  u8(address: number): number {
    this.check(address, 1, 'read');
    return (this.words[address >>> 2]! >>> ((address & 3) << 3)) & 0xff;
  }
  u16(address: number): number {
    const first = this.u8(address);
    const second = this.u8(address + 1);
    return this.bigEndian ? (first << 8) | second : first | (second << 8);
  }
  u32(address: number): number {
    this.check(address, 4, 'read');
    const shift = (address & 3) << 3;
    const index = address >>> 2;
    const low = this.words[index]!;
    const value = shift === 0 ? low : (low >>> shift) | (this.words[index + 1]! << (32 - shift));
    return this.bigEndian ? swap32(value) : value >>> 0;
  }
  i32(address: number): number {
    return this.u32(address) | 0;
  }
  u64(address: number): bigint {
    const first = BigInt(this.u32(address));
    const second = BigInt(this.u32(address + 4));
    return this.bigEndian ? (first << 32n) | second : first | (second << 32n);
  }
  setU8(address: number, value: number): void {
    this.check(address, 1, 'write');
    const shift = (address & 3) << 3;
    const index = address >>> 2;
    this.words[index] = (this.words[index]! & ~(0xff << shift)) | ((value & 0xff) << shift);
  }
  setU16(address: number, value: number): void {
    this.check(address, 2, 'write');
    this.setU8(address, this.bigEndian ? value >>> 8 : value);
    this.setU8(address + 1, this.bigEndian ? value : value >>> 8);
  }
  setU32(address: number, value: number): void {
    this.check(address, 4, 'write');
    const raw = this.bigEndian ? swap32(value) : value;
    const shift = (address & 3) << 3;
    const index = address >>> 2;
    if (shift === 0) {
      this.words[index] = raw;
      return;
    }
    const low = -1 << shift;
    this.words[index] = (this.words[index]! & ~low) | (raw << shift);
    this.words[index + 1] = (this.words[index + 1]! & low) | (raw >>> (32 - shift));
  }
  setU64(address: number, value: bigint): void {
    this.check(address, 8, 'write');
    const low = Number(value & 0xffff_ffffn);
    const high = Number((value >> 32n) & 0xffff_ffffn);
    this.setU32(address, this.bigEndian ? high : low);
    this.setU32(address + 4, this.bigEndian ? low : high);
  }

  bytes(address: number, length: number): Uint8Array {
    this.checkAll(address, length, 'read');
    return this.view(address, length);
  }
  writable(address: number, length: number): Uint8Array {
    this.checkAll(address, length, 'write');
    return this.view(address, length);
  }
  prefix(address: number, length: number, access: 'read' | 'write'): Uint8Array {
    const n = length === 0 ? 0 : this.accessible(address, length, access);
    if (n === 0 && length > 0) throw errno('EFAULT');
    return this.view(address, n);
  }
  accessible(address: number, length: number, access: 'read' | 'write'): number {
    const end = Math.min(address + length, MEMORY_BYTES);
    const bit = access === 'read' ? Fast.read : Fast.write;
    // Mostly all lies in one page that may be used as it is.
    if (
      address >>> PAGE_SHIFT === (end - 1) >>> PAGE_SHIFT &&
      (this.permissions[address >>> PAGE_SHIFT]! & bit) !== 0
    )
      return Math.max(0, end - address);
    let at = address;
    while (at < end) {
      if (!this.allows(at, access)) break;
      at = (Math.floor(at / PAGE_SIZE) + 1) * PAGE_SIZE;
    }
    return Math.max(0, Math.min(at, end) - address);
  }
  write(address: number, data: Uint8Array): void {
    if (data.length > 0) this.writable(address, data.length).set(data);
  }
  zero(address: number, length: number): void {
    if (length > 0) this.writable(address, length).fill(0);
  }

  cstring(address: number, limit = STRING_LIMIT): Uint8Array {
    let length = 0;
    for (;;) {
      const at = address + length;
      if (at >= MEMORY_BYTES || !this.allows(at, 'read')) throw errno('EFAULT');
      const room = Math.min(PAGE_SIZE - (at & (PAGE_SIZE - 1)), limit - length);
      const found = this.findNul(at, room);
      if (found >= 0) return new Uint8Array(this.buffer, address, length + found);
      length += room;
      if (length >= limit) throw errno('ENAMETOOLONG');
    }
  }
  text(address: number, limit?: number): string {
    if (this.u8(address) === 0) return '';
    return decodeText(this.cstring(address, limit));
  }
  textVector(address: number): string[] {
    const out: string[] = [];
    for (let at = address; ; at += 4) {
      const pointer = this.u32(at);
      if (pointer === 0) return out;
      out.push(this.text(pointer));
    }
  }

  private view(address: number, length: number): Uint8Array {
    if (length === 0) return NOTHING;
    const slot = (address ^ (address >>> 4) ^ length) & (VIEWS - 1);
    const known = this.views[slot]!;
    if (known.byteOffset === address && known.length === length) return known;
    const view = new Uint8Array(this.buffer, address, length);
    this.views[slot] = view;
    return view;
  }

  private findNul(address: number, room: number): number {
    const short = new Uint8Array(this.buffer, address, Math.min(room, SHORT)).indexOf(0);
    if (short >= 0 || room <= SHORT) return short;
    return new Uint8Array(this.buffer, address, room).indexOf(0);
  }

  private allows(address: number, access: 'read' | 'write'): boolean {
    const bit = access === 'read' ? Fast.read : Fast.write;
    if ((this.permissions[address >>> PAGE_SHIFT]! & bit) !== 0) return true;
    return this.memory.prepare(address, 1, access) === AccessResult.ok;
  }

  /** A range within two pages. */
  private check(address: number, size: number, access: 'read' | 'write'): void {
    if (address < 0 || address + size > MEMORY_BYTES) throw errno('EFAULT');
    const last = address + size - 1;
    if (!this.allows(address, access)) throw errno('EFAULT');
    if (last >>> PAGE_SHIFT !== address >>> PAGE_SHIFT && !this.allows(last, access)) throw errno('EFAULT');
  }

  private checkAll(address: number, length: number, access: 'read' | 'write'): void {
    if (length === 0) return;
    if (address < 0 || address + length > MEMORY_BYTES) throw errno('EFAULT');
    if (this.accessible(address, length, access) < length) throw errno('EFAULT');
  }
}
