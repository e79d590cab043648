import type { I32 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { GE } from '../registers';

/** Parallel operations on bytes or halves (DDI 0406C A5.4.1): prefix s signed, q saturating, sh halving, u/uq/uh unsigned. */
export type ParallelPrefix = 's' | 'q' | 'sh' | 'u' | 'uq' | 'uh';
/** What is done: by halves, by bytes, or with the halves of the second operand exchanged. */
export type ParallelOp = 'add16' | 'asx' | 'sax' | 'sub16' | 'add8' | 'sub8';

/** Lane layout: the sign bit of each lane. */
const BYTES = 0x8080_8080;
const HALVES = 0x8000_8000;

function laneAdd(c: ArmContext, a: I32, b: I32, signs: number): I32 {
  const { ir } = c;
  const rest = ir.imm(~signs);
  const low = ir.add(ir.and(a, rest), ir.and(b, rest));
  return ir.xor(low, ir.and(ir.xor(a, b), ir.imm(signs)));
}
function laneSub(c: ArmContext, a: I32, b: I32, signs: number): I32 {
  const { ir } = c;
  const low = ir.sub(ir.or(a, ir.imm(signs)), ir.and(b, ir.imm(~signs)));
  return ir.xor(low, ir.and(ir.xor(a, ir.not(b)), ir.imm(signs)));
}

/** Spreads the sign bit of each lane over the lane. */
function spread(c: ArmContext, bits: I32, signs: number): I32 {
  const { ir } = c;
  return signs === BYTES
    ? ir.mul(ir.shrU(ir.and(bits, ir.imm(BYTES)), ir.imm(7)), ir.imm(0xff))
    : ir.mul(ir.shrU(ir.and(bits, ir.imm(HALVES)), ir.imm(15)), ir.imm(0xffff));
}

/** Carry out of each lane's top bit: of an addition, or the borrow of a subtraction. */
function carries(c: ArmContext, a: I32, b: I32, result: I32, subtract: boolean): I32 {
  const { ir } = c;
  if (subtract) return ir.or(ir.and(ir.not(a), b), ir.and(ir.not(ir.xor(a, b)), result));
  return ir.or(ir.and(a, b), ir.and(ir.or(a, b), ir.not(result)));
}

interface Lanes {
  readonly result: I32;
  /** GE of each lane as a mask; for modular operations only. */
  readonly ge?: I32;
}

function lanes(
  c: ArmContext,
  prefix: ParallelPrefix,
  a: I32,
  b: I32,
  signs: number,
  subtract: boolean,
): Lanes {
  const { ir } = c;
  const flip = ir.imm(signs);
  switch (prefix) {
    case 's':
    case 'u': {
      const result = subtract ? laneSub(c, a, b, signs) : laneAdd(c, a, b, signs);
      const carry = carries(c, a, b, result, subtract);
      // Unsigned: a carry, or no borrow. Signed: the sign of the exact result, one bit wider, is clear.
      const sign = ir.xor(ir.xor(a, b), carry);
      const unset = prefix === 's' ? ir.not(sign) : subtract ? ir.not(carry) : carry;
      return { result, ge: spread(c, unset, signs) };
    }
    case 'uh':
      return {
        result: subtract ? ir.xor(roundedAverage(c, a, ir.not(b), signs), flip) : average(c, a, b, signs),
      };
    case 'sh': {
      const [x, y] = [ir.xor(a, flip), ir.xor(b, flip)];
      return {
        result: ir.xor(
          subtract ? ir.xor(roundedAverage(c, x, ir.not(y), signs), flip) : average(c, x, y, signs),
          subtract ? ir.imm(0) : flip,
        ),
      };
    }
    case 'uq': {
      const result = subtract ? laneSub(c, a, b, signs) : laneAdd(c, a, b, signs);
      const outside = spread(c, carries(c, a, b, result, subtract), signs);
      return { result: subtract ? ir.and(result, ir.not(outside)) : ir.or(result, outside) };
    }
    default: {
      const result = subtract ? laneSub(c, a, b, signs) : laneAdd(c, a, b, signs);
      const overflow = subtract
        ? ir.and(ir.xor(a, b), ir.xor(a, result))
        : ir.and(ir.xor(a, result), ir.xor(b, result));
      const outside = spread(c, overflow, signs);
      // The limit has a's sign: 0x7f… for positive, 0x80… for negative.
      const limit = ir.xor(spread(c, a, signs), ir.imm(~signs));
      return { result: ir.or(ir.and(limit, outside), ir.and(result, ir.not(outside))) };
    }
  }
}

/** Unsigned (x + y) >> 1 of each lane. */
function average(c: ArmContext, x: I32, y: I32, signs: number): I32 {
  const { ir } = c;
  return ir.add(ir.and(x, y), halved(c, ir.xor(x, y), signs));
}
/** Unsigned (x + y + 1) >> 1 of each lane. */
function roundedAverage(c: ArmContext, x: I32, y: I32, signs: number): I32 {
  const { ir } = c;
  return ir.sub(ir.or(x, y), halved(c, ir.xor(x, y), signs));
}
const halved = (c: ArmContext, x: I32, signs: number): I32 =>
  c.ir.and(c.ir.shrU(x, c.ir.imm(1)), c.ir.imm(~signs));

/** A parallel addition or subtraction: Rd = Rn op Rm; `s` and `u` set GE. */
export const parallel =
  (prefix: ParallelPrefix, op: ParallelOp) =>
  (c: ArmContext, { Rd, Rn, Rm }: { Rd: number; Rn: number; Rm: number }): void => {
    const { ir } = c;
    const [a, m] = [c.reg(Rn), c.reg(Rm)];
    let out: Lanes;
    if (op === 'asx' || op === 'sax') {
      const b = ir.rotr(m, ir.imm(16));
      const sum = lanes(c, prefix, a, b, HALVES, false);
      const difference = lanes(c, prefix, a, b, HALVES, true);
      const [top, bottom] = op === 'asx' ? [sum, difference] : [difference, sum];
      const merge = (x: I32, y: I32): I32 => ir.or(ir.and(x, ir.imm(0xffff_0000)), ir.and(y, ir.imm(0xffff)));
      out = {
        result: merge(top.result, bottom.result),
        ge: top.ge !== undefined && bottom.ge !== undefined ? merge(top.ge, bottom.ge) : undefined,
      };
    } else {
      out = lanes(c, prefix, a, m, op.endsWith('8') ? BYTES : HALVES, op.startsWith('sub'));
    }
    if (out.ge !== undefined) ir.set(GE, out.ge);
    c.setReg(Rd, out.result);
  };

/** SEL: each byte from Rn where its GE flag is set, else from Rm. */
export function sel(c: ArmContext, { Rd, Rn, Rm }: { Rd: number; Rn: number; Rm: number }): void {
  const { ir } = c;
  const mask = ir.get(GE);
  c.setReg(Rd, ir.or(ir.and(c.reg(Rn), mask), ir.and(c.reg(Rm), ir.not(mask))));
}
