import { IR_STRIDE } from '../../ir/block';
import { ops } from '../../ir/op';

/** How often each value is used as an operand. */
export function countUses(code: Int32Array): Int32Array {
  const uses = new Int32Array(code.length / IR_STRIDE);
  for (let at = 0; at < code.length; at += IR_STRIDE) {
    const { operands } = ops[code[at]!]!;
    for (let k = 0; k < operands.length; k++) if (operands[k] !== 'imm') uses[code[at + 1 + k]!]!++;
  }
  return uses;
}
