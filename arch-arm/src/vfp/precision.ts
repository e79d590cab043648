import type { F32, F64 } from '@anyuser/core';
import type { ArmContext } from '../context';

/** What VFP arithmetic needs of one of its two formats; the environment is FPSCR's. */
export interface Precision<F extends F32 | F64> {
  /** Mnemonic suffix. */
  readonly suffix: '.f32' | '.f64';
  get(c: ArmContext, n: number): F;
  set(c: ArmContext, n: number, value: F): void;
  arithmetic(c: ArmContext, op: 'add' | 'sub' | 'mul' | 'div', a: F, b: F): F;
  /** a × b + addend, rounded once. */
  fma(c: ArmContext, a: F, b: F, addend: F): F;
  sqrt(c: ArmContext, a: F): F;
  neg(c: ArmContext, a: F): F;
  abs(c: ArmContext, a: F): F;
  /** The expansion of an 8-bit immediate (VFPExpandImm, DDI 0406C A7.5.1). */
  immediate(c: ArmContext, imm8: number): F;
}

/** Single precision: S registers. */
export const single: Precision<F32> = {
  suffix: '.f32',
  get: (c, n) => c.s(n),
  set: (c, n, value) => c.setS(n, value),
  arithmetic: (c, op, a, b) => c.ir.fp[`${op}_f32`](a, b, c.fpEnv),
  fma: (c, a, b, addend) => c.ir.fp.fma_f32(a, b, addend, c.fpEnv),
  sqrt: (c, a) => c.ir.fp.sqrt_f32(a, c.fpEnv),
  neg: (c, a) => c.ir.f32.neg(a),
  abs: (c, a) => c.ir.f32.abs(a),
  immediate: (c, imm8) => c.ir.emit('f32.const', expandSingle(imm8)),
};

/** Double precision: D registers. */
export const double: Precision<F64> = {
  suffix: '.f64',
  get: (c, n) => c.d(n),
  set: (c, n, value) => c.setD(n, value),
  arithmetic: (c, op, a, b) => c.ir.fp[`${op}_f64`](a, b, c.fpEnv),
  fma: (c, a, b, addend) => c.ir.fp.fma_f64(a, b, addend, c.fpEnv),
  sqrt: (c, a) => c.ir.fp.sqrt_f64(a, c.fpEnv),
  neg: (c, a) => c.ir.f64.neg(a),
  abs: (c, a) => c.ir.f64.abs(a),
  immediate: (c, imm8) => c.ir.emit('f64.const', 0, expandDoubleHigh(imm8)),
};

/** Bits of the single-precision number that imm8 `abcdefgh` stands for: a, not b, bbbbb, cdefgh, zeros. */
export const expandSingle = (imm8: number): number =>
  ((imm8 & 0x80) << 24) | (imm8 & 0x40 ? 0x3e00_0000 : 0x4000_0000) | ((imm8 & 0x3f) << 19);

/** High word of the double-precision number that imm8 stands for; the low word is zero. */
export const expandDoubleHigh = (imm8: number): number =>
  ((imm8 & 0x80) << 24) | (imm8 & 0x40 ? 0x3fc0_0000 : 0x4000_0000) | ((imm8 & 0x3f) << 16);

/** Number of a register: single ones have the extra bit lowest, double ones highest. */
export const register = (double: number, field: number, extra: number): number =>
  double ? (extra << 4) | field : (field << 1) | extra;

/** Whether the model has the double-precision registers of the given numbers. */
export const hasDouble = (c: ArmContext, ...numbers: readonly number[]): boolean =>
  c.has('d32') || numbers.every((n) => n < 16);
