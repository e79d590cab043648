import {
  CodeFault,
  type CodeReader,
  type CpuModel,
  type IrBuilder,
  type Location,
  PAGE_SIZE,
} from '@anyuser/core';
import { ArmContext } from './context';
import { decoderOf } from './decoders';
import { fetchThumb } from './fetch';
import { Cond } from './flags';
import type { ArmRow } from './instruction';
import { Mode } from './mode';

/** Guest instructions and IR instructions after which a block ends. */
const MAX_INSTRUCTIONS = 64;
const MAX_IR = 4000;

/**
 * Translates a block: up to the first instruction that leaves it on some path, the end of the page, or a sensible length.
 * Only the last instruction may reach into the next page.
 * @throws CodeFault where the first instruction cannot be fetched.
 */
export function translate(code: CodeReader, at: Location, ir: IrBuilder, model: CpuModel): void {
  const context = new ArmContext(ir, model);
  const page = at.pc - (at.pc % PAGE_SIZE);
  context.pc = at.pc;
  context.mode = at.mode;
  do {
    try {
      instruction(code, context);
    } catch (error) {
      if (error instanceof CodeFault && ir.instructions > 0) return;
      throw error;
    }
    context.advance();
  } while (
    !context.left &&
    context.pc - page < PAGE_SIZE &&
    context.pc !== 0 &&
    ir.instructions < MAX_INSTRUCTIONS &&
    ir.size < MAX_IR
  );
  if (!ir.finished) ir.jump({ pc: context.pc, mode: context.mode });
}

function instruction(code: CodeReader, context: ArmContext): void {
  const { ir, pc, mode } = context;
  const thumb = (mode & Mode.thumb) !== 0;
  if (!thumb && pc & 3) {
    // A page that cannot be fetched from comes first.
    code.u16(pc);
    ir.insn(pc, mode, 4);
    context.left = true;
    ir.exit('unaligned');
    return;
  }
  const { word, size } = thumb
    ? fetchThumb(code, pc, context.has('v6t2'))
    : { word: code.u32(pc), size: 4 as const };
  context.size = size;
  ir.insn(pc, mode, size);
  const always = !thumb && word >>> 28 === 15;
  context.condition = thumb ? (context.inIt ? context.it >>> 4 : Cond.al) : always ? Cond.al : word >>> 28;
  const set = thumb ? (size === 2 ? 't16' : 't32') : always ? 'a32Unconditional' : 'a32';
  const found = decoderOf(set).decode(word);
  const row = found?.instruction;
  const meaning = (): void => {
    const exists =
      row !== undefined && (row.feature === undefined || context.model.features.has(row.feature));
    if (!exists || row.translate(context, found!.fields, word) === false) {
      context.left = true;
      // The encoding tells kernels their own breakpoints from what does not exist.
      ir.exit('undefined', word);
    }
    context.complete();
  };
  const own = (row as ArmRow | undefined)?.ownCondition;
  if (context.condition >= Cond.al || own === 'always' || (own === 'branch' && !context.inIt)) {
    meaning();
    return;
  }
  const { flags, fpRelation } = context;
  ir.if(context.holds(), meaning);
  // Values that an arm defines end with it; what it changed is unknown afterwards.
  if (context.flags !== flags) context.flags = undefined;
  if (context.fpRelation !== fpRelation) context.fpRelation = undefined;
}
