/**
 * A bit pattern of an instruction, most significant bit first, as words separated by spaces: `0` and `1` are fixed bits (any
 * number of them in a word), `x` bits that are ignored, `name:width` a field. `'cond:4 000 0100 S:1 Rn:4 Rd:4 imm5:5 type:2 0 Rm:4'`.
 */
type FieldName<Word extends string> = Word extends `${infer Name}:${string}` ? Name : never;
export type FieldNames<P extends string> = P extends `${infer Word} ${infer Rest}`
  ? FieldName<Word> | FieldNames<Rest>
  : FieldName<P>;

/** The decoded fields of a pattern, unsigned. */
export type Fields<P extends string = string> = string extends P
  ? Readonly<Record<string, number>>
  : { readonly [N in FieldNames<P>]: number };

export interface Field {
  readonly name: string;
  /** Lowest bit. */
  readonly shift: number;
  readonly width: number;
}

/** A pattern compiled to numbers. */
export interface CompiledPattern {
  readonly text: string;
  /** Total bits: 16 or 32. */
  readonly width: number;
  /** Fixed bits and their values, as signed words. */
  readonly mask: number;
  readonly value: number;
  readonly fields: readonly Field[];
}

/**
 * Compiles a pattern.
 * @throws Error where a word is malformed, a field occurs twice or the bits do not add up to 16 or 32.
 */
export function compilePattern(text: string): CompiledPattern {
  const malformed = (what: string): Error => new Error(`pattern '${text}'${what}`);
  let width = 0;
  let mask = 0;
  let value = 0;
  // Read from the least significant end: the bits passed so far are the shift.
  const fields: Field[] = [];
  const words = text.split(' ');
  for (let i = words.length - 1; i >= 0; i--) {
    const word = words[i]!;
    const colon = word.indexOf(':');
    if (colon > 0) {
      const name = word.slice(0, colon);
      const bits = Number(word.slice(colon + 1));
      if (!(bits > 0 && bits <= 32)) throw malformed(`: cannot read '${word}'`);
      if (fields.some((field) => field.name === name)) throw malformed(`: field ${name} occurs twice`);
      fields.unshift({ name, shift: width, width: bits });
      width += bits;
      continue;
    }
    if (word === '') throw malformed(': two spaces');
    for (let at = word.length - 1; at >= 0; at--, width++) {
      const bit = word[at];
      if (bit === 'x') continue;
      if (bit !== '0' && bit !== '1') throw malformed(`: cannot read '${word}'`);
      mask |= 1 << width;
      if (bit === '1') value |= 1 << width;
    }
  }
  if (width !== 16 && width !== 32) throw malformed(` has ${width} bits, not 16 or 32`);
  return { text, width, mask, value, fields };
}

/** Reads a pattern's fields out of an instruction word that matches it. */
export function extractFields(pattern: CompiledPattern, word: number): Record<string, number> {
  const out: Record<string, number> = {};
  const { fields } = pattern;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i]!;
    out[field.name] = (word >>> field.shift) & (-1 >>> (32 - field.width));
  }
  return out;
}
