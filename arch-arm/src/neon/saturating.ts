import type { V128 } from '@anyuser/core';
import type { ArmContext } from '../context';
import {
  bitsOf,
  lanes,
  less,
  lowBits,
  narrow,
  narrowLanes,
  shl,
  shr,
  signBits,
  signMask,
  splat,
  widen,
} from './lanes';
import { saturates } from './registers';

/** The largest number of a's sign in every lane, for lanes of signed numbers: MAX where a ≥ 0, else MIN. */
const limit = (c: ArmContext, size: number, a: V128): V128 =>
  c.ir.v128.xor(signMask(c.ir, size, a), lowBits(c.ir, size, bitsOf(size) - 1));

/** VQADD. */
export function addSaturating(c: ArmContext, size: number, unsigned: boolean, a: V128, b: V128): V128 {
  const { ir } = c;
  const sum = lanes(ir, size).add(a, b);
  if (size < 2) {
    const { add_sat_u, add_sat_s } = size === 0 ? ir.i8x16 : ir.i16x8;
    const result = unsigned ? add_sat_u(a, b) : add_sat_s(a, b);
    saturates(c, ir.v128.xor(result, sum));
    return result;
  }
  if (unsigned) {
    const over = less(ir, size, true, sum, a);
    saturates(c, over);
    return ir.v128.or(sum, over);
  }
  const over = signMask(ir, size, ir.v128.and(ir.v128.xor(a, sum), ir.v128.xor(b, sum)));
  saturates(c, over);
  return ir.v128.bitselect(limit(c, size, a), sum, over);
}

/** VQSUB. */
export function subSaturating(c: ArmContext, size: number, unsigned: boolean, a: V128, b: V128): V128 {
  const { ir } = c;
  const difference = lanes(ir, size).sub(a, b);
  if (size < 2) {
    const { sub_sat_u, sub_sat_s } = size === 0 ? ir.i8x16 : ir.i16x8;
    const result = unsigned ? sub_sat_u(a, b) : sub_sat_s(a, b);
    saturates(c, ir.v128.xor(result, difference));
    return result;
  }
  if (unsigned) {
    const under = less(ir, size, true, a, b);
    saturates(c, under);
    return ir.v128.andnot(difference, under);
  }
  const over = signMask(ir, size, ir.v128.and(ir.v128.xor(a, b), ir.v128.xor(a, difference)));
  saturates(c, over);
  return ir.v128.bitselect(limit(c, size, a), difference, over);
}

/** VQABS and VQNEG: only the smallest number saturates. */
export function absSaturating(c: ArmContext, size: number, a: V128, negate: boolean): V128 {
  const { ir } = c;
  const lane = lanes(ir, size);
  const result = negate ? lane.neg(a) : lane.abs(a);
  const over = lane.eq(a, signBits(ir, size));
  saturates(c, over);
  return ir.v128.xor(result, over);
}

/** VQSHL by a constant below the lane's bits. */
export function shlSaturating(c: ArmContext, size: number, unsigned: boolean, a: V128, n: number): V128 {
  const { ir } = c;
  const shifted = shl(ir, size, a, n);
  const lost = lanes(ir, size).ne(shr(ir, size, unsigned, shifted, n), a);
  saturates(c, lost);
  return unsigned ? ir.v128.or(shifted, lost) : ir.v128.bitselect(limit(c, size, a), shifted, lost);
}

/** VQSHLU: signed numbers to unsigned ones. */
export function shlSaturatingUnsigned(c: ArmContext, size: number, a: V128, n: number): V128 {
  const { ir } = c;
  const negative = signMask(ir, size, a);
  const shifted = shl(ir, size, a, n);
  const lost = lanes(ir, size).ne(shr(ir, size, true, shifted, n), a);
  saturates(c, ir.v128.or(lost, negative));
  return ir.v128.andnot(ir.v128.or(shifted, lost), negative);
}

/** How a saturating narrowing reads its operand and writes its result. */
export type Narrowing = 'signed' | 'unsigned' | 'signed to unsigned';

/** Narrows lanes of `size + 1` to lanes of `size`, saturating; the result is in the low half and repeated in the high. */
export function narrowSaturating(c: ArmContext, size: number, kind: Narrowing, a: V128): V128 {
  const { ir } = c;
  const result = kind === 'unsigned' ? clampUnsigned(c, size, a) : clampSigned(c, size, kind, a);
  saturates(c, ir.v128.xor(widen(ir, size, kind !== 'signed', result), a));
  return result;
}

function clampUnsigned(c: ArmContext, size: number, a: V128): V128 {
  const { ir } = c;
  const most = lowBits(ir, size + 1, bitsOf(size));
  if (size < 2) return narrow(ir, size, narrowLanes(ir, size + 1).min_u(a, most));
  const over = ir.v128.not(ir.i64x2.eq(shr(ir, 3, true, a, 32), splat(ir, 3, 0)));
  return narrow(ir, 2, ir.v128.or(a, over));
}

function clampSigned(c: ArmContext, size: number, kind: 'signed' | 'signed to unsigned', a: V128): V128 {
  const { ir } = c;
  const toUnsigned = kind !== 'signed';
  if (size === 0) return toUnsigned ? ir.i8x16.narrow_i16x8_u(a, a) : ir.i8x16.narrow_i16x8_s(a, a);
  if (size === 1) return toUnsigned ? ir.i16x8.narrow_i32x4_u(a, a) : ir.i16x8.narrow_i32x4_s(a, a);
  const most = lowBits(ir, 3, toUnsigned ? 32 : 31);
  const least = toUnsigned ? splat(ir, 3, 0) : splat(ir, 3, -0x8000_0000, -1);
  const capped = ir.v128.bitselect(most, a, ir.i64x2.gt_s(a, most));
  return narrow(ir, 2, ir.v128.bitselect(least, capped, ir.i64x2.lt_s(capped, least)));
}
