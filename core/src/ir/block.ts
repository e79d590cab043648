/** Words of one IR instruction: op, a, b, c, d. */
export const IR_STRIDE = 5;

/** A stretch of guest code from one location to its first jump, translated to IR. */
export interface IrBlock {
  /** Guest address of the first instruction. */
  readonly pc: number;
  /** Decoding mode of the first instruction (see Architecture). */
  readonly mode: number;
  /** Guest code bytes that were read, from pc. */
  readonly size: number;
  /** Guest instructions. */
  readonly instructions: number;
  /** IR instructions, IR_STRIDE words each. Value n is defined by the instruction at n * IR_STRIDE. */
  readonly code: Int32Array;
  /** Constants of v128.const (four words each) and lane lists of i8x16.shuffle (16 numbers packed in four words). */
  readonly pool: readonly Int32Array[];
}
