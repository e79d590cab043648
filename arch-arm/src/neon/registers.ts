import type { IrBuilder, V128 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { FP_QC } from '../registers';

/** Number of a double-word register. */
export const dReg = (field: number, extra: number): number => (extra << 4) | field;

const LOW = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const HIGH = [8, 9, 10, 11, 12, 13, 14, 15] as const;
/** Of a second vector. */
const SECOND_LOW = [16, 17, 18, 19, 20, 21, 22, 23] as const;

/** The low half of a, then the low half of b. */
export const joinLow = (ir: IrBuilder, a: V128, b: V128): V128 => ir.shuffle(a, b, [...LOW, ...SECOND_LOW]);
/** The high half of a, then the low half of b. */
export const joinHighLow = (ir: IrBuilder, a: V128, b: V128): V128 =>
  ir.shuffle(a, b, [...HIGH, ...SECOND_LOW]);
/** The high half twice. */
export const highTwice = (ir: IrBuilder, a: V128): V128 => ir.shuffle(a, a, [...HIGH, ...HIGH]);

/**
 * Reads D n into both halves of a vector, or Q (n / 2): so lane operations, and the flags they raise, fit both. Advanced SIMD
 * knows its registers as Q alone: code that uses them whole and by halves then does not make slots overlap, which would keep
 * them out of the JIT's locals.
 */
export function read(c: ArmContext, q: number, n: number): V128 {
  const whole = c.q(n >> 1);
  if (q) return whole;
  return n & 1 ? highTwice(c.ir, whole) : c.ir.shuffle(whole, whole, [...LOW, ...LOW]);
}

/** Writes the low half of a vector to D n, or all of it to Q (n / 2). */
export function write(c: ArmContext, q: number, n: number, value: V128): void {
  if (q) {
    c.setQ(n >> 1, value);
    return;
  }
  const whole = c.q(n >> 1);
  c.setQ(n >> 1, n & 1 ? joinLow(c.ir, whole, value) : c.ir.shuffle(whole, value, [...SECOND_LOW, ...HIGH]));
}

/** Sets FPSCR.QC where any bit of a mask is set. */
export function saturates(c: ArmContext, mask: V128): void {
  const { ir } = c;
  ir.set(FP_QC, ir.or(ir.get(FP_QC), ir.v128.any_true(mask)));
}

/** Name of a register in assembly. */
export const name = (q: number, n: number): string => (q ? `q${n >> 1}` : `d${n}`);
