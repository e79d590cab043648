/** Addresses from here on are of the code of a block that is not placed yet. Registers and temporaries lie elsewhere. */
export const CODE_TAG = 0x2000_0000;
/** Addresses from here on are of its constants. */
export const CONSTANT_TAG = 0x4000_0000;

/** Single words among which an equal one is looked for. */
const SEARCHED = 16;

/** The constants of a block under construction. Operands name them by CONSTANT_TAG and their place. */
export class ConstantArea {
  words = new Int32Array(64);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  /** The address of a word; equal words share one. */
  word(value: number): number {
    const { words, length } = this;
    for (let k = Math.max(0, length - SEARCHED); k < length; k++) {
      if (words[k] === value) return CONSTANT_TAG + 4 * k;
    }
    return this.wide([value]);
  }

  /** The address of several words in a row: 64-bit and vector constants. */
  wide(values: ArrayLike<number>): number {
    const at = this.length;
    if (at + values.length > this.words.length) {
      const grown = new Int32Array(this.words.length * 2);
      grown.set(this.words);
      this.words = grown;
    }
    for (let k = 0; k < values.length; k++) this.words[at + k] = values[k]!;
    this.length += values.length;
    return CONSTANT_TAG + 4 * at;
  }
}
