import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { opcode } from '../../ir/op';
import type { Location } from '../../isa/location';

/** The location of the instruction to which an operation of a block belongs. */
export function instructionAt(ir: IrBlock, at: number): Location {
  while (at >= 0 && ir.code[at] !== opcode.insn) at -= IR_STRIDE;
  return at < 0 ? ir : { pc: ir.code[at + 1]! >>> 0, mode: ir.code[at + 2]! };
}
