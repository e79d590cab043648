import { lowerBswap32, lowerBswap64 } from '../../jit/lower/integer';
import type { FunctionWriter } from '../../jit/wasm/function-writer';
import { WasmOp } from '../../jit/wasm/wasm-op';
import { Fast, PAGE_SHIFT, PERMISSIONS_BASE } from '../../memory/layout';
import type { HandlerFrame } from './frame';
import type { MemoryBody, MemoryKind } from './micro-op';

const LOADS: Record<MemoryKind, number> = {
  u8: WasmOp.i32Load8U,
  i8: WasmOp.i32Load8S,
  u16: WasmOp.i32Load16U,
  i16: WasmOp.i32Load16S,
  i32: WasmOp.i32Load,
  i64: WasmOp.i64Load,
  f32: WasmOp.i32Load,
  f64: WasmOp.i64Load,
  v128: WasmOp.v128Load,
};
const STORES: Record<MemoryKind, number> = {
  u8: WasmOp.i32Store8,
  i8: WasmOp.i32Store8,
  u16: WasmOp.i32Store16,
  i16: WasmOp.i32Store16,
  i32: WasmOp.i32Store,
  i64: WasmOp.i64Store,
  f32: WasmOp.i32Store,
  f64: WasmOp.i64Store,
  v128: WasmOp.v128Store,
};
const REVERSED_BYTES = [0x0c0d0e0f, 0x08090a0b, 0x04050607, 0x00010203];

/**
 * Computes the address into a local and branches to `slow` unless the access is aligned as demanded and the permission byte
 * of each page that it touches allows it.
 */
function check(
  f: HandlerFrame,
  body: MemoryBody,
  first: number,
  address: number,
  slow: number,
  right: number,
): void {
  const { writer: w } = f;
  f.value(first, 'i32');
  if (body.sum) {
    f.value(first + 1, 'i32');
    w.op(WasmOp.i32Add);
  }
  w.tee(address);
  if (body.aligned) {
    w.i32(Math.min(body.size, 4) - 1);
    w.op(WasmOp.i32And);
    w.brIf(slow);
    w.get(address);
  }
  permission(w);
  if (body.size > (body.aligned ? 4 : 1)) {
    w.get(address);
    w.i32(body.size - 1);
    w.op(WasmOp.i32Add);
    permission(w);
    w.op(WasmOp.i32And);
  }
  w.i32(right);
  w.ops(WasmOp.i32And, WasmOp.i32Eqz);
  w.brIf(slow);
}

/** Replaces the address on the stack by the permission byte of its page. */
function permission(w: FunctionWriter): void {
  w.i32(PAGE_SHIFT);
  w.op(WasmOp.i32ShrU);
  w.memory(WasmOp.i32Load8U, PERMISSIONS_BASE);
}

/** Reverses the bytes of the value on the stack. Floats are carried as integers here. */
function swap(f: HandlerFrame, body: MemoryBody): void {
  const { writer: w } = f;
  const l = { writer: w, temp: f.temp.bind(f), operand: absent, immediate: absent, pool: absent };
  if (body.size === 16) {
    w.v128(REVERSED_BYTES);
    w.op(WasmOp.i8x16Swizzle);
  } else if (body.size === 8) lowerBswap64(l);
  else {
    lowerBswap32(l, f.temp('i32', 3));
    if (body.size === 2) {
      w.i32(16);
      w.op(body.access === 'i16' ? WasmOp.i32ShrS : WasmOp.i32ShrU);
    }
  }
}
function absent(): never {
  throw new Error('byte reversal has no operands');
}

/** Writes the handler of a load. */
export function loadHandler(f: HandlerFrame, body: MemoryBody, slow: number): void {
  const { writer: w } = f;
  const address = f.temp('i32', 0);
  check(f, body, 2, address, slow, Fast.read);
  f.word(1);
  w.get(address);
  w.memory(LOADS[body.access]);
  if (body.swapped) swap(f, body);
  w.store(body.size === 8 ? 'i64' : body.size === 16 ? 'v128' : 'i32');
}

/** Writes the handler of a store. */
export function storeHandler(f: HandlerFrame, body: MemoryBody, slow: number): void {
  const { writer: w } = f;
  const address = f.temp('i32', 0);
  check(f, body, 1, address, slow, Fast.write);
  w.get(address);
  f.value(body.sum ? 3 : 2, body.size === 8 ? 'i64' : body.size === 16 ? 'v128' : 'i32');
  if (body.swapped) swap(f, body);
  w.memory(STORES[body.access]);
}
