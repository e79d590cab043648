/** A binary interchange format (IEEE 754-2008, 3.4). */
export interface Format {
  /** Bits of the fraction field. */
  readonly fraction: number;
  /** Largest value of the exponent field. */
  readonly maxExponent: number;
  readonly bias: number;
  /** Bits of the whole number less one: where the sign stands. */
  readonly signShift: bigint;
  /** No infinities and no NaNs: the largest exponent is one of numbers (ARM's alternative half precision). */
  readonly alternative: boolean;
  /** Whether flushing of denormals applies; half precision has its own control. */
  readonly flushes: boolean;
}

const format = (exponent: number, fraction: number, alternative = false): Format => ({
  fraction,
  maxExponent: 2 ** exponent - 1,
  bias: 2 ** (exponent - 1) - 1,
  signShift: BigInt(exponent + fraction),
  alternative,
  flushes: fraction > 10,
});

/** Half precision (IEEE 754-2008, 3.6). */
export const binary16 = format(5, 10);
/** DDI 0406C A2.7.2. */
export const alternative16 = format(5, 10, true);
/** Single precision. */
export const binary32 = format(8, 23);
/** Double precision. */
export const binary64 = format(11, 52);
