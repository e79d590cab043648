import { type F32, type F64, FpEnv, type I32, type IrBuilder, Rounding } from '@anyuser/core';

const withRounding = (env: number, rounding: number): number => (env & ~FpEnv.rounding) | rounding;
/** Exact operations on the way: no flags, no flushing. */
const exact = (env: number): number =>
  (withRounding(env, Rounding.nearestEven) | FpEnv.quiet) & ~(FpEnv.flushInputs | FpEnv.flushOutputs);

/** 2 to the power n as an f64 constant. */
const powerF64 = (ir: IrBuilder, n: number): F64 => ir.emit('f64.const', 0, (1023 + n) << 20);
const powerF32 = (ir: IrBuilder, n: number): F32 => ir.emit('f32.const', (127 + n) << 23);

/** Converts x / 2^fraction, a 32-bit integer, rounding to nearest. The scaling is exact. */
export function fixedToF32(ir: IrBuilder, x: I32, unsigned: boolean, fraction: number, env: number): F32 {
  const near = withRounding(env, Rounding.nearestEven);
  const value = unsigned ? ir.fp.f32_from_u32(x, near) : ir.fp.f32_from_s32(x, near);
  return fraction === 0 ? value : ir.fp.mul_f32(value, powerF32(ir, -fraction), exact(env));
}

/** As fixedToF32; every 32-bit integer is a double. */
export function fixedToF64(ir: IrBuilder, x: I32, unsigned: boolean, fraction: number, env: number): F64 {
  const near = withRounding(env, Rounding.nearestEven);
  const value = unsigned ? ir.fp.f64_from_u32(x, near) : ir.fp.f64_from_s32(x, near);
  return fraction === 0 ? value : ir.fp.mul_f64(value, powerF64(ir, -fraction), exact(env));
}

/** Converts x × 2^fraction to an integer of 16 or 32 bits, rounding towards zero and saturating. */
export function f32ToFixed(
  ir: IrBuilder,
  x: F32,
  unsigned: boolean,
  fraction: number,
  bits: 16 | 32,
  env: number,
): I32 {
  const zero = withRounding(env, Rounding.zero);
  if (fraction === 0 && bits === 32)
    return unsigned ? ir.fp.u32_from_f32(x, zero) : ir.fp.s32_from_f32(x, zero);
  // A widened operand is normal whatever the scale, so that flushing and NaN flags are settled by the widening.
  return scaledToFixed(ir, ir.fp.f64_from_f32(x, env), unsigned, fraction, bits, zero);
}

/** As f32ToFixed. */
export function f64ToFixed(
  ir: IrBuilder,
  x: F64,
  unsigned: boolean,
  fraction: number,
  bits: 16 | 32,
  env: number,
): I32 {
  const zero = withRounding(env, Rounding.zero);
  if (!(env & FpEnv.flushInputs)) return scaledToFixed(ir, x, unsigned, fraction, bits, zero);
  // Scaling would make a denormal normal: flush it first, with the flag that a comparison raises.
  const isDenormal = (): I32 => {
    const magnitude = ir.i64.and(ir.i64.reinterpret_f64(x), ir.imm64(0x7fff_ffff_ffff_ffffn));
    return ir.i64.lt_u(magnitude, ir.imm64(1n << 52n));
  };
  ir.fp.cmp_f64(x, powerF64(ir, 0), env);
  const flushed = ir.f64.select(isDenormal(), ir.emit('f64.const', 0, 0), x);
  return scaledToFixed(ir, flushed, unsigned, fraction, bits, zero);
}

function scaledToFixed(
  ir: IrBuilder,
  x: F64,
  unsigned: boolean,
  fraction: number,
  bits: 16 | 32,
  env: number,
): I32 {
  const scaled = fraction === 0 ? x : scale(ir, x, fraction, env);
  // Denormal operands have been flushed; what scaling made of others is no operand.
  const plain = env & ~FpEnv.flushInputs;
  const convert = (value: F64): I32 =>
    unsigned ? ir.fp.u32_from_f64(value, plain) : ir.fp.s32_from_f64(value, plain);
  if (bits === 32) return convert(scaled);
  // What does not fit 16 bits is pushed out of the range of 32 bits, so that it is invalid and nothing else.
  const quiet = exact(env);
  const [low, high] = unsigned ? [-1, 0x1_0000] : [-0x8001, 0x8000];
  const above = ir.eq(ir.fp.cmp_f64(scaled, constant(ir, low), quiet), ir.imm(2));
  const below = ir.eqz(ir.fp.cmp_f64(scaled, constant(ir, high), quiet));
  const factor = ir.f64.select(ir.and(above, below), powerF64(ir, 0), powerF64(ir, 40));
  const wide = convert(scale64(ir, scaled, factor, env));
  if (unsigned) return ir.select(ir.i32.gt_u(wide, ir.imm(0xffff)), ir.imm(0xffff), wide);
  const capped = ir.select(ir.i32.gt_s(wide, ir.imm(0x7fff)), ir.imm(0x7fff), wide);
  return ir.select(ir.ltS(capped, ir.imm(-0x8000)), ir.imm(-0x8000), capped);
}

const scale = (ir: IrBuilder, x: F64, fraction: number, env: number): F64 =>
  scale64(ir, x, powerF64(ir, fraction), env);

const scale64 = (ir: IrBuilder, x: F64, factor: F64, env: number): F64 =>
  ir.fp.mul_f64(x, factor, exact(env));

function constant(ir: IrBuilder, value: number): F64 {
  const words = new Int32Array(Float64Array.of(value).buffer);
  return ir.emit('f64.const', words[0]!, words[1]!);
}
