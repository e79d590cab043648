import type { FunctionWriter } from '../wasm/function-writer';
import { WasmOp } from '../wasm/wasm-op';

/** The WebAssembly instructions of one floating-point type, and its limits. */
export interface FloatType {
  readonly type: 'f32' | 'f64';
  readonly abs: number;
  readonly eq: number;
  readonly ne: number;
  readonly lt: number;
  readonly gt: number;
  readonly ge: number;
  readonly add: number;
  readonly sub: number;
  readonly mul: number;
  readonly div: number;
  readonly sqrt: number;
  readonly min: number;
  readonly max: number;
  /** By Rounding: nearestEven, up, down, zero. */
  readonly round: readonly number[];
  /** Pushes the smallest normal number. */
  minNormal(w: FunctionWriter): void;
  infinity(w: FunctionWriter): void;
  zero(w: FunctionWriter): void;
  /**
   * Pops a number and pushes whether it is anything but normal and above the smallest normal number in magnitude: one
   * unsigned comparison of its bits without the sign.
   */
  special(w: FunctionWriter): void;
}

/** Double precision. */
export const F64: FloatType = {
  type: 'f64',
  abs: WasmOp.f64Abs,
  eq: WasmOp.f64Eq,
  ne: WasmOp.f64Ne,
  lt: WasmOp.f64Lt,
  gt: WasmOp.f64Gt,
  ge: WasmOp.f64Ge,
  add: WasmOp.f64Add,
  sub: WasmOp.f64Sub,
  mul: WasmOp.f64Mul,
  div: WasmOp.f64Div,
  sqrt: WasmOp.f64Sqrt,
  min: WasmOp.f64Min,
  max: WasmOp.f64Max,
  round: [WasmOp.f64Nearest, WasmOp.f64Ceil, WasmOp.f64Floor, WasmOp.f64Trunc],
  minNormal: (w) => w.f64(0, 0x0010_0000),
  infinity: (w) => w.f64(0, 0x7ff0_0000),
  zero: (w) => w.f64(0, 0),
  special(w) {
    w.op(WasmOp.i64ReinterpretF64);
    w.i64(1, 0);
    w.op(WasmOp.i64Shl);
    w.i64(2, 0x0020_0000);
    w.op(WasmOp.i64Sub);
    w.i64(-2, 0xffe0_0000 - 0x0020_0001);
    w.op(WasmOp.i64GeU);
  },
};

/** Single precision. */
export const F32: FloatType = {
  type: 'f32',
  abs: WasmOp.f32Abs,
  eq: WasmOp.f32Eq,
  ne: WasmOp.f32Ne,
  lt: WasmOp.f32Lt,
  gt: WasmOp.f32Gt,
  ge: WasmOp.f32Ge,
  add: WasmOp.f32Add,
  sub: WasmOp.f32Sub,
  mul: WasmOp.f32Mul,
  div: WasmOp.f32Div,
  sqrt: WasmOp.f32Sqrt,
  min: WasmOp.f32Min,
  max: WasmOp.f32Max,
  round: [WasmOp.f32Nearest, WasmOp.f32Ceil, WasmOp.f32Floor, WasmOp.f32Trunc],
  minNormal: (w) => w.f32(0x0080_0000),
  infinity: (w) => w.f32(0x7f80_0000),
  zero: (w) => w.f32(0),
  special(w) {
    w.op(WasmOp.i32ReinterpretF32);
    w.i32(1);
    w.op(WasmOp.i32Shl);
    w.i32(0x0100_0002);
    w.op(WasmOp.i32Sub);
    w.i32(0xff00_0000 - 0x0100_0002);
    w.op(WasmOp.i32GeU);
  },
};
