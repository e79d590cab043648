import type { ArmRow } from '../instruction';

/**
 * The T32 encoding of a VFP or Advanced SIMD row, which differs from the A32 one in its first byte only (DDI 0406C A7.1):
 * `cond:4 …` becomes `1110 …`, `1111 001 U …` becomes `111 U 1111 …`, `1111 0100 …` becomes `1111 1001 …`.
 * @throws Error where the pattern begins otherwise.
 */
export function asThumb(row: ArmRow): ArmRow {
  const { pattern } = row;
  for (const [from, to] of prefixes) {
    const match = from.exec(pattern);
    if (!match) continue;
    // The text of a row reckons with a pc eight bytes ahead; in Thumb it is four.
    return { ...row, pattern: pattern.replace(from, to), text: (fields, pc) => row.text(fields, pc - 4) };
  }
  throw new Error(`${row.name}: no T32 form of pattern '${pattern}'`);
}

const prefixes: readonly (readonly [RegExp, string])[] = [
  [/^cond:4 (?=11)/, '1110 '],
  [/^1111 ?001 ?(U:1|[01])(?=[ 01])/, '111 $1 1111'],
  [/^1111 ?0100/, '1111 1001'],
  [/^1111 ?(?=111[01])/, '1111 '],
];
