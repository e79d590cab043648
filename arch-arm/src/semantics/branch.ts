import type { ArmContext } from '../context';
import { testCondition } from '../flags';
import { Mode } from '../mode';

/** Sign-extends a number of `bits` bits. */
export const signExtend = (value: number, bits: number): number => (value << (32 - bits)) >> (32 - bits);

/**
 * B with its own condition: one way out for either case. `offset` is relative to the PC as read.
 */
export function branch(c: ArmContext, offset: number, condition = c.condition): void {
  c.left = true;
  const { ir } = c;
  const target = c.pcValue + offset;
  if (condition >= 14) {
    c.branch(target);
    return;
  }
  ir.if(
    testCondition(ir, condition, c.flags),
    () => c.branch(target),
    () => ir.jump(c.next),
  );
}

/** BL: the return address goes to lr. */
export function branchLink(c: ArmContext, offset: number): void {
  const { ir } = c;
  c.setReg(14, ir.imm(c.linkValue));
  c.left = true;
  ir.call({ pc: (c.pcValue + offset) >>> 0, mode: c.branchMode }, c.returnLocation);
}

/** BLX (immediate): as BL, into the other instruction set. */
export function branchLinkExchange(c: ArmContext, offset: number): void {
  const { ir } = c;
  c.setReg(14, ir.imm(c.linkValue));
  c.left = true;
  const mode = c.branchMode ^ Mode.thumb;
  const base = c.thumb ? c.literalBase : c.pcValue;
  ir.call({ pc: (base + offset) >>> 0, mode }, c.returnLocation);
}

/** Second half of a Thumb BL or BLX pair: to lr plus an offset, in the other instruction set if exchange. */
export function branchLinkThrough(c: ArmContext, offset: number, exchange: boolean): void {
  const { ir } = c;
  const target = ir.add(c.reg(14), ir.imm(offset));
  c.setReg(14, ir.imm(c.linkValue));
  c.branchExchange(exchange ? ir.and(target, ir.imm(~3)) : ir.or(target, ir.imm(1)), 'call');
}

/** BX and BXJ (no Jazelle: the same). Through lr it is a return. */
export function bx(c: ArmContext, { Rm }: { Rm: number }): void {
  c.branchExchange(c.reg(Rm), Rm === 14 ? 'return' : 'jump');
}

/** BLX (register). */
export function blx(c: ArmContext, { Rm }: { Rm: number }): void {
  const target = c.reg(Rm);
  c.setReg(14, c.ir.imm(c.linkValue));
  c.branchExchange(target, 'call');
}

/** CBZ and CBNZ: forwards if the register is (not) zero. */
export function compareBranch(c: ArmContext, Rn: number, nonZero: number, offset: number): void {
  const { ir } = c;
  const value = c.reg(Rn);
  ir.if(
    nonZero ? value : ir.eqz(value),
    () => c.branch(c.pcValue + offset),
    () => ir.jump(c.next),
  );
  c.left = true;
}

/** TBB and TBH: forwards by twice an entry of a table of bytes or halves. */
export const tableBranch =
  (half: boolean) =>
  (c: ArmContext, { Rn, Rm }: { Rn: number; Rm: number }): void => {
    const { ir } = c;
    const index = c.reg(Rm);
    const at = ir.add(c.reg(Rn), half ? ir.shl(index, ir.imm(1)) : index);
    const entry = ir.load(half ? 'u16' : 'u8', at, c.memory());
    c.branchIndirect(ir.add(ir.imm(c.pcValue), ir.shl(entry, ir.imm(1))));
  };
