import { type CompiledPattern, compilePattern, extractFields, type Fields } from './pattern';

/**
 * One encoding of an instruction: its bits, its meaning in IR and its text. Encodings that share a meaning call the same
 * function of the architecture's `semantics/`.
 * @typeParam Context - the architecture's translation context (builder, location, model, condition state).
 */
export interface Instruction<Context, P extends string = string> {
  readonly name: string;
  readonly pattern: P;
  /** Bits that decide between this row and others with the same fixed bits, e.g. `Rn != 15`. Absent: always. */
  readonly when?: (fields: Fields<P>) => boolean;
  /** Feature of the CPU model that the encoding needs; without it the encoding is undefined. */
  readonly feature?: string;
  /** Writes the instruction's meaning. Returning false means that these field values are undefined: SIGILL. */
  translate(context: Context, fields: Fields<P>, word: number): void | false;
  /** Assembly text: operands after the mnemonic included. */
  text(fields: Fields<P>, pc: number): string;
}

/** Declares an instruction row; infers the field names from the pattern. */
export const defineInstruction = <Context, P extends string>(
  row: Instruction<Context, P>,
): Instruction<Context> => row as unknown as Instruction<Context>;

interface Row<Context> {
  readonly instruction: Instruction<Context>;
  readonly pattern: CompiledPattern;
}

/** What a word decodes to. */
export interface Decoded<Context> {
  readonly instruction: Instruction<Context>;
  readonly fields: Readonly<Record<string, number>>;
}

/** How many of the most significant bits select a bucket. */
const BUCKET_BITS = 12;

/**
 * Finds the row of an instruction word. Of several rows that match, the one with more fixed bits is taken; two rows that
 * overlap without one being more specific are an error. Start-up time counts: rows are sorted and compared with each other
 * only within a bucket, when a word of that bucket is first met. Tests of an architecture call `verify`.
 */
export class Decoder<Context> {
  private readonly rows: readonly Row<Context>[];
  /** Rows by the top bits of a word, the most specific first. */
  private readonly buckets: (Row<Context>[] | undefined)[] = new Array(2 ** BUCKET_BITS);
  private readonly shift: number;

  /** @throws Error where a pattern is malformed or of another width. */
  constructor(
    instructions: readonly Instruction<Context>[],
    readonly width: 16 | 32,
  ) {
    this.rows = instructions.map((instruction) => {
      const pattern = compilePattern(instruction.pattern);
      if (pattern.width !== width)
        throw new Error(`${instruction.name}: pattern '${pattern.text}' is not ${width} bits wide`);
      return { instruction, pattern };
    });
    this.shift = width - BUCKET_BITS;
  }

  /** Compares all rows. @throws Error naming both rows where two overlap ambiguously. */
  verify(): void {
    rejectOverlaps(this.rows);
  }

  private fill(bucket: number): Row<Context>[] {
    const high = bucket << this.shift;
    const bits = (2 ** BUCKET_BITS - 1) << this.shift;
    const rows: Row<Context>[] = [];
    for (const row of this.rows)
      if (((high ^ row.pattern.value) & row.pattern.mask & bits) === 0) rows.push(row);
    rejectOverlaps(rows);
    rows.sort((a, b) => popcount(b.pattern.mask) - popcount(a.pattern.mask));
    this.buckets[bucket] = rows;
    return rows;
  }

  /** The row that a word matches, with its fields; undefined where the encoding does not exist. */
  decode(word: number): Decoded<Context> | undefined {
    const bucket = word >>> this.shift;
    for (const row of this.buckets[bucket] ?? this.fill(bucket)) {
      if (((word ^ row.pattern.value) & row.pattern.mask) !== 0) continue;
      const fields = extractFields(row.pattern, word);
      if (row.instruction.when === undefined || row.instruction.when(fields))
        return { instruction: row.instruction, fields };
    }
    return undefined;
  }
}

function rejectOverlaps<Context>(rows: readonly Row<Context>[]): void {
  for (let i = 0; i < rows.length; i++) {
    for (let j = i + 1; j < rows.length; j++) {
      const [a, b] = [rows[i]!, rows[j]!];
      const common = a.pattern.mask & b.pattern.mask;
      if (((a.pattern.value ^ b.pattern.value) & common) !== 0) continue;
      const nested = (common ^ a.pattern.mask) === 0 || (common ^ b.pattern.mask) === 0;
      const told = a.instruction.when !== undefined || b.instruction.when !== undefined;
      if (nested && (a.pattern.mask !== b.pattern.mask || told)) continue;
      if (told) continue;
      throw new Error(
        `instruction patterns overlap: ${a.instruction.name} '${a.pattern.text}' and ${b.instruction.name} '${b.pattern.text}'`,
      );
    }
  }
}

function popcount(word: number): number {
  let n = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) n++;
  return n;
}
