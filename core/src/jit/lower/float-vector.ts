import { FpEnv } from '../../float/environment';
import { WasmOp } from '../wasm/wasm-op';
import { raiseInexact } from './float-checks';
import type { FloatLowering } from './lowering';

type Lower = (l: FloatLowering) => void;

const splat = (l: FloatLowering, bits: number): void => l.writer.v128([bits, bits, bits, bits]);
const MIN_NORMAL = 0x0080_0000;
const INFINITY = 0x7f80_0000;

function operands(l: FloatLowering): [number, number] {
  const locals: [number, number] = [l.temp('v128', 0), l.temp('v128', 1)];
  locals.forEach((local, k) => {
    l.operand(k);
    l.writer.set(local);
  });
  return locals;
}

/** Leaves to software if a lane is denormal and the environment flushes denormal operands. */
function rejectDenormals(l: FloatLowering, values: readonly number[]): void {
  if ((l.env & FpEnv.flushInputs) === 0) return;
  const { writer: w } = l;
  for (const x of values) {
    w.get(x);
    w.op(WasmOp.f32x4Abs);
    splat(l, MIN_NORMAL);
    w.op(WasmOp.f32x4Lt);
    w.get(x);
    splat(l, 0);
    w.ops(WasmOp.f32x4Ne, WasmOp.v128And, WasmOp.v128AnyTrue);
    l.slowIf();
  }
}

function rejectNans(l: FloatLowering, values: readonly number[]): void {
  for (const x of values) {
    l.writer.get(x);
    l.writer.get(x);
    l.writer.ops(WasmOp.f32x4Ne, WasmOp.v128AnyTrue);
    l.slowIf();
  }
}

/** As requireNormal, for every lane. */
function requireNormals(l: FloatLowering, r: number, zeroIsExact?: () => void): void {
  const { writer: w } = l;
  w.get(r);
  w.op(WasmOp.f32x4Abs);
  splat(l, MIN_NORMAL);
  w.op(WasmOp.f32x4Gt);
  w.get(r);
  w.op(WasmOp.f32x4Abs);
  splat(l, INFINITY);
  w.ops(WasmOp.f32x4Lt, WasmOp.v128And);
  w.get(r);
  splat(l, 0);
  w.op(WasmOp.f32x4Eq);
  if (zeroIsExact) {
    zeroIsExact();
    w.op(WasmOp.v128And);
  }
  w.ops(WasmOp.v128Or, WasmOp.i32x4AllTrue, WasmOp.i32Eqz);
  l.slowIf();
}

/** Four sums, or differences if `negate`. */
export const vectorAddition =
  (negate: boolean): Lower =>
  (l) => {
    const { writer: w } = l;
    const [a, b] = operands(l);
    const r = l.temp('v128', 2);
    const part = l.temp('v128', 3);
    rejectDenormals(l, [a, b]);
    if (negate) {
      w.get(b);
      splat(l, 0x8000_0000);
      w.op(WasmOp.v128Xor);
      w.set(b);
    }
    w.get(a);
    w.get(b);
    w.op(WasmOp.f32x4Add);
    w.set(r);
    requireNormals(l, r);
    raiseInexact(l, () => {
      w.get(r);
      w.get(a);
      w.op(WasmOp.f32x4Sub);
      w.set(part);
      w.get(a);
      w.get(r);
      w.get(part);
      w.ops(WasmOp.f32x4Sub, WasmOp.f32x4Sub);
      w.get(b);
      w.get(part);
      w.ops(WasmOp.f32x4Sub, WasmOp.f32x4Add);
      splat(l, 0);
      w.ops(WasmOp.f32x4Ne, WasmOp.v128AnyTrue);
    });
    w.get(r);
  };

/** Pushes whether in the low or high two lanes a × b differs from r: two single factors have an exact product in double. */
function productsDiffer(l: FloatLowering, a: number, b: number, r: number, high: boolean): void {
  const { writer: w } = l;
  const wide = (x: number): void => {
    w.get(x);
    if (high) {
      w.get(x);
      w.op(WasmOp.i8x16Shuffle);
      for (let i = 0; i < 16; i++) w.code.u8(8 + (i & 7));
    }
    w.op(WasmOp.f64x2PromoteLowF32x4);
  };
  wide(a);
  wide(b);
  w.op(WasmOp.f64x2Mul);
  wide(r);
  w.ops(WasmOp.f64x2Ne, WasmOp.v128AnyTrue);
}

/** Four products. */
export const vectorMultiplication: Lower = (l) => {
  const { writer: w } = l;
  const [a, b] = operands(l);
  const r = l.temp('v128', 2);
  rejectDenormals(l, [a, b]);
  w.get(a);
  w.get(b);
  w.op(WasmOp.f32x4Mul);
  w.set(r);
  requireNormals(l, r, () => {
    for (const x of [a, b]) {
      w.get(x);
      splat(l, 0);
      w.op(WasmOp.f32x4Eq);
    }
    w.op(WasmOp.v128Or);
  });
  raiseInexact(l, () => {
    productsDiffer(l, a, b, r, false);
    productsDiffer(l, a, b, r, true);
    w.op(WasmOp.i32Or);
  });
  w.get(r);
};

/** Minimum, maximum and the comparisons: exact where no lane is a NaN. */
export const vectorRelation =
  (opcode: number): Lower =>
  (l) => {
    const [a, b] = operands(l);
    rejectNans(l, [a, b]);
    rejectDenormals(l, [a, b]);
    l.writer.get(a);
    l.writer.get(b);
    l.writer.op(opcode);
  };
