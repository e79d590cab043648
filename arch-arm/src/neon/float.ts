import type { F32, I32, V128 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { f32ToFixed, fixedToF32 } from '../vfp/fixed-point';
import { splat } from './lanes';

const ONES_EXPONENT = 0x7f80_0000;

/** VFMA and VFMS: lane by lane, since no vector operation rounds once. */
export function fusedMultiplyAdd(c: ArmContext, q: number, sum: V128, a: V128, b: V128): V128 {
  const { f32x4, fp } = c.ir;
  return mapLanes(c, q, sum, (i) =>
    fp.fma_f32(
      f32x4.extract_lane(a, i),
      f32x4.extract_lane(b, i),
      f32x4.extract_lane(sum, i),
      c.standardFpEnv,
    ),
  );
}

/** The lanes of a vector replaced by a function of their number; only the low two without `q`. */
function mapLanes(c: ArmContext, q: number, start: V128, f: (lane: number) => F32): V128 {
  let result = start;
  for (let i = 0; i < (q ? 4 : 2); i++) result = c.ir.f32x4.replace_lane(result, f(i), i);
  return result;
}

/** VCVT between single precision and fixed point or integers (fraction 0). */
export function convertToFixed(c: ArmContext, q: number, unsigned: boolean, fraction: number, a: V128): V128 {
  const { ir } = c;
  let result = a;
  for (let i = 0; i < (q ? 4 : 2); i++) {
    const lane = f32ToFixed(ir, ir.f32x4.extract_lane(a, i), unsigned, fraction, 32, c.standardFpEnv);
    result = ir.i32x4.replace_lane(result, lane, i);
  }
  return result;
}

/** The opposite of convertToFixed, rounding to nearest. */
export const convertFromFixed = (
  c: ArmContext,
  q: number,
  unsigned: boolean,
  fraction: number,
  a: V128,
): V128 =>
  mapLanes(c, q, a, (i) =>
    fixedToF32(c.ir, c.ir.i32x4.extract_lane(a, i), unsigned, fraction, c.standardFpEnv),
  );

/** Operands of a step operation with the infinity of every infinity × zero made zero, so that the product is 0. */
function withoutInfinityTimesZero(c: ArmContext, a: V128, b: V128): [V128, V128] {
  const { ir } = c;
  const exponent = splat(ir, 2, ONES_EXPONENT);
  const isInfinite = (x: V128): V128 => ir.i32x4.eq(ir.f32x4.abs(x), exponent);
  const isZero = (x: V128): V128 => ir.i32x4.eq(ir.v128.and(x, exponent), splat(ir, 2, 0));
  return [
    ir.v128.andnot(a, ir.v128.and(isInfinite(a), isZero(b))),
    ir.v128.andnot(b, ir.v128.and(isInfinite(b), isZero(a))),
  ];
}

/** VRECPS: 2 - a × b; infinity × zero counts as zero (DDI 0406C A2.7.9). */
export function reciprocalStep(c: ArmContext, a: V128, b: V128): V128 {
  const { ir, standardFpEnv: env } = c;
  const product = ir.fp.mul_f32x4(...withoutInfinityTimesZero(c, a, b), env);
  return ir.fp.sub_f32x4(splat(ir, 2, 0x4000_0000), product, env);
}

/** VRSQRTS: (3 - a × b) / 2. */
export function reciprocalRootStep(c: ArmContext, a: V128, b: V128): V128 {
  const { ir, standardFpEnv: env } = c;
  const product = ir.fp.mul_f32x4(...withoutInfinityTimesZero(c, a, b), env);
  const difference = ir.fp.sub_f32x4(splat(ir, 2, 0x4040_0000), product, env);
  return ir.fp.mul_f32x4(difference, splat(ir, 2, 0x3f00_0000), env);
}

/** VCVT.F32.F16: four halves of a D register. */
export function widenHalves(c: ArmContext, a: V128, env: number): V128 {
  const { ir } = c;
  return mapLanes(c, 1, a, (i) => ir.fp.f32_from_f16(ir.i16x8.extract_lane_u(a, i), env));
}

/** VCVT.F16.F32: to four halves in the low half. */
export function narrowToHalves(c: ArmContext, a: V128, env: number): V128 {
  const { ir } = c;
  let result = a;
  for (let i = 0; i < 4; i++) {
    const half: I32 = ir.fp.f16_from_f32(ir.f32x4.extract_lane(a, i), env);
    result = ir.i16x8.replace_lane(result, half, i);
  }
  return result;
}
