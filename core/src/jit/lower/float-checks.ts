import { FpEnv, FpFlag } from '../../float/environment';
import { WasmOp } from '../wasm/wasm-op';
import type { FloatType } from './float-type';
import type { FloatLowering } from './lowering';

/** Leaves to software if a value is denormal and the environment flushes denormal operands. */
export function rejectDenormal(l: FloatLowering, t: FloatType, ...values: readonly number[]): void {
  if ((l.env & FpEnv.flushInputs) === 0) return;
  const { writer: w } = l;
  for (const x of values) {
    w.get(x);
    w.op(t.abs);
    t.minNormal(w);
    w.op(t.lt);
    w.get(x);
    t.zero(w);
    w.ops(t.ne, WasmOp.i32And);
    l.slowIf();
  }
}

/** Leaves to software if a value is a NaN. */
export function rejectNan(l: FloatLowering, t: FloatType, ...values: readonly number[]): void {
  for (const x of values) {
    l.writer.get(x);
    l.writer.get(x);
    l.writer.op(t.ne);
    l.slowIf();
  }
}

/**
 * Leaves to software unless a result is normal, above the smallest normal number (where tininess before and after rounding
 * could differ), or a zero that is exact.
 * @param zeroIsExact - pushes whether a result of zero is exact; absent: it always is.
 */
export function requireNormal(l: FloatLowering, t: FloatType, r: number, zeroIsExact?: () => void): void {
  const { writer: w } = l;
  w.get(r);
  t.special(w);
  w.if();
  w.get(r);
  t.zero(w);
  w.op(t.ne);
  if (zeroIsExact) {
    zeroIsExact();
    w.ops(WasmOp.i32Eqz, WasmOp.i32Or);
  }
  l.slowIf();
  w.end();
}

/**
 * Raises inexact if it is not raised yet and `inexact`, which runs only then, pushes true. `inexact` may leave to software
 * where it cannot tell.
 */
export function raiseInexact(l: FloatLowering, inexact: () => void): void {
  if ((l.env & FpEnv.quiet) !== 0) return;
  const { writer: w } = l;
  l.getFlags();
  w.i32(FpFlag.inexact);
  w.ops(WasmOp.i32And, WasmOp.i32Eqz);
  w.if();
  inexact();
  w.if();
  l.getFlags();
  w.i32(FpFlag.inexact);
  w.op(WasmOp.i32Or);
  l.setFlags();
  w.end();
  w.end();
}

/** Pushes whether r = a + b was rounded (Knuth's two-sum; exact unless r overflows). Uses temporaries 3 and 4. */
export function twoSumDiffers(l: FloatLowering, t: FloatType, a: number, b: number, r: number): void {
  twoSumError(l, t, a, b, r);
  t.zero(l.writer);
  l.writer.op(t.ne);
}

/** Pushes the rounding error of r = a + b. */
export function twoSumError(l: FloatLowering, t: FloatType, a: number, b: number, r: number): void {
  const { writer: w } = l;
  const part = l.temp(t.type, 3);
  w.get(r);
  w.get(a);
  w.op(t.sub);
  w.set(part);
  w.get(a);
  w.get(r);
  w.get(part);
  w.ops(t.sub, t.sub);
  w.get(b);
  w.get(part);
  w.ops(t.sub, t.add);
}

/** Pushes the number of trailing zero bits of a double's fraction; 53 for a power of two. */
function trailingZeros(l: FloatLowering, x: number): void {
  const { writer: w } = l;
  w.get(x);
  w.op(WasmOp.i64ReinterpretF64);
  w.i64(-1, 0x000f_ffff);
  w.op(WasmOp.i64And);
  w.i64(0, 0x0020_0000);
  w.op(WasmOp.i64Or);
  w.ops(0x7a, WasmOp.i32WrapI64);
}

/**
 * Leaves to software unless the product of two normal doubles surely is exact: significands of p and q bits have a product
 * of at most p + q bits, and a power of two adds none.
 */
export function requireExactProduct(l: FloatLowering, a: number, b: number): void {
  trailingZeros(l, a);
  trailingZeros(l, b);
  l.writer.op(WasmOp.i32Add);
  l.writer.i32(53);
  l.writer.op(WasmOp.i32LtS);
  l.slowIf();
}
