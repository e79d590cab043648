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
  /** Fixed bits and their values, unsigned. */
  readonly mask: number;
  readonly value: number;
  readonly fields: readonly Field[];
}

/**
 * Compiles a pattern.
 * @throws Error where a word is malformed, a field occurs twice or the bits do not add up to 16 or 32.
 */
export function compilePattern(text: string): CompiledPattern {
  const parts: { name?: string; bits?: string; width: number }[] = text.split(' ').map((word) => {
    if (/^[01x]+$/.test(word)) return { bits: word, width: word.length };
    const match = /^([A-Za-z_]\w*):(\d+)$/.exec(word);
    if (!match) throw new Error(`pattern '${text}': cannot read '${word}'`);
    return { name: match[1], width: Number(match[2]) };
  });
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  if (width !== 16 && width !== 32) throw new Error(`pattern '${text}' has ${width} bits, not 16 or 32`);
  let shift = width;
  let mask = 0;
  let value = 0;
  const fields: Field[] = [];
  for (const part of parts) {
    shift -= part.width;
    if (part.name !== undefined) {
      if (fields.some(({ name }) => name === part.name))
        throw new Error(`pattern '${text}': field ${part.name} occurs twice`);
      fields.push({ name: part.name, shift, width: part.width });
      continue;
    }
    for (let i = 0; i < part.width; i++) {
      const bit = part.bits?.[i];
      if (bit === 'x') continue;
      const at = 2 ** (shift + part.width - 1 - i);
      mask += at;
      if (bit === '1') value += at;
    }
  }
  return { text, width, mask, value, fields };
}

/** Reads a pattern's fields out of an instruction word that matches it. */
export function extractFields(pattern: CompiledPattern, word: number): Record<string, number> {
  const fields: Record<string, number> = {};
  for (const { name, shift, width } of pattern.fields) fields[name] = (word >>> shift) & (2 ** width - 1);
  return fields;
}
