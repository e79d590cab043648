import type { IrType, RegisterSlot } from '@anyuser/core';

const slot = <T extends IrType>(name: string, offset: number, type: T): RegisterSlot<T> => ({
  name,
  offset,
  type,
});

const row = <T extends IrType>(
  count: number,
  name: (n: number) => string,
  first: number,
  stride: number,
  type: T,
): readonly RegisterSlot<T>[] =>
  Array.from({ length: count }, (_, n) => slot(name(n), first + n * stride, type));

const coreName = (n: number): string => (n === 13 ? 'sp' : n === 14 ? 'lr' : `r${n}`);

/** r0–r14. r15 is not kept while code runs; see `pc`. */
export const R: readonly RegisterSlot<'i32'>[] = row(15, coreName, 0, 4, 'i32');

/** Address of the next instruction, without the Thumb bit. */
export const PC = slot('pc', 60, 'i32');
/** Decoding mode, see mode.ts. */
export const MODE = slot('mode', 64, 'i32');

/**
 * The condition flags, kept as what the setting instruction has at hand: N is the sign of NF, Z is set iff ZF is zero, C is
 * CF (0 or 1), V is the sign of VF.
 */
export const NF = slot('nf', 68, 'i32');
/** Zero iff Z is set. */
export const ZF = slot('zf', 72, 'i32');
/** C, 0 or 1. */
export const CF = slot('cf', 76, 'i32');
/** Its sign is V. */
export const VF = slot('vf', 80, 'i32');
/** Sticky saturation flag, 0 or 1. */
export const QF = slot('qf', 84, 'i32');
/** The GE flags as a byte mask: byte n is 0xff where GE[n] is set, else 0. */
export const GE = slot('ge', 88, 'i32');

/** Address of the open exclusive access. */
export const EXCLUSIVE_ADDRESS = slot('exclusive_address', 92, 'i32');
/** What the exclusive load read: a byte, half-word or word in the first, a double word in both. */
export const EXCLUSIVE_LOW = slot('exclusive_low', 96, 'i32');
/** Second word of an exclusive double word. */
export const EXCLUSIVE_HIGH = slot('exclusive_high', 100, 'i32');

/** 1 while an exclusive access is open, else 0. */
export const EXCLUSIVE_OPEN = slot('exclusive_open', 124, 'i32');

/** Software thread ID registers: read-only and read-write for user mode (DDI 0406C B4.1.150). */
export const TPIDRURO = slot('tpidruro', 104, 'i32');
/** Thread ID register that user mode may write. */
export const TPIDRURW = slot('tpidrurw', 108, 'i32');

/** FPSCR N, Z, C, V at their places, bits 31–28; other bits zero. */
export const FP_NZCV = slot('fp_nzcv', 112, 'i32');
/** FPSCR cumulative exceptions in the bits of core's `FpFlag`. */
export const FP_FLAGS = slot('fp_flags', 116, 'i32');
/** FPSCR QC: set iff non-zero. */
export const FP_QC = slot('fp_qc', 120, 'i32');

const VECTORS = 128;
/** S0–S31 overlap D0–D15; D0–D31 overlap Q0–Q15. */
export const S: readonly RegisterSlot<'f32'>[] = row(32, (n) => `s${n}`, VECTORS, 4, 'f32');
/** Double words of the vector registers. */
export const D: readonly RegisterSlot<'f64'>[] = row(32, (n) => `d${n}`, VECTORS, 8, 'f64');
/** Quad words of the vector registers. */
export const Q: readonly RegisterSlot<'v128'>[] = row(16, (n) => `q${n}`, VECTORS, 16, 'v128');
/** The same registers as integers: each word, and each double word. */
export const W: readonly RegisterSlot<'i32'>[] = row(64, (n) => `w${n}`, VECTORS, 4, 'i32');
/** Double words of the vector registers as integers. */
export const X: readonly RegisterSlot<'i64'>[] = row(32, (n) => `x${n}`, VECTORS, 8, 'i64');

/** Bytes of the CPU state. */
export const STATE_SIZE = VECTORS + 256;

/** Every slot with a name of its own, for debuggers and the JIT. */
export const registers: readonly RegisterSlot[] = [
  ...R,
  PC,
  MODE,
  NF,
  ZF,
  CF,
  VF,
  QF,
  GE,
  EXCLUSIVE_ADDRESS,
  EXCLUSIVE_LOW,
  EXCLUSIVE_HIGH,
  EXCLUSIVE_OPEN,
  TPIDRURO,
  TPIDRURW,
  FP_NZCV,
  FP_FLAGS,
  FP_QC,
  ...S,
  ...D,
  ...Q,
  ...W,
  ...X,
];
