/** Entries of a new table, a power of two. */
const FIRST = 1 << 12;
const EMPTY = -1;

/**
 * A map from locations to numbers from 0 to 2^32 − 2, without an object for each: tens of thousands are put in while a program
 * starts.
 */
export class LocationTable {
  private pcs = new Int32Array(FIRST);
  private modes = new Int32Array(FIRST);
  /** −1 where an entry is empty. */
  private values = new Float64Array(FIRST).fill(EMPTY);
  private count = 0;

  /** The number of a location; −1 if it has none. */
  get(pc: number, mode: number): number {
    return this.values[this.slot(pc | 0, mode)]!;
  }

  set(pc: number, mode: number, value: number): void {
    const slot = this.slot(pc | 0, mode);
    if (this.values[slot] === EMPTY) {
      this.pcs[slot] = pc;
      this.modes[slot] = mode;
      this.count++;
    }
    this.values[slot] = value;
    if (this.count * 2 > this.values.length) this.grow();
  }

  forEach(visit: (pc: number, mode: number, value: number) => void): void {
    const { pcs, modes, values } = this;
    for (let k = 0; k < values.length; k++) if (values[k] !== EMPTY) visit(pcs[k]!, modes[k]!, values[k]!);
  }

  clear(): void {
    this.values.fill(EMPTY);
    this.count = 0;
  }

  /** Where a location is, or would be put. */
  private slot(pc: number, mode: number): number {
    const { pcs, modes, values } = this;
    const mask = values.length - 1;
    let slot = (Math.imul(pc ^ Math.imul(mode, 0x9e5), 0x9e37_79b1) >>> 8) & mask;
    while (values[slot] !== EMPTY && (pcs[slot] !== pc || modes[slot] !== mode)) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { pcs, modes, values } = this;
    const length = values.length * 2;
    this.pcs = new Int32Array(length);
    this.modes = new Int32Array(length);
    this.values = new Float64Array(length).fill(EMPTY);
    for (let k = 0; k < values.length; k++) {
      if (values[k] === EMPTY) continue;
      const slot = this.slot(pcs[k]!, modes[k]!);
      this.pcs[slot] = pcs[k]!;
      this.modes[slot] = modes[k]!;
      this.values[slot] = values[k]!;
    }
  }
}
