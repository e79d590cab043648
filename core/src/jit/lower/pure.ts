import { type Op, ops } from '../../ir/op';
import type { IrType } from '../../ir/types';
import { WasmOp } from '../wasm/wasm-op';
import { integerLowerings } from './integer';
import type { Lowering } from './lowering';

const CONSTANTS: Partial<Record<string, (l: Lowering) => void>> = {
  'i32.const': (l) => l.writer.i32(l.immediate(0)),
  'i64.const': (l) => l.writer.i64(l.immediate(0), l.immediate(1)),
  'f32.const': (l) => l.writer.f32(l.immediate(0)),
  'f64.const': (l) => l.writer.f64(l.immediate(0), l.immediate(1)),
  'v128.const': (l) => l.writer.v128(l.pool(l.immediate(0))),
};

/** i8x16.shuffle with its lane numbers from the pool. */
function lowerShuffle(l: Lowering): void {
  l.operand(0);
  l.operand(1);
  l.writer.op(WasmOp.i8x16Shuffle);
  const lanes = l.pool(l.immediate(2));
  for (let i = 0; i < 16; i++) l.writer.code.u8((lanes[i >> 2]! >>> (8 * (i & 3))) & 0x1f);
}

/**
 * Writes a pure operation: its operands are pushed and its result is left on the stack. The whole meaning of these
 * operations is here, for the JIT and for the interpreter.
 * @throws Error for an operation that touches guest state, memory or control, or the floating-point environment.
 */
export function lowerPure(op: Op, l: Lowering): void {
  const special = integerLowerings[op.name] ?? CONSTANTS[op.name];
  if (special) {
    special(l);
    return;
  }
  if (op.wasm < 0) throw new Error(`${op.name} is not a pure operation`);
  if (op.name === 'i8x16.shuffle') {
    lowerShuffle(l);
    return;
  }
  if (op.wasm === WasmOp.select) {
    // WebAssembly takes the condition last.
    l.operand(1);
    l.operand(2);
    l.operand(0);
    l.writer.op(op.wasm);
    return;
  }
  const lane = op.operands.indexOf('imm');
  const values = lane < 0 ? op.operands.length : lane;
  for (let k = 0; k < values; k++) l.operand(k);
  l.writer.op(op.wasm);
  if (lane >= 0) l.writer.code.u8(l.immediate(lane));
}

/** Whether an operation computes its result from its operands alone. */
export const isPure: readonly boolean[] = ops.map((op) => op.wasm >= 0 || op.name in integerLowerings);

/** Result type and operand types of an operation without its immediates. */
export const valueOperands = (op: Op): readonly IrType[] =>
  op.operands.filter((kind): kind is IrType => kind !== 'imm');
