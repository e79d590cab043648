import type { I32 } from '@anyuser/core';
import type { ArmContext, BranchKind } from '../context';
import { CF, VF } from '../registers';
import type { Operand } from './shift';

/** Data-processing operations, by the names of their instructions. */
export type DataOp = (typeof DATA_OPS)[number];
/** In the order of the A32 opcode field; ORN exists in T32 only. */
export const DATA_OPS = [
  'and',
  'eor',
  'sub',
  'rsb',
  'add',
  'adc',
  'sbc',
  'rsc',
  'tst',
  'teq',
  'cmp',
  'cmn',
  'orr',
  'mov',
  'bic',
  'mvn',
  'orn',
] as const;

/** Operations that have no result but flags. */
export const comparesOnly = (op: DataOp): boolean =>
  op === 'tst' || op === 'teq' || op === 'cmp' || op === 'cmn';
/** Operations that have no first operand. */
export const takesOneOperand = (op: DataOp): boolean => op === 'mov' || op === 'mvn';

/** a + b with all flags. */
export function addWithFlags(c: ArmContext, a: I32, b: I32): I32 {
  const { ir } = c;
  const result = ir.add(a, b);
  c.setFlags(result, ir.ltU(result, a), ir.and(ir.xor(a, result), ir.xor(b, result)));
  c.flags = { kind: 'add', a, result };
  return result;
}
/** a − b with all flags; C means no borrow. */
export function subWithFlags(c: ArmContext, a: I32, b: I32): I32 {
  const { ir } = c;
  const result = ir.sub(a, b);
  c.setFlags(result, ir.i32.ge_u(a, b), ir.and(ir.xor(a, b), ir.xor(a, result)));
  c.flags = { kind: 'sub', a, b, result };
  return result;
}
/** a + b + C, with all flags if asked. */
function addWithCarry(c: ArmContext, a: I32, b: I32, S: boolean): I32 {
  const { ir } = c;
  const result = ir.add(ir.add(a, b), ir.get(CF));
  if (S) {
    const carry = ir.or(ir.and(a, b), ir.and(ir.or(a, b), ir.not(result)));
    c.setNZC(result, ir.shrU(carry, ir.imm(31)));
    ir.set(VF, ir.and(ir.xor(a, result), ir.xor(b, result)));
  }
  return result;
}

/** The operation on the two operands, setting flags if S; C comes from the shifter for logical operations. */
function compute(c: ArmContext, op: DataOp, a: I32, operand: Operand, S: boolean): I32 {
  const { ir } = c;
  const b = operand.value;
  switch (op) {
    case 'sub':
    case 'cmp':
      return S ? subWithFlags(c, a, b) : ir.sub(a, b);
    case 'rsb':
      return S ? subWithFlags(c, b, a) : ir.sub(b, a);
    case 'add':
    case 'cmn':
      return S ? addWithFlags(c, a, b) : ir.add(a, b);
    case 'adc':
      return addWithCarry(c, a, b, S);
    case 'sbc':
      return addWithCarry(c, a, ir.not(b), S);
    case 'rsc':
      return addWithCarry(c, b, ir.not(a), S);
    default: {
      const result = logical(c, op, a, b);
      if (S) c.setNZC(result, operand.carry?.());
      return result;
    }
  }
}

function logical(c: ArmContext, op: DataOp, a: I32, b: I32): I32 {
  const { ir } = c;
  switch (op) {
    case 'and':
    case 'tst':
      return ir.and(a, b);
    case 'eor':
    case 'teq':
      return ir.xor(a, b);
    case 'orr':
      return ir.or(a, b);
    case 'bic':
      return ir.and(a, ir.not(b));
    case 'mvn':
      return ir.not(b);
    case 'orn':
      return ir.or(a, ir.not(b));
    default:
      return b;
  }
}

/**
 * A data-processing instruction. MOVS and SUBS to r15 return from exceptions and are undefined in user mode; the other
 * operations set the flags and branch, as the base architecture's pseudocode would.
 */
export function dataProcessing(
  c: ArmContext,
  op: DataOp,
  Rd: number,
  Rn: number,
  operand: (c: ArmContext) => Operand,
  S: boolean,
  how: BranchKind = 'jump',
): void | false {
  if (S && Rd === 15 && (op === 'mov' || op === 'sub')) return false;
  const second = operand(c);
  const first = takesOneOperand(op) ? second.value : c.reg(Rn);
  const result = compute(c, op, first, second, S);
  if (!comparesOnly(op)) c.setResult(Rd, result, how);
}

/** MOVW. */
export function movw(c: ArmContext, { Rd, imm4, imm12 }: { Rd: number; imm4: number; imm12: number }): void {
  c.setReg(Rd, c.ir.imm((imm4 << 12) | imm12));
}
/** MOVT. */
export function movt(c: ArmContext, { Rd, imm4, imm12 }: { Rd: number; imm4: number; imm12: number }): void {
  const { ir } = c;
  c.setReg(Rd, ir.or(ir.bits(c.reg(Rd), 0, 16), ir.imm((imm4 << 28) | (imm12 << 16))));
}
