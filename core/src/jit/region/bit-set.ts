import { MAX_LOCAL_SLOTS } from './slots';

const WORDS = MAX_LOCAL_SLOTS / 32;

/** A set of slots, by bit. */
export class BitSet {
  readonly words = new Int32Array(WORDS);

  has(bit: number): boolean {
    return ((this.words[bit >> 5]! >>> (bit & 31)) & 1) !== 0;
  }
  add(bit: number): void {
    this.words[bit >> 5]! |= 1 << (bit & 31);
  }
  delete(bit: number): void {
    this.words[bit >> 5]! &= ~(1 << (bit & 31));
  }
  clear(): void {
    this.words.fill(0);
  }
  assign(other: BitSet): void {
    this.words.set(other.words);
  }
  /** Adds another set's members; whether that changed this one. */
  union(other: BitSet): boolean {
    let changed = false;
    for (let i = 0; i < WORDS; i++) {
      const joined = this.words[i]! | other.words[i]!;
      if (joined !== this.words[i]) {
        this.words[i] = joined;
        changed = true;
      }
    }
    return changed;
  }
  /** Equal for equal sets. */
  get key(): string {
    return this.words.join();
  }
  equals(other: BitSet): boolean {
    for (let i = 0; i < WORDS; i++) if (this.words[i] !== other.words[i]) return false;
    return true;
  }
  clone(): BitSet {
    const copy = new BitSet();
    copy.words.set(this.words);
    return copy;
  }
  *[Symbol.iterator](): Iterator<number> {
    for (let i = 0; i < WORDS; i++) {
      for (let rest = this.words[i]!; rest !== 0; rest &= rest - 1)
        yield i * 32 + 31 - Math.clz32(rest & -rest);
    }
  }
}
