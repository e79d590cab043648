/**
 * A flag word of one ABI: guest bits by header name, mapped to the kernel's canonical bits.
 */
export interface FlagTable {
  /** Canonical bits of a guest word; guest bits that the table does not know are in `unknown`. */
  decode(guest: number): number;
  /** Guest bits that no name of the table covers. */
  unknown(guest: number): number;
  encode(canonical: number): number;
  /** Guest bits of a name; 0 where the ABI has no such name. */
  bits(name: string): number;
  /** The word as strace prints it: `O_RDWR|O_CREAT|0x80000000`. */
  format(guest: number): string;
}

/**
 * Builds a table. Guest names that the canonical set does not have are recognised (never `unknown`), printed, and decode to
 * nothing. A name of several bits (O_SYNC = O_DSYNC | …) matches only whole, and hides the names it contains.
 * @param zero - what format prints for a word without bits, e.g. `O_RDONLY`.
 */
export function flagTable(
  canonical: Readonly<Record<string, number>>,
  guest: Readonly<Record<string, number>>,
  zero = '0',
): FlagTable {
  const rows = Object.entries(guest)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => ({ name, guest: value >>> 0, canonical: canonical[name] ?? 0 }))
    .sort((a, b) => popcount(b.guest) - popcount(a.guest));
  const walk = (word: number, visit: (row: (typeof rows)[number]) => void): number => {
    let rest = word >>> 0;
    for (const row of rows) {
      if ((rest & row.guest) >>> 0 !== row.guest) continue;
      rest = (rest & ~row.guest) >>> 0;
      visit(row);
    }
    return rest;
  };
  return {
    decode(word) {
      let out = 0;
      walk(word, (row) => {
        out |= row.canonical;
      });
      return out;
    },
    unknown: (word) => walk(word, () => {}),
    bits: (name) => (guest[name] ?? 0) >>> 0,
    encode(word) {
      let out = 0;
      for (const row of rows)
        if (row.canonical !== 0 && (word & row.canonical) === row.canonical) out |= row.guest;
      return out >>> 0;
    },
    format(word) {
      const names: string[] = [];
      const rest = walk(word, (row) => names.push(row.name));
      if (rest !== 0) names.push(`0x${rest.toString(16)}`);
      return names.length > 0 ? names.join('|') : zero;
    },
  };
}

function popcount(word: number): number {
  let n = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) n++;
  return n;
}
