import {
  CodeFault,
  type CodeReader,
  type CpuModel,
  type IrBuilder,
  type Location,
  PAGE_SIZE,
} from '@anyuser/core';
import { MipsContext } from './context';
import { mipsDecoder } from './decoder';
import type { MipsRow } from './instruction';

/** Guest instructions and IR instructions after which a block ends. */
const MAX_INSTRUCTIONS = 64;
const MAX_IR = 4000;

/**
 * Translates a block up to its first branch, with the branch's delay slot, the end of the page or a sensible length. A branch
 * and its slot count as one instruction at the branch's address: exceptions in the slot restart the branch, as EPC and
 * Cause.BD have it.
 * @throws CodeFault where the first instruction cannot be fetched.
 */
export function translate(
  code: CodeReader,
  at: Location,
  ir: IrBuilder,
  model: CpuModel,
  bigEndian: boolean,
): void {
  const context = new MipsContext(ir, model, at.mode, bigEndian);
  const page = at.pc - (at.pc % PAGE_SIZE);
  let pc = at.pc;
  if ((pc & 3) !== 0) {
    fetch(code, pc);
    ir.insn(pc, at.mode, 4);
    ir.exit('unaligned');
    return;
  }
  do {
    try {
      pc += instruction(code, context, pc);
    } catch (error) {
      if (error instanceof CodeFault && ir.instructions > 0) break;
      throw error;
    }
  } while (!ir.finished && pc - page < PAGE_SIZE && ir.instructions < MAX_INSTRUCTIONS && ir.size < MAX_IR);
  if (!ir.finished) ir.jump({ pc: pc >>> 0, mode: at.mode });
}

/** Has a page fault tell the address as it was jumped to. */
function fetch(code: CodeReader, pc: number): void {
  try {
    code.u16((pc & ~1) >>> 0);
  } catch (error) {
    throw error instanceof CodeFault ? new CodeFault(pc) : error;
  }
}

/** Translates one instruction, a branch with its slot; returns its bytes. */
function instruction(code: CodeReader, context: MipsContext, pc: number): number {
  const { ir, mode } = context;
  const word = code.u32(pc);
  const row = mipsDecoder().decode(word)?.instruction as MipsRow | undefined;
  const branch = row?.branch === true;
  // The slot is fetched before anything is written: if it cannot be, the branch has not happened.
  const slotWord = branch ? code.u32((pc + 4) >>> 0) : 0;
  ir.insn(pc, mode, branch ? 8 : 4);
  context.pc = pc;
  context.inSlot = false;
  context.slot = () => {
    context.pc = (pc + 4) >>> 0;
    context.inSlot = true;
    meaning(context, slotWord);
    context.pc = pc;
    context.inSlot = false;
  };
  meaning(context, word);
  if (context.newMode !== undefined && !ir.finished) context.jump(pc + (branch ? 8 : 4));
  return branch ? 8 : 4;
}

function meaning(context: MipsContext, word: number): void {
  const found = mipsDecoder().decode(word);
  const row = found?.instruction as MipsRow | undefined;
  const exists =
    row !== undefined &&
    (row.feature === undefined || context.model.features.has(row.feature)) &&
    !(context.inSlot && row.branch === true);
  if (!exists || row.translate(context, found!.fields, word) === false) context.ir.exit('undefined');
}
