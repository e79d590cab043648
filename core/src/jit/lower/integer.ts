import type { OpName } from '../../ir/ops.table';
import { WasmOp } from '../wasm/wasm-op';
import type { Lowering } from './lowering';

type Lower = (l: Lowering) => void;

/** x / 0 = 0 and MIN / -1 = MIN, where WebAssembly traps. */
const divide =
  (bits: 32 | 64, opcode: number, signed: boolean): Lower =>
  (l) => {
    const { writer: w } = l;
    const type = bits === 32 ? 'i32' : 'i64';
    l.operand(1);
    w.op(bits === 32 ? WasmOp.i32Eqz : WasmOp.i64Eqz);
    w.if(type);
    constant(l, bits, 0);
    w.else();
    if (signed) {
      l.operand(1);
      constant(l, bits, -1);
      w.op(bits === 32 ? WasmOp.i32Eq : WasmOp.i64Eq);
      w.if(type);
      constant(l, bits, 0);
      l.operand(0);
      w.op(bits === 32 ? WasmOp.i32Sub : WasmOp.i64Sub);
      w.else();
    }
    l.operand(0);
    l.operand(1);
    w.op(opcode);
    if (signed) w.end();
    w.end();
  };

/** x % 0 = x; MIN % -1 = 0 already in WebAssembly. */
const remainder =
  (bits: 32 | 64, opcode: number): Lower =>
  (l) => {
    const { writer: w } = l;
    l.operand(1);
    w.op(bits === 32 ? WasmOp.i32Eqz : WasmOp.i64Eqz);
    w.if(bits === 32 ? 'i32' : 'i64');
    l.operand(0);
    w.else();
    l.operand(0);
    l.operand(1);
    w.op(opcode);
    w.end();
  };

function constant(l: Lowering, bits: 32 | 64, value: number): void {
  if (bits === 32) l.writer.i32(value);
  else l.writer.i64(value, value >> 31);
}

/** One step of a reversal: ((x & mask) << n) | ((x >>> n) & mask), x in a temporary. */
function swapFields(l: Lowering, x: number, mask: number, n: number): void {
  const { writer: w } = l;
  w.get(x);
  w.i32(mask);
  w.op(WasmOp.i32And);
  w.i32(n);
  w.op(WasmOp.i32Shl);
  w.get(x);
  w.i32(n);
  w.op(WasmOp.i32ShrU);
  w.i32(mask);
  w.ops(WasmOp.i32And, WasmOp.i32Or);
}

/** Reverses the bytes of the i32 on the stack: rotl(x, 8) & 0x00ff00ff | rotr(x, 8) & 0xff00ff00. */
export function lowerBswap32(l: Lowering, temp = l.temp('i32', 0)): void {
  const { writer: w } = l;
  w.tee(temp);
  w.i32(8);
  w.op(WasmOp.i32Rotl);
  w.i32(0x00ff00ff);
  w.op(WasmOp.i32And);
  w.get(temp);
  w.i32(8);
  w.op(WasmOp.i32Rotr);
  w.i32(0xff00ff00 | 0);
  w.ops(WasmOp.i32And, WasmOp.i32Or);
}

/** Reverses the bytes of the i64 on the stack: fields of 8, then 16, then 32 bits. */
export function lowerBswap64(l: Lowering, temp = l.temp('i64', 0)): void {
  const { writer: w } = l;
  for (const [n, mask] of [
    [8, 0x00ff00ff],
    [16, 0x0000ffff],
  ] as const) {
    w.set(temp);
    w.get(temp);
    w.i64(mask, mask);
    w.op(WasmOp.i64And);
    w.i64(n, 0);
    w.op(WasmOp.i64Shl);
    w.get(temp);
    w.i64(n, 0);
    w.op(WasmOp.i64ShrU);
    w.i64(mask, mask);
    w.ops(WasmOp.i64And, WasmOp.i64Or);
  }
  w.i64(32, 0);
  w.op(WasmOp.i64Rotl);
}

/** Integer operations that are not one WebAssembly instruction. */
export const integerLowerings: { readonly [N in OpName]?: Lower } = {
  'i32.div_s': divide(32, WasmOp.i32DivS, true),
  'i32.div_u': divide(32, WasmOp.i32DivU, false),
  'i32.rem_s': remainder(32, WasmOp.i32RemS),
  'i32.rem_u': remainder(32, WasmOp.i32RemU),
  'i64.div_s': divide(64, 0x7f, true),
  'i64.div_u': divide(64, 0x80, false),
  'i64.rem_s': remainder(64, 0x81),
  'i64.rem_u': remainder(64, 0x82),
  'i32.bswap': (l) => {
    l.operand(0);
    lowerBswap32(l);
  },
  'i64.bswap': (l) => {
    l.operand(0);
    lowerBswap64(l);
  },
  'i32.bitreverse': (l) => {
    const x = l.temp('i32', 1);
    l.operand(0);
    for (const [n, mask] of [
      [1, 0x55555555],
      [2, 0x33333333],
      [4, 0x0f0f0f0f],
    ] as const) {
      l.writer.set(x);
      swapFields(l, x, mask, n);
    }
    lowerBswap32(l);
  },
};
