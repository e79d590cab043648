import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { opcode, ops } from '../../ir/op';

const { if: IF, else: ELSE } = opcode;

/** A block with other operations in the place of one that has no result; they name values as the block will. */
export function splice(ir: IrBlock, place: number, words: readonly number[]): IrBlock {
  const { code } = ir;
  const by = words.length / IR_STRIDE - 1;
  const moved = (n: number): number => (n > place ? n + by : n);
  const spliced = new Int32Array(code.length + by * IR_STRIDE);
  for (let n = 0; n < code.length / IR_STRIDE; n++) {
    const to = moved(n) * IR_STRIDE;
    if (n === place) {
      spliced.set(words, to);
      continue;
    }
    spliced.set(code.subarray(n * IR_STRIDE, (n + 1) * IR_STRIDE), to);
    const { code: op, operands } = ops[spliced[to]!]!;
    operands.forEach((kind, k) => {
      if (kind !== 'imm') spliced[to + 1 + k] = moved(spliced[to + 1 + k]!);
    });
    // Places of the other parts of the same structure.
    const places = op === IF ? [2, 3] : op === ELSE ? [1, 2] : [];
    for (const k of places) spliced[to + k] = moved(spliced[to + k]!);
  }
  return { ...ir, code: spliced };
}
