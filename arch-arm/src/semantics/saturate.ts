import type { I32 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { QF } from '../registers';
import { shiftImmediate } from './shift';

/** Sets Q if the word is non-zero (it must then be 1). */
function orQ(c: ArmContext, bit: I32): void {
  c.ir.set(QF, c.ir.or(c.ir.get(QF), bit));
}

/** a + b or a − b, saturated to 32 signed bits; Q where that changed the result. */
export function saturatedSum(c: ArmContext, a: I32, b: I32, subtract: boolean): I32 {
  const { ir } = c;
  const plainResult = subtract ? ir.sub(a, b) : ir.add(a, b);
  const signs = subtract
    ? ir.and(ir.xor(a, b), ir.xor(a, plainResult))
    : ir.and(ir.xor(a, plainResult), ir.xor(b, plainResult));
  const overflow = ir.shrU(signs, ir.imm(31));
  orQ(c, overflow);
  // On overflow the true sign is the opposite of the result's.
  const limit = ir.xor(ir.shrS(plainResult, ir.imm(31)), ir.imm(0x8000_0000));
  return ir.select(overflow, limit, plainResult);
}

/** QADD, QSUB, QDADD, QDSUB: Rd = Rm ± Rn, Rn doubled with saturation first if asked. */
export const saturatingAdd =
  (subtract: boolean, double: boolean) =>
  (c: ArmContext, { Rd, Rn, Rm }: { Rd: number; Rn: number; Rm: number }): void => {
    const n = c.reg(Rn);
    const second = double ? saturatedSum(c, n, n, false) : n;
    c.setReg(Rd, saturatedSum(c, c.reg(Rm), second, subtract));
  };

/** Clamps a signed word to [low, high] and sets Q where that changed it. */
function clamp(c: ArmContext, value: I32, low: number, high: number): I32 {
  const { ir } = c;
  const above = ir.select(ir.i32.gt_s(value, ir.imm(high)), ir.imm(high), value);
  const result = ir.select(ir.ltS(value, ir.imm(low)), ir.imm(low), above);
  orQ(c, ir.ne(result, value));
  return result;
}

const signedLimits = (bits: number): readonly [number, number] => [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
const unsignedLimits = (bits: number): readonly [number, number] => [0, 2 ** bits - 1];

interface Saturate {
  readonly Rd: number;
  readonly Rn: number;
  readonly sat_imm: number;
}

/** SSAT (to sat_imm + 1 bits) and USAT (to sat_imm bits) of a shifted register: sh 0 LSL, 1 ASR. */
export const saturate =
  (unsigned: boolean) =>
  (c: ArmContext, f: Saturate & { readonly sh: number; readonly imm5: number }): void => {
    const operand = shiftImmediate(c, c.reg(f.Rn), f.sh ? 2 : 0, f.imm5).value;
    const [low, high] = unsigned ? unsignedLimits(f.sat_imm) : signedLimits(f.sat_imm + 1);
    c.setReg(f.Rd, clamp(c, operand, low, high));
  };

/** SSAT16 and USAT16: both halves. */
export const saturateHalves =
  (unsigned: boolean) =>
  (c: ArmContext, f: Saturate): void => {
    const { ir } = c;
    const n = c.reg(f.Rn);
    const [low, high] = unsigned ? unsignedLimits(f.sat_imm) : signedLimits(f.sat_imm + 1);
    const bottom = clamp(c, ir.i32.extend16_s(n), low, high);
    const top = clamp(c, ir.shrS(n, ir.imm(16)), low, high);
    c.setReg(f.Rd, ir.or(ir.bits(bottom, 0, 16), ir.shl(top, ir.imm(16))));
  };
