/** A table by a hash: `(word * factor) >>> shift` is another place for each word. */
export interface Spread {
  readonly factor: number;
  readonly shift: number;
  /** Number of the word at each place; −1 at places of none. */
  readonly table: readonly number[];
}

/** Factors that are tried for one size of table. */
const TRIES = 64;

/** Finds a table for different words. */
export function spread(words: readonly number[]): Spread {
  let factor = 0x9e37_79b1;
  for (let shift = Math.clz32(words.length); shift > 0; shift--) {
    for (let n = 0; n < TRIES; n++) {
      const table = new Array<number>(2 ** (32 - shift)).fill(-1);
      const collides = words.some((word, index) => {
        const place = Math.imul(word, factor) >>> shift;
        const taken = table[place] !== -1;
        table[place] = index;
        return taken;
      });
      if (!collides) return { factor: factor | 0, shift, table };
      // Any odd number will do.
      factor = (Math.imul(factor, 0x0001_9660) + 0x3c6e_f35f) | 1;
    }
  }
  throw new RangeError('equal words have no places of their own');
}
