/**
 * The floating-point environment of an `fp.*` operation, as its last immediate. All of it is known when code is
 * translated: guests' control bits are part of the decoding mode.
 */
export const Rounding = { nearestEven: 0, up: 1, down: 2, zero: 3, nearestAway: 4 } as const;

/** Bits of an environment. */
export const FpEnv = {
  /** Mask of the rounding mode. */
  rounding: 0x7,
  /** Denormal operands count as zero of their sign (raises inputDenormal). */
  flushInputs: 0x8,
  /** Denormal results become zero of their sign (raises underflow, not inexact). */
  flushOutputs: 0x10,
  /** NaN results are the default NaN instead of a quieted operand. */
  defaultNan: 0x20,
  /** The default NaN has its sign bit set. */
  negativeDefaultNan: 0x40,
  /** The quiet bit is inverted: set means signalling (MIPS before 2008). The default NaN is then 0x7fbfffff… */
  legacyNan: 0x80,
  /** Tininess is detected after rounding instead of before. */
  tininessAfter: 0x100,
  /** Exceptions raise no flag. */
  quiet: 0x200,
  /** Conversions of NaN to integer give 0 (ARM) if clear, the largest positive value (MIPS legacy) if set. */
  nanToMax: 0x400,
  /** Out-of-range conversions to integer give the largest positive value whatever the sign (MIPS legacy). */
  overflowToMax: 0x800,
  /** Results that flushOutputs makes zero raise inexact too (MIPS). */
  flushInexact: 0x8000,
  /** `rint` raises inexact. */
  rintInexact: 0x1000,
  /** fma: (inf × 0) + quiet NaN gives the default NaN and invalid (ARM) if set; the addend's NaN if clear. */
  fmaInfZeroDefault: 0x2000,
  /** fma operands' NaN priority: the addend first (ARM) if set. */
  fmaAddendFirst: 0x4000,
  /** Half-precision conversions use ARM's alternative format (no infinities, no NaNs). */
  alternativeHalf: 0x1_0000,
} as const;

/** Bits that accumulate in the architecture's fpFlags slot. */
export const FpFlag = {
  invalid: 1,
  divideByZero: 2,
  overflow: 4,
  underflow: 8,
  inexact: 16,
  inputDenormal: 32,
  outputDenormal: 64,
} as const;
