import { FpEnv, Rounding } from '@anyuser/core';

/**
 * The decoding mode: what changes the meaning of floating-point instructions and is known when code is translated. FR is the
 * register model (Status.FR), the rest are control bits of FCSR.
 */
export const Mode = {
  /** 32 registers of 64 bits instead of pairs of 32. */
  fr: 1,
  roundingShift: 1,
  rounding: 6,
  /** Flush to zero. */
  fs: 8,
  nan2008: 0x10,
  abs2008: 0x20,
  enablesShift: 6,
  /** Enable bits: V, Z, O, U, I from bit 10 down. */
  enables: 0x7c0,
} as const;

/** Bits of FCSR (MIPS32 Volume I-A, 5.8). */
export const Fcsr = {
  rounding: 3,
  flagsShift: 2,
  enablesShift: 7,
  causeShift: 12,
  abs2008: 1 << 18,
  nan2008: 1 << 19,
  fcc0: 1 << 23,
  fs: 1 << 24,
  fcc1Shift: 25,
} as const;

/** FCSR's control bits out of a mode. */
export const fcsrOfMode = (mode: number): number =>
  ((mode & Mode.rounding) >>> Mode.roundingShift) |
  (((mode & Mode.enables) >>> Mode.enablesShift) << Fcsr.enablesShift) |
  (mode & Mode.fs ? Fcsr.fs : 0) |
  (mode & Mode.nan2008 ? Fcsr.nan2008 : 0) |
  (mode & Mode.abs2008 ? Fcsr.abs2008 : 0);

/** A mode with the control bits that software may change in FCSR; NAN2008 and ABS2008 are the CPU's. */
export const modeWithFcsr = (mode: number, fcsr: number): number =>
  (mode & (Mode.fr | Mode.nan2008 | Mode.abs2008)) |
  ((fcsr & Fcsr.rounding) << Mode.roundingShift) |
  (((fcsr >>> Fcsr.enablesShift) & 0x1f) << Mode.enablesShift) |
  (fcsr & Fcsr.fs ? Mode.fs : 0);

/** MIPS rounding modes: nearest, zero, up, down. */
const ROUNDINGS = [Rounding.nearestEven, Rounding.zero, Rounding.up, Rounding.down] as const;

/** The environment of float operations in a mode; `rounding` replaces the mode's own (ROUND.W, TRUNC.W, …). */
export function fpEnvOf(mode: number, rounding?: number): number {
  const own = ROUNDINGS[(mode & Mode.rounding) >>> Mode.roundingShift]!;
  let env: number = rounding ?? own;
  // Whether denormal operands are flushed too is left to implementations: as in QEMU they are not. Flushed results are inexact and
  // underflow, as in Linux's own arch/mips/math-emu.
  if (mode & Mode.fs) env |= FpEnv.flushOutputs | FpEnv.flushInexact;
  if (!(mode & Mode.nan2008)) env |= FpEnv.legacyNan | FpEnv.nanToMax | FpEnv.overflowToMax;
  return env | FpEnv.tininessAfter;
}
