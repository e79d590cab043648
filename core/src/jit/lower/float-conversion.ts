import { FpEnv } from '../../float/environment';
import { WasmOp } from '../wasm/wasm-op';
import { raiseInexact, rejectDenormal, rejectNan, requireNormal } from './float-checks';
import { F32, F64, type FloatType } from './float-type';
import type { FloatLowering } from './lowering';

type Lower = (l: FloatLowering) => void;

function operand(l: FloatLowering, t: FloatType): number {
  const local = l.temp(t.type, 0);
  l.operand(0);
  l.writer.set(local);
  return local;
}

/** Round to an integral number in the environment's rounding, which is one of the first four. */
export const roundToIntegral =
  (t: FloatType): Lower =>
  (l) => {
    const { writer: w } = l;
    const a = operand(l, t);
    const r = l.temp(t.type, 2);
    rejectNan(l, t, a);
    rejectDenormal(l, t, a);
    w.get(a);
    w.op(t.round[l.env & FpEnv.rounding]!);
    w.set(r);
    if (l.env & FpEnv.rintInexact)
      raiseInexact(l, () => {
        w.get(r);
        w.get(a);
        w.op(t.ne);
      });
    w.get(r);
  };

/** Single to double precision: exact. */
export const promote: Lower = (l) => {
  const a = operand(l, F32);
  rejectNan(l, F32, a);
  rejectDenormal(l, F32, a);
  l.writer.get(a);
  l.writer.op(WasmOp.f64PromoteF32);
};

/** Double to single precision. */
export const demote: Lower = (l) => {
  const { writer: w } = l;
  const a = operand(l, F64);
  const r = l.temp('f32', 2);
  w.get(a);
  w.op(WasmOp.f32DemoteF64);
  w.set(r);
  requireNormal(l, F32, r, () => {
    w.get(a);
    w.f64(0, 0);
    w.op(WasmOp.f64Eq);
  });
  raiseInexact(l, () => {
    w.get(r);
    w.op(WasmOp.f64PromoteF32);
    w.get(a);
    w.op(WasmOp.f64Ne);
  });
  w.get(r);
};

/** From a 32-bit integer to double: always exact. */
export const exactFromInteger =
  (opcode: number): Lower =>
  (l) => {
    l.operand(0);
    l.writer.op(opcode);
  };

/** From a 32-bit integer to single. */
export const singleFromInteger =
  (toSingle: number, toDouble: number): Lower =>
  (l) => {
    const { writer: w } = l;
    const r = l.temp('f32', 2);
    l.operand(0);
    w.op(toSingle);
    w.set(r);
    raiseInexact(l, () => {
      w.get(r);
      w.op(WasmOp.f64PromoteF32);
      l.operand(0);
      w.ops(toDouble, WasmOp.f64Ne);
    });
    w.get(r);
  };

/** From a 64-bit integer: inexact if the way back gives another number or saturates. */
export const fromLong =
  (t: FloatType, convert: number, back: number, limit: 63 | 64): Lower =>
  (l) => {
    const { writer: w } = l;
    const r = l.temp(t.type, 2);
    l.operand(0);
    w.op(convert);
    w.set(r);
    raiseInexact(l, () => {
      w.get(r);
      w.op(back);
      l.operand(0);
      w.op(WasmOp.i64Ne);
      w.get(r);
      if (t === F64) w.f64(0, (1023 + limit) << 20);
      else w.f32((127 + limit) << 23);
      w.ops(t.ge, WasmOp.i32Or);
    });
    w.get(r);
  };

/** Bits of a double that is plus or minus a power of two. */
const power = (exponent: number, negative: boolean): number =>
  ((1023 + exponent) << 20) | (negative ? 0x8000_0000 : 0);

/**
 * To an integer: rounds as a double, leaves to software what is out of range, and truncates the integral number.
 * @param bits - width of the integer.
 */
export const toInteger =
  (t: FloatType, opcode: number, bits: 32 | 64, signed: boolean): Lower =>
  (l) => {
    const { writer: w } = l;
    const a = operand(l, t);
    const x = l.temp('f64', 1);
    const r = l.temp('f64', 2);
    rejectDenormal(l, t, a);
    w.get(a);
    if (t === F32) w.op(WasmOp.f64PromoteF32);
    w.tee(x);
    w.op(F64.round[l.env & FpEnv.rounding]!);
    w.set(r);
    w.get(r);
    if (signed) w.f64(0, power(bits - 1, true));
    else w.f64(0, 0);
    w.op(WasmOp.f64Ge);
    w.get(r);
    w.f64(0, power(signed ? bits - 1 : bits, false));
    w.ops(WasmOp.f64Lt, WasmOp.i32And, WasmOp.i32Eqz);
    l.slowIf();
    raiseInexact(l, () => {
      w.get(r);
      w.get(x);
      w.op(WasmOp.f64Ne);
    });
    w.get(r);
    w.op(opcode);
  };
