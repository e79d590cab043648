import { IR_STRIDE, type IrBlock } from '../ir/block';
import { opcode } from '../ir/op';

/** The first guest instruction of a block as a block of its own, which goes on at the second. */
export function firstInstruction(block: IrBlock): IrBlock {
  const { code } = block;
  let seen = 0;
  for (let at = 0; at < code.length; at += IR_STRIDE) {
    if (code[at] !== opcode.insn || seen++ === 0) continue;
    const cut = new Int32Array(at + IR_STRIDE);
    cut.set(code.subarray(0, at));
    cut[at] = opcode.jump;
    cut[at + 1] = code[at + 1]!;
    cut[at + 2] = code[at + 2]!;
    return { ...block, code: cut, instructions: 1, size: (code[at + 1]! >>> 0) - block.pc };
  }
  return block;
}
