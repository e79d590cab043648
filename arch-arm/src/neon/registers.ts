import type { V128 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { FP_QC } from '../registers';

/** Number of a double-word register. */
export const dReg = (field: number, extra: number): number => (extra << 4) | field;

/** Reads D n into both halves of a vector, or Q (n / 2): so lane operations, and the flags they raise, fit both. */
export const read = (c: ArmContext, q: number, n: number): V128 =>
  q ? c.q(n >> 1) : c.ir.i64x2.splat(c.x(n));

/** Writes the low half of a vector to D n, or all of it to Q (n / 2). */
export function write(c: ArmContext, q: number, n: number, value: V128): void {
  if (q) c.setQ(n >> 1, value);
  else c.setX(n, c.ir.i64x2.extract_lane(value, 0));
}

/** Sets FPSCR.QC where any bit of a mask is set. */
export function saturates(c: ArmContext, mask: V128): void {
  const { ir } = c;
  ir.set(FP_QC, ir.or(ir.get(FP_QC), ir.v128.any_true(mask)));
}

/** Name of a register in assembly. */
export const name = (q: number, n: number): string => (q ? `q${n >> 1}` : `d${n}`);
