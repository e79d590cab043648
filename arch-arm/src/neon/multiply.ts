import type { IrBuilder, V128 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { lanes, lowBits, narrow, shl, shr, shuffle, signBits, signMask, splat, widen } from './lanes';
import { saturates } from './registers';
import { addSaturating, subSaturating } from './saturating';

/** Element-wise product of 8-, 16- or 32-bit lanes. */
export function multiply(ir: IrBuilder, size: number, q: number, a: V128, b: V128): V128 {
  if (size === 1) return ir.i16x8.mul(a, b);
  if (size === 2) return ir.i32x4.mul(a, b);
  const low = ir.i16x8.extmul_low_i8x16_u(a, b);
  if (!q) return narrow(ir, 0, low);
  const high = ir.i16x8.extmul_high_i8x16_u(a, b);
  return ir.shuffle(low, high, [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30]);
}

/** VMULL: products of the low halves in lanes of twice the size. */
export function multiplyLong(ir: IrBuilder, size: number, unsigned: boolean, a: V128, b: V128): V128 {
  if (size === 0) return unsigned ? ir.i16x8.extmul_low_i8x16_u(a, b) : ir.i16x8.extmul_low_i8x16_s(a, b);
  if (size === 1) return unsigned ? ir.i32x4.extmul_low_i16x8_u(a, b) : ir.i32x4.extmul_low_i16x8_s(a, b);
  return unsigned ? ir.i64x2.extmul_low_i32x4_u(a, b) : ir.i64x2.extmul_low_i32x4_s(a, b);
}

/** VMUL.P8: carry-less product of bytes, low halves. */
export function multiplyPolynomial(ir: IrBuilder, a: V128, b: V128): V128 {
  let product = ir.v128.and(a, bitMask(ir, 0, b, 0, 8));
  for (let bit = 1; bit < 8; bit++) {
    const term = ir.v128.and(shl(ir, 0, a, bit), bitMask(ir, 0, b, bit, 8));
    product = ir.v128.xor(product, term);
  }
  return product;
}

/** VMULL.P8: carry-less product of the bytes of the low halves, whole. */
export function multiplyPolynomialLong(ir: IrBuilder, a: V128, b: V128): V128 {
  const [wideA, wideB] = [widen(ir, 0, true, a), widen(ir, 0, true, b)];
  let product = ir.v128.and(wideA, bitMask(ir, 1, wideB, 0, 16));
  for (let bit = 1; bit < 8; bit++) {
    const term = ir.v128.and(shl(ir, 1, wideA, bit), bitMask(ir, 1, wideB, bit, 16));
    product = ir.v128.xor(product, term);
  }
  return product;
}

/** All ones in the lanes of b whose given bit is set. */
const bitMask = (ir: IrBuilder, size: number, b: V128, bit: number, bits: number): V128 =>
  signMask(ir, size, shl(ir, size, b, bits - 1 - bit));

/** VQDMULL: twice the products, saturated; only MIN × MIN saturates. */
export function doublingMultiplyLong(c: ArmContext, size: number, a: V128, b: V128): V128 {
  const { ir } = c;
  const lane = lanes(ir, size + 1);
  const product = multiplyLong(ir, size, false, a, b);
  const twice = lane.add(product, product);
  const over = lane.eq(twice, signBits(ir, size + 1));
  saturates(c, over);
  return ir.v128.xor(twice, over);
}

/** VQDMLAL and VQDMLSL: both the doubling and the accumulation saturate. */
export function doublingMultiplyAccumulate(
  c: ArmContext,
  size: number,
  subtract: boolean,
  sum: V128,
  a: V128,
  b: V128,
): V128 {
  const product = doublingMultiplyLong(c, size, a, b);
  const accumulate = subtract ? subSaturating : addSaturating;
  return accumulate(c, size + 1, false, sum, product);
}

/** VQDMULH and VQRDMULH: high half of twice the product, of 16- or 32-bit lanes; only MIN × MIN saturates. */
export function doublingMultiplyHigh(c: ArmContext, size: number, round: boolean, a: V128, b: V128): V128 {
  const { ir } = c;
  const least = signBits(ir, size);
  const lane = lanes(ir, size);
  const over = ir.v128.and(lane.eq(a, least), lane.eq(b, least));
  saturates(c, over);
  if (size === 1) {
    if (round) return ir.i16x8.q15mulr_sat_s(a, b);
    const low = shr(ir, 2, false, ir.i32x4.extmul_low_i16x8_s(a, b), 15);
    const high = shr(ir, 2, false, ir.i32x4.extmul_high_i16x8_s(a, b), 15);
    return ir.i16x8.narrow_i32x4_s(low, high);
  }
  const half = (product: V128): V128 => {
    const rounded = round ? ir.i64x2.add(product, splat(ir, 3, 0x4000_0000, 0)) : product;
    return shr(ir, 3, false, rounded, 31);
  };
  const low = half(ir.i64x2.extmul_low_i32x4_s(a, b));
  const high = half(ir.i64x2.extmul_high_i32x4_s(a, b));
  return ir.v128.xor(shuffle(ir, 2, low, high, [0, 2, 4, 6]), over);
}

/** Sums of neighbours in lanes of twice the size (VPADDL). */
export function addPairsLong(ir: IrBuilder, size: number, unsigned: boolean, a: V128): V128 {
  if (size === 0) return unsigned ? ir.i16x8.extadd_pairwise_i8x16_u(a) : ir.i16x8.extadd_pairwise_i8x16_s(a);
  if (size === 1) return unsigned ? ir.i32x4.extadd_pairwise_i16x8_u(a) : ir.i32x4.extadd_pairwise_i16x8_s(a);
  const odd = shr(ir, 3, unsigned, a, 32);
  const even = unsigned ? ir.v128.and(a, lowBits(ir, 3, 32)) : shr(ir, 3, false, shl(ir, 3, a, 32), 32);
  return ir.i64x2.add(even, odd);
}
