import type { IrBuilder, V128 } from '@anyuser/core';
import { bitsOf, lanes, narrowLanes, shr, splat } from './lanes';

/** VHADD: (a + b) >> 1 without losing the carry. */
export const halvingAdd = (ir: IrBuilder, size: number, unsigned: boolean, a: V128, b: V128): V128 =>
  lanes(ir, size).add(ir.v128.and(a, b), shr(ir, size, unsigned, ir.v128.xor(a, b), 1));

/** VRHADD: (a + b + 1) >> 1. */
export function roundingHalvingAdd(ir: IrBuilder, size: number, unsigned: boolean, a: V128, b: V128): V128 {
  if (unsigned && size === 0) return ir.i8x16.avgr_u(a, b);
  if (unsigned && size === 1) return ir.i16x8.avgr_u(a, b);
  return lanes(ir, size).sub(ir.v128.or(a, b), shr(ir, size, unsigned, ir.v128.xor(a, b), 1));
}

/** VHSUB: (a - b) >> 1, where a - b = (a ^ b) - 2 (~a & b). */
export const halvingSub = (ir: IrBuilder, size: number, unsigned: boolean, a: V128, b: V128): V128 =>
  lanes(ir, size).sub(shr(ir, size, unsigned, ir.v128.xor(a, b), 1), ir.v128.andnot(b, a));

/** The larger of each pair of elements. */
export function maximum(ir: IrBuilder, size: number, unsigned: boolean, a: V128, b: V128): V128 {
  const lane = narrowLanes(ir, size);
  return unsigned ? lane.max_u(a, b) : lane.max_s(a, b);
}

/** The smaller of each pair of elements. */
export function minimum(ir: IrBuilder, size: number, unsigned: boolean, a: V128, b: V128): V128 {
  const lane = narrowLanes(ir, size);
  return unsigned ? lane.min_u(a, b) : lane.min_s(a, b);
}

/** |a - b|, an unsigned number of the lane's size. */
export const absoluteDifference = (ir: IrBuilder, size: number, unsigned: boolean, a: V128, b: V128): V128 =>
  lanes(ir, size).sub(maximum(ir, size, unsigned, a, b), minimum(ir, size, unsigned, a, b));

/** VCLZ: ones below the highest set bit, then the bits that are still clear are counted. */
export function leadingZeros(ir: IrBuilder, size: number, a: V128): V128 {
  let filled = a;
  for (let n = 1; n < bitsOf(size); n *= 2) filled = ir.v128.or(filled, shr(ir, size, true, filled, n));
  const bytes = ir.i8x16.popcnt(ir.v128.not(filled));
  if (size === 0) return bytes;
  const halves = ir.i16x8.extadd_pairwise_i8x16_u(bytes);
  return size === 1 ? halves : ir.i32x4.extadd_pairwise_i16x8_u(halves);
}

/** VCLS: bits that follow the sign bit and equal it. */
export function leadingSigns(ir: IrBuilder, size: number, a: V128): V128 {
  const changes = ir.v128.xor(a, shr(ir, size, false, a, 1));
  return lanes(ir, size).sub(leadingZeros(ir, size, changes), splat(ir, size, 1));
}
