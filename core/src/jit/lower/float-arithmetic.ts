import { WasmOp } from '../wasm/wasm-op';
import {
  raiseInexact,
  rejectDenormal,
  rejectNan,
  requireExactProduct,
  requireNormal,
  twoSumDiffers,
  twoSumError,
} from './float-checks';
import { F32, F64, type FloatType } from './float-type';
import type { FloatLowering } from './lowering';

type Lower = (l: FloatLowering) => void;

/** Puts the first n operands into temporaries 0 … n - 1 of the type. */
function operands(l: FloatLowering, t: FloatType, n: number): number[] {
  return Array.from({ length: n }, (_, k) => {
    const local = l.temp(t.type, k);
    l.operand(k);
    l.writer.set(local);
    return local;
  });
}

/** Pushes x as a double. */
const wide = (l: FloatLowering, t: FloatType, x: number): void => {
  l.writer.get(x);
  if (t === F32) l.writer.op(WasmOp.f64PromoteF32);
};

const isZero = (l: FloatLowering, t: FloatType, x: number): void => {
  l.writer.get(x);
  t.zero(l.writer);
  l.writer.op(t.eq);
};

/** Pushes whether x × y differs from z; single precision multiplies exactly in double. */
function productDiffers(l: FloatLowering, t: FloatType, x: number, y: number, z: number): void {
  if (t === F64) requireExactProduct(l, x, y);
  wide(l, t, x);
  wide(l, t, y);
  l.writer.op(WasmOp.f64Mul);
  wide(l, t, z);
  l.writer.op(WasmOp.f64Ne);
}

export const addition =
  (t: FloatType, negate: boolean): Lower =>
  (l) => {
    const { writer: w } = l;
    const [a, b] = operands(l, t, 2) as [number, number];
    const r = l.temp(t.type, 2);
    rejectDenormal(l, t, a, b);
    if (negate) {
      w.get(b);
      w.op(t === F32 ? WasmOp.f32Neg : WasmOp.f64Neg);
      w.set(b);
    }
    w.get(a);
    w.get(b);
    w.op(t.add);
    w.set(r);
    requireNormal(l, t, r);
    raiseInexact(l, () => twoSumDiffers(l, t, a, b, r));
    w.get(r);
  };

export const multiplication =
  (t: FloatType): Lower =>
  (l) => {
    const { writer: w } = l;
    const [a, b] = operands(l, t, 2) as [number, number];
    const r = l.temp(t.type, 2);
    rejectDenormal(l, t, a, b);
    w.get(a);
    w.get(b);
    w.op(t.mul);
    w.set(r);
    requireNormal(l, t, r, () => {
      isZero(l, t, a);
      isZero(l, t, b);
      w.op(WasmOp.i32Or);
    });
    raiseInexact(l, () => productDiffers(l, t, a, b, r));
    w.get(r);
  };

export const division =
  (t: FloatType): Lower =>
  (l) => {
    const { writer: w } = l;
    const [a, b] = operands(l, t, 2) as [number, number];
    const r = l.temp(t.type, 2);
    rejectDenormal(l, t, a, b);
    w.get(a);
    w.get(b);
    w.op(t.div);
    w.set(r);
    // Zero divided by infinity is exact, but its product with infinity would not tell.
    requireNormal(l, t, r, () => {
      isZero(l, t, a);
      w.get(b);
      w.op(t.abs);
      t.infinity(w);
      w.ops(t.lt, WasmOp.i32And);
    });
    raiseInexact(l, () => productDiffers(l, t, r, b, a));
    w.get(r);
  };

export const squareRoot =
  (t: FloatType): Lower =>
  (l) => {
    const { writer: w } = l;
    const [a] = operands(l, t, 1) as [number];
    const r = l.temp(t.type, 2);
    rejectDenormal(l, t, a);
    w.get(a);
    w.op(t.sqrt);
    w.set(r);
    requireNormal(l, t, r);
    raiseInexact(l, () => productDiffers(l, t, r, r, a));
    w.get(r);
  };

/**
 * Fused multiply-add in single precision: the product is exact in double, the sum is rounded to odd there (so that the second
 * rounding is as if it were the only one: Boldo and Melquiond, 2008).
 */
export const fusedSingle: Lower = (l) => {
  const { writer: w } = l;
  const single = operands(l, F32, 3);
  rejectDenormal(l, F32, ...single);
  const [a, b, c] = single as [number, number, number];
  const p = l.temp('f64', 0);
  const q = l.temp('f64', 1);
  const s = l.temp('f64', 2);
  const e = l.temp('f64', 4);
  const bits = l.temp('i64', 0);
  const r = a;
  wide(l, F32, a);
  wide(l, F32, b);
  w.op(WasmOp.f64Mul);
  w.set(p);
  wide(l, F32, c);
  w.tee(q);
  w.get(p);
  w.op(WasmOp.f64Add);
  w.set(s);
  twoSumError(l, F64, p, q, s);
  w.set(e);
  w.get(e);
  w.f64(0, 0);
  w.op(WasmOp.f64Ne);
  w.get(s);
  w.op(WasmOp.i64ReinterpretF64);
  w.tee(bits);
  w.i64(1, 0);
  w.ops(WasmOp.i64And, WasmOp.i64Eqz, WasmOp.i32And);
  w.if();
  w.get(bits);
  w.i64(1, 0);
  w.i64(-1, -1);
  w.get(e);
  w.f64(0, 0);
  w.op(WasmOp.f64Gt);
  w.get(s);
  w.f64(0, 0);
  w.ops(WasmOp.f64Gt, WasmOp.i32Eq, WasmOp.select, WasmOp.i64Add, WasmOp.f64ReinterpretI64);
  w.set(s);
  w.end();
  w.get(s);
  w.op(WasmOp.f32DemoteF64);
  w.set(r);
  requireNormal(l, F32, r, () => isZero(l, F64, s));
  raiseInexact(l, () => {
    w.get(e);
    w.f64(0, 0);
    w.op(WasmOp.f64Ne);
    wide(l, F32, r);
    w.get(s);
    w.ops(WasmOp.f64Ne, WasmOp.i32Or);
  });
  w.get(r);
};

/** Minimum and maximum of two numbers; the four NaN rules differ in software only. */
export const extremum =
  (t: FloatType, opcode: number): Lower =>
  (l) => {
    const [a, b] = operands(l, t, 2) as [number, number];
    rejectNan(l, t, a, b);
    rejectDenormal(l, t, a, b);
    l.writer.get(a);
    l.writer.get(b);
    l.writer.op(opcode);
  };

/** Relation of two numbers as (a >= b) + (a > b). */
export const comparison =
  (t: FloatType): Lower =>
  (l) => {
    const { writer: w } = l;
    const [a, b] = operands(l, t, 2) as [number, number];
    rejectNan(l, t, a, b);
    rejectDenormal(l, t, a, b);
    w.get(a);
    w.get(b);
    w.op(t.ge);
    w.get(a);
    w.get(b);
    w.ops(t.gt, WasmOp.i32Add);
  };
