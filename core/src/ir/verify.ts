import { IR_STRIDE, type IrBlock } from './block';
import { type Op, opcode, ops } from './op';
import { takesPool } from './print';

/** Operations that leave a block. */
export const leaves: readonly boolean[] = ops.map(({ name }) =>
  ['jump', 'call', 'jump.indirect', 'call.indirect', 'ret', 'exit'].includes(name),
);

interface Arm {
  readonly at: number;
  elseAt: number;
  /** Values up to here are visible after the arm. */
  readonly visible: number;
  /** Whether the arm so far, and the first arm, have left the block. */
  thenLeft: boolean;
}

/**
 * Checks a block: operations and operand types, that values are used after their definition and inside the arm that
 * defines them, that arms are closed, that nothing follows a way out, that every path leaves, and that guest instructions
 * begin outside of arms.
 * @returns what is wrong, one sentence an error; empty if nothing is.
 */
export function verifyBlock(block: IrBlock): string[] {
  const { code } = block;
  const errors: string[] = [];
  const count = code.length / IR_STRIDE;
  /** The arm in which each value is defined; values of closed arms are taken out. */
  const visible = new Uint8Array(count);
  const arms: Arm[] = [];
  let left = false;
  let instructions = 0;
  for (let n = 0; n < count; n++) {
    const at = n * IR_STRIDE;
    const op = ops[code[at]!];
    const complain = (message: string): void =>
      void errors.push(`instruction ${n} (${op?.name ?? '?'}): ${message}`);
    if (op === undefined) {
      complain(`no operation ${code[at]}`);
      continue;
    }
    const closes = op.code === opcode.else || op.code === opcode.end;
    if (left && !closes) {
      complain('cannot be reached');
      left = false;
    }
    if (op.code !== opcode.else) checkOperands(op, block, at, visible, complain);
    if (op.code === opcode.if) {
      arms.push({ at: n, elseAt: -1, visible: n, thenLeft: false });
    } else if (op.code === opcode.else) {
      const arm = arms[arms.length - 1];
      if (arm === undefined || arm.elseAt >= 0) complain('has no if');
      else {
        if (code[arm.at * IR_STRIDE + 2] !== n || code[at + 1] !== arm.at)
          complain('is not what its if names');
        arm.elseAt = n;
        arm.thenLeft = left;
        visible.fill(0, arm.visible, n);
      }
      left = false;
    } else if (op.code === opcode.end) {
      const arm = arms.pop();
      if (arm === undefined) complain('has no if');
      else {
        const wrongIf = code[arm.at * IR_STRIDE + 3] !== n;
        const wrongElse =
          arm.elseAt >= 0 ? code[arm.elseAt * IR_STRIDE + 2] !== n : code[arm.at * IR_STRIDE + 2] !== n;
        if (wrongIf || wrongElse) complain('is not what its if names');
        visible.fill(0, arm.visible, n);
        left = left && arm.elseAt >= 0 && arm.thenLeft;
      }
    } else if (op.code === opcode.insn) {
      instructions++;
      if (arms.length > 0) complain('begins inside an arm');
    }
    if (op.result !== undefined) visible[n] = 1;
    if (leaves[op.code]) left = true;
  }
  if (arms.length > 0) errors.push('the block ends inside an if');
  if (!left) errors.push('the block does not leave');
  if (instructions !== block.instructions)
    errors.push(`the block has ${instructions} instructions, not ${block.instructions}`);
  return errors;
}

function checkOperands(
  op: Op,
  block: IrBlock,
  at: number,
  visible: Uint8Array,
  complain: (message: string) => void,
): void {
  op.operands.forEach((kind, k) => {
    const word = block.code[at + 1 + k]!;
    if (kind === 'imm') {
      if (takesPool(op) && block.pool[word]?.length !== 4) complain(`pool entry ${word} is not four words`);
      return;
    }
    const definition = ops[block.code[word * IR_STRIDE]!];
    if (word < 0 || word * IR_STRIDE >= at || visible[word] === 0) complain(`v${word} is not defined here`);
    else if (definition?.result !== kind) complain(`v${word} is ${definition?.result}, not ${kind}`);
  });
}
