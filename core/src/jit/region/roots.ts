import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { opcode } from '../../ir/op';
import { typeSize } from '../../ir/types';
import { stateAccess, touchesFpFlags } from './slots';
import { isWayOut } from './way-out';

const { if: IF, else: ELSE, end: END } = opcode;
const CONST = opcode['i32.const'];
const ADD = opcode['i32.add'];
const SUB = opcode['i32.sub'];

/** What each value of a block is: another value, its root, plus a constant. */
export interface Roots {
  readonly root: Int32Array;
  readonly offset: Int32Array;
}

/**
 * Finds the roots of a block's values, through registers as well.
 * @param fpFlags - offset of the register in which float operations accumulate their flags.
 */
export function rootsOf({ code }: IrBlock, fpFlags: number | undefined): Roots {
  const count = code.length / IR_STRIDE;
  const root = new Int32Array(count);
  const offset = new Int32Array(count);
  /** Value of each register of one word, by its offset. */
  let held = new Map<number, number>();
  /** What is held around each open `if` that only leads out. */
  const around: (Map<number, number> | undefined)[] = [];
  for (let index = 0; index < count; index++) {
    const at = index * IR_STRIDE;
    const op = code[at]!;
    root[index] = index;
    if (op === ADD || op === SUB) {
      const b = code[at + 2]! * IR_STRIDE;
      if (code[b] !== CONST) continue;
      root[index] = root[code[at + 1]!]!;
      offset[index] = (offset[code[at + 1]!]! + (op === ADD ? code[b + 1]! : -code[b + 1]!)) | 0;
    } else if (op === IF) {
      around.push(isWayOut(code, at) ? new Map(held) : undefined);
      held.clear();
    } else if (op === ELSE) held.clear();
    else if (op === END) held = around.pop() ?? new Map();
    else {
      const access = stateAccess(code, at);
      if (access === undefined) {
        if (touchesFpFlags[op] && fpFlags !== undefined) held.delete(fpFlags);
      } else if (access.write) {
        for (let word = access.offset; word < access.offset + typeSize[access.type]; word += 4)
          held.delete(word);
        if (access.type === 'i32') held.set(access.offset, code[at + 1]!);
      } else if (access.type === 'i32') {
        const known = held.get(access.offset);
        if (known === undefined) held.set(access.offset, index);
        else {
          root[index] = root[known]!;
          offset[index] = offset[known]!;
        }
      }
    }
  }
  return { root, offset };
}
