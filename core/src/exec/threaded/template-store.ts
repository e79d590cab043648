import { LocationTable } from '../location-table';
import type { ThreadedAssembler } from './assembler';
import { TABLE_HASH } from './micro-op';

/** Words of a slab, and slabs after which everything is forgotten (64 MiB). */
const SLAB = 1 << 18;
const SLABS = 64;
/** A template's index: number of its slab × SLAB_STEP + word in the slab. Slabs that were read may be larger than SLAB. */
const SLAB_STEP = 2 ** 26;

/** Templates kept of one location. */
const MOST_OF_LOCATION = 8;

/** Words before a template's code: index of the next template of its location, location, guest bytes, lengths. */
const Field = { next: 0, pc: 1, mode: 2, size: 3, codeWords: 4, relocations: 5 } as const;
const FIELDS = 6;

/** Words before saved templates: what they are, the table of micro-ops they are made of, checksum. */
const HEAD = 3;
const MAGIC = 0x41_55_54_31;

/** Guest words that cover [pc, pc + size): how many, and which bits of the first and of the last count. */
function cover(pc: number, size: number): { words: number; first: number; last: number } {
  const words = ((pc + size + 3) >>> 2) - (pc >>> 2);
  const tail = (pc + size) & 3;
  return { words, first: -1 << ((pc & 3) << 3), last: tail === 0 ? -1 : ~(-1 << (tail << 3)) };
}

/**
 * Threaded code of one architecture and CPU model by location and guest bytes, so that processes which run the same code
 * (fork, exec of the same file) translate it once. Kept in slabs, without an object for each block.
 */
export class TemplateStore {
  private readonly heads = new LocationTable();
  private slabs: Int32Array[] = [];
  /** Words used of each slab. */
  private ends: number[] = [];

  /** Templates in the store, and how many of them are in no save yet. */
  count = 0;
  fresh = 0;

  /** Keeps what an assembler has just made. */
  add(
    assembler: ThreadedAssembler,
    block: {
      readonly pc: number;
      readonly mode: number;
      readonly size: number;
      readonly instructions: number;
    },
    guest: Int32Array,
  ): void {
    if (this.isVolatile(block.pc, block.mode)) return;
    const { length, relocations, words } = assembler;
    const { words: guestWords } = cover(block.pc, block.size);
    const total = FIELDS + length + relocations.length + guestWords;
    if (total > SLAB) return;
    if (
      this.slabs.length === 0 ||
      this.ends[this.slabs.length - 1]! + total > this.slabs[this.slabs.length - 1]!.length
    )
      this.grow();
    const last = this.slabs.length - 1;
    const slab = this.slabs[last]!;
    const at = this.ends[last]!;
    slab[at + Field.next] = this.heads.get(block.pc, block.mode);
    slab[at + Field.pc] = block.pc;
    slab[at + Field.mode] = block.mode;
    slab[at + Field.size] = block.size;
    slab[at + Field.codeWords] = length;
    slab[at + Field.relocations] = relocations.length;
    let to = at + FIELDS;
    slab.set(words.subarray(0, length), to);
    to += length;
    for (const relocation of relocations) slab[to++] = relocation;
    slab.set(guest.subarray(block.pc >>> 2, (block.pc >>> 2) + guestWords), to);
    this.ends[last] = at + total;
    this.heads.set(block.pc, block.mode, last * SLAB_STEP + at);
    this.count++;
    this.fresh++;
  }

  /** The template of a location whose guest bytes are those in memory now; −1 if there is none. */
  find(pc: number, mode: number, guest: Int32Array): number {
    let index = this.heads.get(pc, mode);
    while (index >= 0) {
      const slab = this.slabs[Math.floor(index / SLAB_STEP)]!;
      const at = index % SLAB_STEP;
      const code = at + FIELDS + slab[at + Field.codeWords]! + slab[at + Field.relocations]!;
      if (matches(slab, code, guest, pc, slab[at + Field.size]!)) return index;
      index = slab[at + Field.next]!;
    }
    return -1;
  }

  /** Whether a location has had so many kinds of code that one more is not worth keeping: code written at run time. */
  private isVolatile(pc: number, mode: number): boolean {
    let index = this.heads.get(pc, mode);
    for (let n = 0; n < MOST_OF_LOCATION; n++) {
      if (index < 0) return false;
      index = this.field(index, Field.next);
    }
    return true;
  }

  /** Guest bytes of a template. */
  size(index: number): number {
    return this.field(index, Field.size);
  }
  /** Words of its threaded code. */
  words(index: number): number {
    return this.field(index, Field.codeWords);
  }

  /** Copies a template's threaded code to an address. */
  place(index: number, words: Int32Array, address: number): void {
    const slab = this.slabs[Math.floor(index / SLAB_STEP)]!;
    const at = index % SLAB_STEP;
    const length = slab[at + Field.codeWords]!;
    const to = address >>> 2;
    const code = at + FIELDS;
    for (let k = 0; k < length; k++) words[to + k] = slab[code + k]!;
    const end = code + length + slab[at + Field.relocations]!;
    for (let k = code + length; k < end; k++) words[to + slab[k]!] = words[to + slab[k]!]! + address;
  }

  /** All templates, in a form that `load` takes. */
  save(): Uint8Array {
    const parts: Int32Array[] = [];
    let total = HEAD;
    this.slabs.forEach((slab, n) => {
      const part = slab.subarray(0, this.ends[n]);
      parts.push(part);
      total += part.length;
    });
    const saved = new Int32Array(total);
    let to = HEAD;
    for (const part of parts) {
      saved.set(part, to);
      to += part.length;
    }
    saved.set([MAGIC, TABLE_HASH, checksum(saved)]);
    this.fresh = 0;
    return new Uint8Array(saved.buffer);
  }

  /**
   * Adds templates that an earlier run has saved. They are used only where guest memory has the bytes they were made from.
   * @returns false, with nothing added, for what is no save, is damaged or is of another version.
   */
  load(bytes: Uint8Array): boolean {
    if (bytes.length < 4 * HEAD || (bytes.length & 3) !== 0) return false;
    const aligned = (bytes.byteOffset & 3) === 0 ? bytes : bytes.slice();
    const saved = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
    if (saved[0] !== MAGIC || saved[1] !== TABLE_HASH || saved[2] !== checksum(saved)) return false;
    if (saved.length - HEAD >= SLAB_STEP || this.slabs.length >= SLABS) return false;
    const base = this.slabs.push(saved.subarray(HEAD)) - 1;
    const slab = this.slabs[base]!;
    let at = 0;
    while (at < slab.length) {
      const pc = slab[at + Field.pc]!;
      const mode = slab[at + Field.mode]!;
      slab[at + Field.next] = this.heads.get(pc, mode);
      this.heads.set(pc, mode, base * SLAB_STEP + at);
      const { words } = cover(slab[at + Field.pc]!, slab[at + Field.size]!);
      at += FIELDS + slab[at + Field.codeWords]! + slab[at + Field.relocations]! + words;
      this.count++;
    }
    this.ends.push(slab.length);
    return true;
  }

  private field(index: number, field: number): number {
    return this.slabs[Math.floor(index / SLAB_STEP)]![(index % SLAB_STEP) + field]!;
  }

  private grow(): void {
    if (this.slabs.length === SLABS) {
      this.slabs = [];
      this.ends = [];
      this.heads.clear();
      this.count = 0;
      this.fresh = 0;
    }
    this.slabs.push(new Int32Array(SLAB));
    this.ends.push(0);
  }
}

function matches(slab: Int32Array, at: number, guest: Int32Array, pc: number, size: number): boolean {
  const { words, first, last } = cover(pc, size);
  const from = pc >>> 2;
  for (let k = 0; k < words; k++) {
    let difference = slab[at + k]! ^ guest[from + k]!;
    if (k === 0) difference &= first;
    if (k === words - 1) difference &= last;
    if (difference !== 0) return false;
  }
  return true;
}

/** Of everything behind the head. */
function checksum(saved: Int32Array): number {
  let sum = saved.length;
  for (let k = HEAD; k < saved.length; k++) sum = (Math.imul(sum, 31) + saved[k]!) | 0;
  return sum;
}
