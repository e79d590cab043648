import { locationKey } from '../../isa/location';
import type { ThreadedAssembler } from './assembler';

/** Words of a slab, and slabs after which everything is forgotten (16 Mi words, 64 MiB). */
const SLAB = 1 << 18;
const SLABS = 64;

/** Words before a template's code: index of the next template of the location, guest bytes, instructions, lengths. */
const Field = { next: 0, size: 1, instructions: 2, codeWords: 3, relocations: 4 } as const;
const FIELDS = 5;

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
  private readonly heads = new Map<number, number>();
  private slabs: Int32Array[] = [];
  private used = SLAB;

  /** Templates in the store. */
  count = 0;

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
    const { length, relocations, words } = assembler;
    const { words: guestWords } = cover(block.pc, block.size);
    const total = FIELDS + length + relocations.length + guestWords;
    if (total > SLAB) return;
    if (this.used + total > SLAB) this.grow();
    const key = locationKey(block.pc, block.mode);
    const slab = this.slabs[this.slabs.length - 1]!;
    const at = this.used;
    slab[at + Field.next] = this.heads.get(key) ?? -1;
    slab[at + Field.size] = block.size;
    slab[at + Field.instructions] = block.instructions;
    slab[at + Field.codeWords] = length;
    slab[at + Field.relocations] = relocations.length;
    let to = at + FIELDS;
    slab.set(words.subarray(0, length), to);
    to += length;
    for (const relocation of relocations) slab[to++] = relocation;
    slab.set(guest.subarray(block.pc >>> 2, (block.pc >>> 2) + guestWords), to);
    this.used += total;
    this.heads.set(key, (this.slabs.length - 1) * SLAB + at);
    this.count++;
  }

  /** The template of a location whose guest bytes are those in memory now; −1 if there is none. */
  find(pc: number, mode: number, guest: Int32Array): number {
    let index = this.heads.get(locationKey(pc, mode)) ?? -1;
    while (index >= 0) {
      const slab = this.slabs[Math.floor(index / SLAB)]!;
      const at = index % SLAB;
      const code = at + FIELDS + slab[at + Field.codeWords]! + slab[at + Field.relocations]!;
      if (matches(slab, code, guest, pc, slab[at + Field.size]!)) return index;
      index = slab[at + Field.next]!;
    }
    return -1;
  }

  /** Guest bytes of a template. */
  size(index: number): number {
    return this.field(index, Field.size);
  }
  instructions(index: number): number {
    return this.field(index, Field.instructions);
  }
  /** Words of its threaded code. */
  words(index: number): number {
    return this.field(index, Field.codeWords);
  }

  /** Copies a template's threaded code to an address. */
  place(index: number, words: Int32Array, address: number): void {
    const slab = this.slabs[Math.floor(index / SLAB)]!;
    const at = index % SLAB;
    const length = slab[at + Field.codeWords]!;
    const to = address >>> 2;
    const code = at + FIELDS;
    for (let k = 0; k < length; k++) words[to + k] = slab[code + k]!;
    const end = code + length + slab[at + Field.relocations]!;
    for (let k = code + length; k < end; k++) words[to + slab[k]!] = words[to + slab[k]!]! + address;
  }

  private field(index: number, field: number): number {
    return this.slabs[Math.floor(index / SLAB)]![(index % SLAB) + field]!;
  }

  private grow(): void {
    if (this.slabs.length === SLABS) {
      this.slabs = [];
      this.heads.clear();
      this.count = 0;
    }
    this.slabs.push(new Int32Array(SLAB));
    this.used = 0;
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
