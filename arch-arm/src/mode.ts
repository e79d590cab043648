import { FpEnv, Rounding } from '@anyuser/core';

/** Bits of the decoding mode: what changes the meaning of code bytes, or how their translation computes. 20 bits. */
export const Mode = {
  /** Thumb instruction set. Bit 0, so that an interworking address gives it directly. */
  thumb: 1,
  /** ITSTATE, as in DDI 0406C A2.5.2. */
  itShift: 1,
  it: 0xff << 1,
  /** Data accesses are big-endian (CPSR.E). */
  bigEndian: 1 << 9,
  /** FPSCR.RMode: nearest, up, down, zero. */
  roundingShift: 10,
  rounding: 3 << 10,
  /** FPSCR.FZ. */
  flushToZero: 1 << 12,
  /** FPSCR.DN. */
  defaultNan: 1 << 13,
  /** FPSCR.Len. */
  lenShift: 14,
  len: 7 << 14,
  /** FPSCR.Stride. */
  strideShift: 17,
  stride: 3 << 17,
  /** FPSCR.AHP. */
  alternativeHalf: 1 << 19,
} as const;

/** All mode bits that come from FPSCR. */
export const MODE_FPSCR =
  Mode.rounding | Mode.flushToZero | Mode.defaultNan | Mode.len | Mode.stride | Mode.alternativeHalf;

/** FPSCR bits that live in the mode: AHP, DN, FZ, RMode, Stride, Len (26–20, 18–16). */
export const FPSCR_CONTROL = 0x07f7_0000;

/** The mode bits of an FPSCR value. */
export const modeOfFpscr = (fpscr: number): number =>
  (((fpscr >>> 22) & 3) << Mode.roundingShift) |
  (((fpscr >>> 24) & 1) * Mode.flushToZero) |
  (((fpscr >>> 25) & 1) * Mode.defaultNan) |
  (((fpscr >>> 16) & 7) << Mode.lenShift) |
  (((fpscr >>> 20) & 3) << Mode.strideShift) |
  (((fpscr >>> 26) & 1) * Mode.alternativeHalf);

/** The FPSCR control bits of a mode; inverse of modeOfFpscr. */
export const fpscrOfMode = (mode: number): number =>
  (((mode >>> Mode.roundingShift) & 3) << 22) |
  (mode & Mode.flushToZero ? 1 << 24 : 0) |
  (mode & Mode.defaultNan ? 1 << 25 : 0) |
  (((mode >>> Mode.lenShift) & 7) << 16) |
  (((mode >>> Mode.strideShift) & 3) << 20) |
  (mode & Mode.alternativeHalf ? 1 << 26 : 0);

/** What ARM fixes of the floating-point environment: tininess before rounding, NaN priorities of fused operations. */
const ARM_RULES = FpEnv.fmaInfZeroDefault | FpEnv.fmaAddendFirst;
const roundings = [Rounding.nearestEven, Rounding.up, Rounding.down, Rounding.zero] as const;

/** The environment of VFP operations in a mode (FPSCR-controlled arithmetic). */
export const fpEnvOfMode = (mode: number): number =>
  ARM_RULES |
  roundings[(mode >>> Mode.roundingShift) & 3]! |
  (mode & Mode.flushToZero ? FpEnv.flushInputs | FpEnv.flushOutputs : 0) |
  (mode & Mode.defaultNan ? FpEnv.defaultNan : 0) |
  (mode & Mode.alternativeHalf ? FpEnv.alternativeHalf : 0);

/** The environment of Advanced SIMD: the standard FPSCR value (DDI 0406C A2.7.7), save AHP. */
export const standardFpEnv = (mode: number): number =>
  ARM_RULES |
  Rounding.nearestEven |
  FpEnv.flushInputs |
  FpEnv.flushOutputs |
  FpEnv.defaultNan |
  (mode & Mode.alternativeHalf ? FpEnv.alternativeHalf : 0);
