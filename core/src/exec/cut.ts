import { IR_STRIDE, type IrBlock } from '../ir/block';
import { opcode } from '../ir/op';

/** The first guest instruction of a block as a block of its own, which goes on at the second. */
export const firstInstruction = (block: IrBlock): IrBlock => cutAt(block, () => true);

/** A block up to the first guest instruction after its own first at which `ends` holds, where it goes on. */
export function cutAt(block: IrBlock, ends: (pc: number, mode: number) => boolean): IrBlock {
  const { code } = block;
  let seen = 0;
  for (let at = 0; at < code.length; at += IR_STRIDE) {
    if (code[at] !== opcode.insn) continue;
    const pc = code[at + 1]! >>> 0;
    const mode = code[at + 2]!;
    if (seen++ === 0 || !ends(pc, mode)) continue;
    const cut = new Int32Array(at + IR_STRIDE);
    cut.set(code.subarray(0, at));
    cut[at] = opcode.jump;
    cut[at + 1] = pc;
    cut[at + 2] = mode;
    return { ...block, code: cut, instructions: seen - 1, size: pc - block.pc };
  }
  return block;
}
