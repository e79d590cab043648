import { FpEnv, FpFlag, type I32, type IrBuilder, Rounding, type V128 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { FP_FLAGS } from '../registers';
import { shl, signMask, splat } from './lanes';

/** Estimate of 2^17 / a for a of nine bits (256–511), in nine bits: RecipEstimate of DDI 0406C A2.7.9 in integers. */
function reciprocal(ir: IrBuilder, a: I32): I32 {
  const odd = ir.add(ir.shl(a, ir.imm(1)), ir.imm(1));
  const quotient = ir.i32.div_u(ir.imm(1 << 19), odd);
  return ir.shrU(ir.add(quotient, ir.imm(1)), ir.imm(1));
}

/**
 * Estimate of 2^(25/2) / √a for a of 128–511, in nine bits: RecipSqrtEstimate. The manual searches the largest b with
 * s b² < 2^28, where s is the middle of a's interval; it is ⌊√(2^28 / s)⌋, since s is never a square divisor of 2^28.
 */
function reciprocalRoot(ir: IrBuilder, a: I32): I32 {
  const env = FpEnv.quiet | Rounding.nearestEven;
  const small = ir.add(ir.shl(a, ir.imm(1)), ir.imm(1));
  const large = ir.shl(ir.or(a, ir.imm(1)), ir.imm(1));
  const s = ir.select(ir.ltU(a, ir.imm(256)), small, large);
  const square = ir.fp.div_f64(ir.emit('f64.const', 0, 0x41b0_0000), ir.fp.f64_from_u32(s, env), env);
  const b = ir.fp.u32_from_f64(ir.fp.sqrt_f64(square, env), FpEnv.quiet | Rounding.zero);
  return ir.shrU(ir.add(b, ir.imm(1)), ir.imm(1));
}

function mapWords(ir: IrBuilder, q: number, a: V128, f: (word: I32) => I32): V128 {
  let result = a;
  for (let i = 0; i < (q ? 4 : 2); i++)
    result = ir.i32x4.replace_lane(result, f(ir.i32x4.extract_lane(a, i)), i);
  return result;
}

/** VRECPE.U32: of a fixed-point number of [0.5, 1); all ones below. */
export const reciprocalEstimateU32 = (ir: IrBuilder, q: number, a: V128): V128 =>
  mapWords(ir, q, a, (x) => {
    const estimate = ir.shl(reciprocal(ir, ir.shrU(x, ir.imm(23))), ir.imm(23));
    return ir.select(ir.ltS(x, ir.imm(0)), estimate, ir.imm(-1));
  });

/** VRSQRTE.U32: of a fixed-point number of [0.25, 1); all ones below. */
export const reciprocalRootEstimateU32 = (ir: IrBuilder, q: number, a: V128): V128 =>
  mapWords(ir, q, a, (x) => {
    const estimate = ir.shl(reciprocalRoot(ir, ir.shrU(x, ir.imm(23))), ir.imm(23));
    return ir.select(ir.i32.ge_u(x, ir.imm(0x4000_0000)), estimate, ir.imm(-1));
  });

/** What the float estimates treat alike: magnitudes and the masks of special numbers. */
function classify(ir: IrBuilder, x: V128) {
  const magnitude = ir.f32x4.abs(x);
  const nan = ir.i32x4.gt_s(magnitude, splat(ir, 2, 0x7f80_0000));
  const quiet = signMask(ir, 2, shl(ir, 2, x, 9));
  /** Zero or denormal, which the standard FPSCR value flushes. */
  const zero = ir.i32x4.lt_s(magnitude, splat(ir, 2, 0x0080_0000));
  const denormal = ir.v128.and(zero, ir.i32x4.ne(magnitude, splat(ir, 2, 0)));
  return {
    magnitude,
    sign: ir.v128.xor(x, magnitude),
    nan,
    signalling: ir.v128.andnot(nan, quiet),
    zero,
    denormal,
  };
}

function raise(c: ArmContext, ...flags: readonly (readonly [number, V128])[]): void {
  const { ir } = c;
  let raised = ir.get(FP_FLAGS);
  for (const [flag, mask] of flags) {
    const set = ir.v128.any_true(mask);
    raised = ir.or(raised, ir.shl(set, ir.imm(Math.log2(flag))));
  }
  ir.set(FP_FLAGS, raised);
}

/** VRECPE.F32: infinity for zero, zero for 2^126 and above. */
export function reciprocalEstimateF32(c: ArmContext, q: number, x: V128): V128 {
  const { ir } = c;
  const { v128 } = ir;
  const { magnitude, sign, nan, signalling, zero, denormal } = classify(ir, x);
  const large = ir.i32x4.ge_s(magnitude, splat(ir, 2, 253 << 23));
  const infinity = splat(ir, 2, 0x7f80_0000);
  const finite = v128.and(large, ir.i32x4.lt_s(magnitude, infinity));
  const fraction = mapWords(ir, q, magnitude, (word) => {
    const estimate = reciprocal(ir, ir.or(ir.bits(word, 15, 8), ir.imm(256)));
    return ir.shl(ir.bits(estimate, 0, 8), ir.imm(15));
  });
  const exponent = ir.i32x4.sub(splat(ir, 2, 253 << 23), v128.and(magnitude, infinity));
  const small = v128.bitselect(infinity, v128.or(exponent, fraction), zero);
  const number = v128.or(v128.andnot(small, large), sign);
  raise(
    c,
    [FpFlag.invalid, signalling],
    [FpFlag.divideByZero, zero],
    [FpFlag.underflow, finite],
    [FpFlag.inputDenormal, denormal],
  );
  return v128.bitselect(splat(ir, 2, 0x7fc0_0000), number, nan);
}

/** VRSQRTE.F32: infinity of its sign for zero, the default NaN below zero, zero for infinity. */
export function reciprocalRootEstimateF32(c: ArmContext, q: number, x: V128): V128 {
  const { ir } = c;
  const { v128 } = ir;
  const { magnitude, sign, nan, signalling, zero, denormal } = classify(ir, x);
  const infinity = splat(ir, 2, 0x7f80_0000);
  const negative = v128.andnot(signMask(ir, 2, x), v128.or(zero, nan));
  const finite = mapWords(ir, q, magnitude, (word) => {
    const exponent = ir.shrU(word, ir.imm(23));
    const even = ir.or(ir.bits(word, 15, 8), ir.imm(256));
    const odd = ir.or(ir.bits(word, 16, 7), ir.imm(128));
    const scaled = ir.select(ir.and(exponent, ir.imm(1)), odd, even);
    const fraction = ir.shl(ir.bits(reciprocalRoot(ir, scaled), 0, 8), ir.imm(15));
    const half = ir.shrU(ir.sub(ir.imm(380), exponent), ir.imm(1));
    return ir.or(ir.shl(half, ir.imm(23)), fraction);
  });
  const isInfinite = ir.i32x4.eq(magnitude, infinity);
  const number = v128.bitselect(v128.or(infinity, sign), v128.andnot(finite, isInfinite), zero);
  raise(
    c,
    [FpFlag.invalid, v128.or(signalling, negative)],
    [FpFlag.divideByZero, zero],
    [FpFlag.inputDenormal, denormal],
  );
  return v128.bitselect(splat(ir, 2, 0x7fc0_0000), number, v128.or(nan, negative));
}
