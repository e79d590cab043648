import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { opcode, ops } from '../../ir/op';
import type { RegionBlock } from './region';

/** Copies of a loop's body at the most, and what they may have together. */
const MOST_COPIES = 4;
const MOST_INSTRUCTIONS = 40;
const MOST_OPERATIONS = 320;

const { if: IF, else: ELSE, end: END, jump: JUMP, helper: HELPER } = opcode;

/**
 * Repeats the body of each loop of one block in the block, so that fuel is taken once for several rounds and one permission check
 * serves the accesses of all of them that go along with the same register. What the last test of a copy does not send round
 * again leaves from there.
 */
export function unrollLoops(blocks: readonly RegionBlock[]): readonly RegionBlock[] {
  return blocks.map((block, index) => {
    const { ir, targets } = block;
    if (targets.length !== 2 || targets.filter((to) => to === index).length !== 1) return block;
    const copies = copiesOf(ir);
    if (copies < 2) return block;
    const stays = targets.indexOf(index);
    const leaves = targets[1 - stays]!;
    return {
      ...block,
      ir: repeat(ir, copies, stays),
      targets: [...Array(copies - 1).fill(leaves), ...targets],
    };
  });
}

/** How often a block's body is repeated; 1 where it is not of the form that can be. */
function copiesOf({ code, instructions }: IrBlock): number {
  const end = code.length - IR_STRIDE;
  const shape = [END, JUMP, ELSE, JUMP, IF];
  if (shape.some((op, back) => code[end - back * IR_STRIDE] !== op)) return 1;
  for (let at = 0; at < end - 4 * IR_STRIDE; at += IR_STRIDE) if (code[at] === HELPER) return 1;
  const operations = code.length / IR_STRIDE;
  return Math.min(
    MOST_COPIES,
    Math.floor(MOST_INSTRUCTIONS / instructions),
    Math.floor(MOST_OPERATIONS / operations),
  );
}

/** @param stays - which of the two jumps at the end goes round again. */
function repeat(ir: IrBlock, copies: number, stays: number): IrBlock {
  const { code } = ir;
  const words: number[] = [];
  const body = code.length - 5 * IR_STRIDE;
  const [condition, first, second] = [body, body + IR_STRIDE, body + 3 * IR_STRIDE];
  for (let copy = 1; copy <= copies; copy++) {
    const shift = words.length / IR_STRIDE;
    if (copy === copies) {
      for (let at = 0; at < code.length; at += IR_STRIDE) words.push(...moved(code, at, shift));
      break;
    }
    for (let at = 0; at < body; at += IR_STRIDE) words.push(...moved(code, at, shift));
    // One arm is empty: it goes on in the next copy.
    const at = words.length / IR_STRIDE;
    const value = code[condition + 1]! + shift;
    const jump = [...code.subarray(stays === 0 ? second : first).subarray(0, IR_STRIDE)];
    if (stays === 0)
      words.push(IF, value, at + 1, at + 3, 0, ELSE, at, at + 3, 0, 0, ...jump, END, 0, 0, 0, 0);
    else words.push(IF, value, at + 2, at + 2, 0, ...jump, END, 0, 0, 0, 0);
  }
  return { ...ir, code: Int32Array.from(words), instructions: ir.instructions * copies };
}

/** An operation whose operands and places stand so much later. */
function moved(code: Int32Array, at: number, shift: number): number[] {
  const words = [...code.subarray(at, at + IR_STRIDE)];
  const { code: op, operands } = ops[words[0]!]!;
  operands.forEach((kind, k) => {
    if (kind !== 'imm') words[k + 1]! += shift;
  });
  // Places of the other parts of the same structure.
  if (op === IF) {
    words[2]! += shift;
    words[3]! += shift;
  } else if (op === ELSE) {
    words[1]! += shift;
    words[2]! += shift;
  }
  return words;
}
