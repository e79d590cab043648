import { FpEnv, Rounding } from '@anyuser/core';
import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import { f32ToFixed, f64ToFixed, fixedToF32, fixedToF64 } from './fixed-point';
import { hasDouble, register } from './precision';
import { asm } from './text';

const float = (sz: number): string => (sz ? '.f64' : '.f32');
const towardsZero = (c: ArmContext): number => (c.fpEnv & ~FpEnv.rounding) | Rounding.zero;

const betweenFormats = define({
  name: 'vcvt (double, single)',
  pattern: 'cond:4 1110 1 D:1 11 0111 Vd:4 101 sz:1 11 M:1 0 Vm:4',
  feature: 'vfpv2',
  translate(c, f): void | false {
    const [d, m] = [register(1 - f.sz, f.Vd, f.D), register(f.sz, f.Vm, f.M)];
    if (!hasDouble(c, f.sz ? m : d)) return false;
    if (f.sz) c.setS(d, c.ir.fp.f32_from_f64(c.d(m), c.fpEnv));
    else c.setD(d, c.ir.fp.f64_from_f32(c.s(m), c.fpEnv));
  },
  text: (f) =>
    f.sz
      ? asm('vcvt{c}.f32.f64', `s${register(0, f.Vd, f.D)}`, `d${register(1, f.Vm, f.M)}`)
      : asm('vcvt{c}.f64.f32', `d${register(1, f.Vd, f.D)}`, `s${register(0, f.Vm, f.M)}`),
});

const fromInteger = define({
  name: 'vcvt (from integer)',
  pattern: 'cond:4 1110 1 D:1 11 1000 Vd:4 101 sz:1 signed:1 1 M:1 0 Vm:4',
  feature: 'vfpv2',
  translate(c, f): void | false {
    const d = register(f.sz, f.Vd, f.D);
    const { fp } = c.ir;
    const x = c.w(register(0, f.Vm, f.M));
    if (f.sz) {
      if (!hasDouble(c, d)) return false;
      c.setD(d, (f.signed ? fp.f64_from_s32 : fp.f64_from_u32)(x, c.fpEnv));
    } else c.setS(d, (f.signed ? fp.f32_from_s32 : fp.f32_from_u32)(x, c.fpEnv));
  },
  text: (f) =>
    asm(
      `vcvt{c}${float(f.sz)}${f.signed ? '.s32' : '.u32'}`,
      `${f.sz ? 'd' : 's'}${register(f.sz, f.Vd, f.D)}`,
      `s${register(0, f.Vm, f.M)}`,
    ),
});

const toInteger = define({
  name: 'vcvt, vcvtr (to integer)',
  pattern: 'cond:4 1110 1 D:1 11 110 signed:1 Vd:4 101 sz:1 zero:1 1 M:1 0 Vm:4',
  feature: 'vfpv2',
  translate(c, f): void | false {
    const [d, m] = [register(0, f.Vd, f.D), register(f.sz, f.Vm, f.M)];
    const { fp } = c.ir;
    const env = f.zero ? towardsZero(c) : c.fpEnv;
    if (f.sz) {
      if (!hasDouble(c, m)) return false;
      c.setW(d, (f.signed ? fp.s32_from_f64 : fp.u32_from_f64)(c.d(m), env));
    } else c.setW(d, (f.signed ? fp.s32_from_f32 : fp.u32_from_f32)(c.s(m), env));
  },
  text: (f) =>
    asm(
      `vcvt${f.zero ? '' : 'r'}{c}${f.signed ? '.s32' : '.u32'}${float(f.sz)}`,
      `s${register(0, f.Vd, f.D)}`,
      `${f.sz ? 'd' : 's'}${register(f.sz, f.Vm, f.M)}`,
    ),
});

const fixedPoint = define({
  name: 'vcvt (fixed point)',
  pattern: 'cond:4 1110 1 D:1 11 1 to:1 1 U:1 Vd:4 101 sz:1 sx:1 1 i:1 0 imm4:4',
  feature: 'vfpv3',
  translate(c, f): void | false {
    const d = register(f.sz, f.Vd, f.D);
    const bits = f.sx ? 32 : 16;
    const fraction = bits - ((f.imm4 << 1) | f.i);
    // Numbers of fraction bits below zero are UNPREDICTABLE; they scale as one would expect.
    if (f.sz && !hasDouble(c, d)) return false;
    const unsigned = f.U !== 0;
    const { ir } = c;
    if (f.to) {
      const result = f.sz
        ? f64ToFixed(ir, c.d(d), unsigned, fraction, bits, c.fpEnv)
        : f32ToFixed(ir, c.s(d), unsigned, fraction, bits, c.fpEnv);
      if (f.sz) c.setX(d, unsigned ? ir.i64.extend_i32_u(result) : ir.i64.extend_i32_s(result));
      else c.setW(d, result);
      return;
    }
    const word = f.sz ? ir.i32.wrap_i64(c.x(d)) : c.w(d);
    const value = f.sx ? word : unsigned ? ir.bits(word, 0, 16) : ir.i32.extend16_s(word);
    if (f.sz) c.setD(d, fixedToF64(ir, value, unsigned, fraction, c.fpEnv));
    else c.setS(d, fixedToF32(ir, value, unsigned, fraction, c.fpEnv));
  },
  text(f) {
    const fixed = `.${f.U ? 'u' : 's'}${f.sx ? 32 : 16}`;
    const name = `${f.sz ? 'd' : 's'}${register(f.sz, f.Vd, f.D)}`;
    const fraction = (f.sx ? 32 : 16) - ((f.imm4 << 1) | f.i);
    const types = f.to ? fixed + float(f.sz) : float(f.sz) + fixed;
    return asm(`vcvt{c}${types}`, name, name, `#${fraction}`);
  },
});

const halfPrecision = define({
  name: 'vcvtb, vcvtt',
  pattern: 'cond:4 1110 1 D:1 11 001 op:1 Vd:4 1010 T:1 1 M:1 0 Vm:4',
  feature: 'fp16',
  translate(c, f): void | false {
    const { ir } = c;
    const [d, m] = [register(0, f.Vd, f.D), register(0, f.Vm, f.M)];
    if (f.op) {
      // Half-precision denormals are never flushed (DDI 0406C A2.7.8).
      const half = ir.fp.f16_from_f32(c.s(m), c.fpEnv & ~FpEnv.flushOutputs);
      const old = c.w(d);
      const merged = f.T
        ? ir.or(ir.bits(old, 0, 16), ir.shl(half, ir.imm(16)))
        : ir.or(ir.and(old, ir.imm(-0x1_0000)), half);
      c.setW(d, merged);
      return;
    }
    const half = ir.bits(c.w(m), f.T ? 16 : 0, 16);
    c.setS(d, ir.fp.f32_from_f16(half, c.fpEnv & ~FpEnv.flushInputs));
  },
  text: (f) =>
    asm(
      `vcvt${f.T ? 't' : 'b'}{c}${f.op ? '.f16.f32' : '.f32.f16'}`,
      `s${register(0, f.Vd, f.D)}`,
      `s${register(0, f.Vm, f.M)}`,
    ),
});

/** VCVT and VCVTR of VFP (DDI 0406C A8.8.306–311). */
export const convertRows: readonly ArmRow[] = [
  betweenFormats,
  fromInteger,
  toInteger,
  fixedPoint,
  halfPrecision,
];
