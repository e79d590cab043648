import type { I32, IrBuilder } from '@anyuser/core';
import { CF, NF, VF, ZF } from './registers';

/**
 * What last set the flags in the block that is being translated, where that is known: conditions then compare its operands
 * instead of reading flags. `fp`: a relation of core's `fp.cmp` (0 less, 1 equal, 2 greater, 3 unordered).
 */
export type FlagSource =
  | { readonly kind: 'sub'; readonly a: I32; readonly b: I32; readonly result: I32 }
  | { readonly kind: 'add'; readonly a: I32; readonly result: I32 }
  | { readonly kind: 'result'; readonly result: I32 }
  | { readonly kind: 'fp'; readonly relation: I32 };

/** Condition numbers of the architecture (DDI 0406C A8.3). */
export const Cond = {
  eq: 0,
  ne: 1,
  cs: 2,
  cc: 3,
  mi: 4,
  pl: 5,
  vs: 6,
  vc: 7,
  hi: 8,
  ls: 9,
  ge: 10,
  lt: 11,
  gt: 12,
  le: 13,
  al: 14,
} as const;

/** Condition suffixes by number; always is written as nothing. */
export const conditionNames = [
  'eq',
  'ne',
  'cs',
  'cc',
  'mi',
  'pl',
  'vs',
  'vc',
  'hi',
  'ls',
  'ge',
  'lt',
  'gt',
  'le',
  '',
  '',
] as const;

/** A word that is non-zero iff the condition holds. */
export function testCondition(ir: IrBuilder, cond: number, source: FlagSource | undefined): I32 {
  if (cond >= Cond.al) return ir.imm(1);
  const holds = (): I32 => (source && fromSource(ir, cond & 14, source)) ?? fromFlags(ir, cond & 14, source);
  return cond & 1 ? inverted(ir, cond, source, holds) : holds();
}

function inverted(ir: IrBuilder, cond: number, source: FlagSource | undefined, holds: () => I32): I32 {
  if (source?.kind === 'sub') {
    const { a, b, result } = source;
    switch (cond) {
      case Cond.ne:
        return ir.ne(a, b);
      case Cond.cc:
        return ir.ltU(a, b);
      case Cond.ls:
        return ir.i32.le_u(a, b);
      case Cond.lt:
        return ir.ltS(a, b);
      case Cond.le:
        return ir.i32.le_s(a, b);
      case Cond.pl:
        return ir.i32.ge_s(result, ir.imm(0));
    }
  }
  if (cond === Cond.ne && source?.kind !== 'fp') return source ? source.result : ir.get(ZF);
  return ir.eqz(holds());
}

function fromSource(ir: IrBuilder, cond: number, source: FlagSource): I32 | undefined {
  if (source.kind === 'fp') return fromRelation(ir, cond, source.relation);
  if (cond === Cond.mi) return ir.ltS(source.result, ir.imm(0));
  if (source.kind === 'sub') {
    const { a, b } = source;
    switch (cond) {
      case Cond.eq:
        return ir.eq(a, b);
      case Cond.cs:
        return ir.i32.ge_u(a, b);
      case Cond.hi:
        return ir.i32.gt_u(a, b);
      case Cond.ge:
        return ir.i32.ge_s(a, b);
      case Cond.gt:
        return ir.i32.gt_s(a, b);
      default:
        return undefined;
    }
  }
  if (cond === Cond.eq) return ir.eqz(source.result);
  if (source.kind === 'add' && cond === Cond.cs) return ir.ltU(source.result, source.a);
  return undefined;
}

/** After VCMP and VMRS: less N, equal ZC, greater C, unordered CV. */
function fromRelation(ir: IrBuilder, cond: number, relation: I32): I32 | undefined {
  const is = (n: number): I32 => ir.eq(relation, ir.imm(n));
  switch (cond) {
    case Cond.eq:
      return is(1);
    case Cond.cs:
      return ir.ne(relation, ir.imm(0));
    case Cond.mi:
      return is(0);
    case Cond.vs:
      return is(3);
    case Cond.hi:
      return ir.i32.gt_u(relation, ir.imm(1));
    case Cond.ge:
      return ir.ltU(ir.sub(relation, ir.imm(1)), ir.imm(2));
    default:
      return is(2);
  }
}

function fromFlags(ir: IrBuilder, cond: number, source: FlagSource | undefined): I32 {
  const known = source !== undefined && source.kind !== 'fp' ? source.result : undefined;
  const zero = (): I32 => ir.eqz(known ?? ir.get(ZF));
  const nonZero = (): I32 => ir.ne(known ?? ir.get(ZF), ir.imm(0));
  const sameSign = (): I32 => ir.i32.ge_s(ir.xor(known ?? ir.get(NF), ir.get(VF)), ir.imm(0));
  switch (cond) {
    case Cond.eq:
      return zero();
    case Cond.cs:
      return ir.get(CF);
    case Cond.mi:
      return ir.ltS(known ?? ir.get(NF), ir.imm(0));
    case Cond.vs:
      return ir.ltS(ir.get(VF), ir.imm(0));
    case Cond.hi:
      return ir.and(ir.get(CF), nonZero());
    case Cond.ge:
      return sameSign();
    default:
      return ir.and(nonZero(), sameSign());
  }
}
