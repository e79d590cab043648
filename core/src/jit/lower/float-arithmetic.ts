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

/** a + b, or a − b if `negate`. */
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

/** a × b. */
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

/** a ÷ b. */
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

/** √a. */
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
  makeOdd(l, s, e);
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

/** 2^27 + 1: splits a double into halves of 26 bits (Veltkamp). */
const SPLITTER = 134217729;

/** Pushes whether |x| < 2^limit, or |x| > 2^limit. */
function compareMagnitude(l: FloatLowering, x: number, op: number, limit: number): void {
  const { writer: w } = l;
  w.get(x);
  w.op(WasmOp.f64Abs);
  w.f64(0, (1023 + limit) << 20);
  w.op(op);
}

/** Puts the upper half of x's bits into another local; temporary 3 is used. */
function upperHalf(l: FloatLowering, x: number, upper: number): void {
  const { writer: w } = l;
  const scaled = l.temp('f64', 3);
  const splitter = new Int32Array(Float64Array.of(SPLITTER).buffer);
  w.get(x);
  w.f64(splitter[0]!, splitter[1]!);
  w.op(WasmOp.f64Mul);
  w.tee(scaled);
  w.get(scaled);
  w.get(x);
  w.ops(WasmOp.f64Sub, WasmOp.f64Sub);
  w.set(upper);
}

/** Puts the rounding error of product = x y into a local (Dekker); temporaries 3 and 6 to 9 are used. */
function productError(l: FloatLowering, x: number, y: number, product: number, error: number): void {
  const { writer: w } = l;
  const [xh, yh, xl, yl] = [6, 7, 8, 9].map((n) => l.temp('f64', n)) as [number, number, number, number];
  const times = (a: number, b: number): void => {
    w.get(a);
    w.get(b);
    w.op(WasmOp.f64Mul);
  };
  for (const [whole, upper, lower] of [
    [x, xh, xl],
    [y, yh, yl],
  ] as const) {
    upperHalf(l, whole, upper);
    w.get(whole);
    w.get(upper);
    w.op(WasmOp.f64Sub);
    w.set(lower);
  }
  times(xh, yh);
  w.get(product);
  w.op(WasmOp.f64Sub);
  times(xh, yl);
  w.op(WasmOp.f64Add);
  times(xl, yh);
  w.op(WasmOp.f64Add);
  times(xl, yl);
  w.op(WasmOp.f64Add);
  w.set(error);
}

/** Leaves to software unless every intermediate of a fused operation keeps clear of overflow and underflow. */
function requireModerate(l: FloatLowering, a: number, b: number, c: number, product: number): void {
  const { writer: w } = l;
  for (const x of [a, b, c, product]) compareMagnitude(l, x, WasmOp.f64Lt, 970);
  w.ops(WasmOp.i32And, WasmOp.i32And, WasmOp.i32And);
  compareMagnitude(l, a, WasmOp.f64Gt, -960);
  compareMagnitude(l, b, WasmOp.f64Gt, -960);
  compareMagnitude(l, product, WasmOp.f64Gt, -900);
  w.ops(WasmOp.i32And, WasmOp.i32And);
  isZero(l, F64, a);
  isZero(l, F64, b);
  w.ops(WasmOp.i32Or, WasmOp.i32Or, WasmOp.i32And, WasmOp.i32Eqz);
  l.slowIf();
}

/** Moves a rounded sum to the neighbour with an odd last bit on the side of its error, unless it is odd or exact. */
function makeOdd(l: FloatLowering, sum: number, error: number): void {
  const { writer: w } = l;
  const bits = l.temp('i64', 0);
  w.get(error);
  w.f64(0, 0);
  w.op(WasmOp.f64Ne);
  w.get(sum);
  w.op(WasmOp.i64ReinterpretF64);
  w.tee(bits);
  w.i64(1, 0);
  w.ops(WasmOp.i64And, WasmOp.i64Eqz, WasmOp.i32And);
  w.if();
  w.get(bits);
  w.i64(1, 0);
  w.i64(-1, -1);
  w.get(error);
  w.f64(0, 0);
  w.op(WasmOp.f64Gt);
  w.get(sum);
  w.f64(0, 0);
  w.ops(WasmOp.f64Gt, WasmOp.i32Eq, WasmOp.select, WasmOp.i64Add, WasmOp.f64ReinterpretI64);
  w.set(sum);
  w.end();
}

/**
 * Fused multiply-add in double precision: exact product and sums in two parts each, of which the last is rounded to odd, so
 * that the final rounding is as if it were the only one (Boldo and Melquiond, 2008).
 */
export const fusedDouble: Lower = (l) => {
  const { writer: w } = l;
  const [a, b, c] = operands(l, F64, 3) as [number, number, number];
  rejectDenormal(l, F64, a, b, c);
  const [p, u, t, tl, v, vl, r] = [4, 5, 6, 7, 8, 9, 10].map((n) => l.temp('f64', n)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const sum = (x: number, y: number, to: number): void => {
    w.get(x);
    w.get(y);
    w.op(WasmOp.f64Add);
    w.set(to);
  };
  w.get(a);
  w.get(b);
  w.op(WasmOp.f64Mul);
  w.set(p);
  requireModerate(l, a, b, c, p);
  productError(l, a, b, p, u);
  sum(c, u, t);
  twoSumError(l, F64, c, u, t);
  w.set(tl);
  sum(p, t, v);
  twoSumError(l, F64, p, t, v);
  w.set(vl);
  // a and b have done their work: they hold the sum of the small parts and its error.
  sum(tl, vl, a);
  twoSumError(l, F64, tl, vl, a);
  w.set(b);
  makeOdd(l, a, b);
  sum(v, a, r);
  requireNormal(l, F64, r);
  raiseInexact(l, () => {
    w.get(b);
    w.f64(0, 0);
    w.op(WasmOp.f64Ne);
    twoSumDiffers(l, F64, v, a, r);
    w.op(WasmOp.i32Or);
  });
  // The sign of a zero comes from the operands where the product is zero.
  w.get(p);
  w.get(c);
  w.op(WasmOp.f64Add);
  w.get(r);
  isZero(l, F64, p);
  w.op(WasmOp.select);
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
