import type { I32, I64 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { QF } from '../registers';

interface Three {
  readonly Rd: number;
  readonly Rn: number;
  readonly Rm: number;
}
interface Four extends Three {
  readonly Ra: number;
}
interface Long {
  readonly RdLo: number;
  readonly RdHi: number;
  readonly Rn: number;
  readonly Rm: number;
}

/** MUL: Rd = Rn × Rm. */
export function mul(c: ArmContext, { Rd, Rn, Rm, S = 0 }: Three & { readonly S?: number }): void {
  const result = c.ir.mul(c.reg(Rn), c.reg(Rm));
  if (S) c.setNZ(result);
  c.setReg(Rd, result);
}
/** MLA: Rd = Rn × Rm + Ra. */
export function mla(c: ArmContext, { Rd, Rn, Rm, Ra, S = 0 }: Four & { readonly S?: number }): void {
  const { ir } = c;
  const result = ir.add(ir.mul(c.reg(Rn), c.reg(Rm)), c.reg(Ra));
  if (S) c.setNZ(result);
  c.setReg(Rd, result);
}
/** MLS: Rd = Ra − Rn × Rm. */
export function mls(c: ArmContext, { Rd, Rn, Rm, Ra }: Four): void {
  c.setReg(Rd, c.ir.sub(c.reg(Ra), c.ir.mul(c.reg(Rn), c.reg(Rm))));
}

const wide = (c: ArmContext, signed: boolean, n: number): I64 =>
  signed ? c.ir.i64.extend_i32_s(c.reg(n)) : c.ir.i64.extend_i32_u(c.reg(n));

/** RdHi:RdLo as a 64-bit value. */
function pair(c: ArmContext, { RdLo, RdHi }: Long): I64 {
  const { i64 } = c.ir;
  const high = i64.shl(i64.extend_i32_u(c.reg(RdHi)), c.ir.imm64(32n));
  return i64.or(high, i64.extend_i32_u(c.reg(RdLo)));
}
function setPair(c: ArmContext, { RdLo, RdHi }: Long, value: I64): void {
  const { ir } = c;
  c.setReg(RdLo, ir.i32.wrap_i64(value));
  c.setReg(RdHi, high(c, value));
}
const high = (c: ArmContext, value: I64): I32 => c.ir.i32.wrap_i64(c.ir.i64.shr_u(value, c.ir.imm64(32n)));

/** UMULL, SMULL, and with accumulation UMLAL, SMLAL. */
export const multiplyLong =
  (signed: boolean, accumulate: boolean) =>
  (c: ArmContext, f: Long & { readonly S?: number }): void => {
    const { ir } = c;
    const product = ir.i64.mul(wide(c, signed, f.Rn), wide(c, signed, f.Rm));
    const result = accumulate ? ir.i64.add(product, pair(c, f)) : product;
    setPair(c, f, result);
    if (!f.S) return;
    const top = high(c, result);
    // Z covers 64 bits, N the top word: any non-zero word stands for "not zero".
    c.setFlagsNZ(top, ir.or(top, ir.i32.wrap_i64(result)));
  };

/** UMAAL: RdHi:RdLo = Rn × Rm + RdHi + RdLo, unsigned. */
export function umaal(c: ArmContext, f: Long): void {
  const { i64 } = c.ir;
  const product = i64.mul(wide(c, false, f.Rn), wide(c, false, f.Rm));
  setPair(c, f, i64.add(i64.add(product, wide(c, false, f.RdHi)), wide(c, false, f.RdLo)));
}

/** Half of a register, sign-extended: the top one if asked. */
function half(c: ArmContext, n: number, top: number): I32 {
  const { ir } = c;
  return top ? ir.shrS(c.reg(n), ir.imm(16)) : ir.i32.extend16_s(c.reg(n));
}

/** Sets Q where a signed addition of these words overflows, and gives the sum. */
function addSettingQ(c: ArmContext, a: I32, b: I32): I32 {
  const { ir } = c;
  const sum = ir.add(a, b);
  const overflow = ir.shrU(ir.and(ir.xor(a, sum), ir.xor(b, sum)), ir.imm(31));
  ir.set(QF, ir.or(ir.get(QF), overflow));
  return sum;
}

interface Halves {
  readonly N: number;
  readonly M: number;
}

/** SMULxy: Rd = half × half. */
export function smulxy(c: ArmContext, { Rd, Rn, Rm, N, M }: Three & Halves): void {
  c.setReg(Rd, c.ir.mul(half(c, Rn, N), half(c, Rm, M)));
}
/** SMLAxy: Rd = half × half + Ra; Q on overflow of the sum. */
export function smlaxy(c: ArmContext, { Rd, Rn, Rm, Ra, N, M }: Four & Halves): void {
  c.setReg(Rd, addSettingQ(c, c.ir.mul(half(c, Rn, N), half(c, Rm, M)), c.reg(Ra)));
}
/** SMLALxy: RdHi:RdLo += half × half. */
export function smlalxy(c: ArmContext, f: Long & Halves): void {
  const { ir } = c;
  const product = ir.i64.extend_i32_s(ir.mul(half(c, f.Rn, f.N), half(c, f.Rm, f.M)));
  setPair(c, f, ir.i64.add(pair(c, f), product));
}

/** Top 32 bits of the 48-bit product of a word and a half. */
function wordByHalf(c: ArmContext, Rn: number, Rm: number, M: number): I32 {
  const { ir } = c;
  const product = ir.i64.mul(wide(c, true, Rn), ir.i64.extend_i32_s(half(c, Rm, M)));
  return ir.i32.wrap_i64(ir.i64.shr_s(product, ir.imm64(16n)));
}
/** SMULWy. */
export function smulwy(c: ArmContext, { Rd, Rn, Rm, M }: Three & { readonly M: number }): void {
  c.setReg(Rd, wordByHalf(c, Rn, Rm, M));
}
/** SMLAWy. */
export function smlawy(c: ArmContext, { Rd, Rn, Rm, Ra, M }: Four & { readonly M: number }): void {
  c.setReg(Rd, addSettingQ(c, wordByHalf(c, Rn, Rm, M), c.reg(Ra)));
}

/** The products of the two pairs of halves, Rm's exchanged if M. */
function dualProducts(c: ArmContext, Rn: number, Rm: number, M: number): readonly [I32, I32] {
  return [c.ir.mul(half(c, Rn, 0), half(c, Rm, M)), c.ir.mul(half(c, Rn, 1), half(c, Rm, M ? 0 : 1))];
}

/** SMLAD and SMLSD; without Ra (15) SMUAD and SMUSD. Q on overflow of any sum. */
export const multiplyDual =
  (subtract: boolean) =>
  (c: ArmContext, { Rd, Rn, Rm, Ra, M }: Four & { readonly M: number }): void => {
    const { ir } = c;
    const [low, top] = dualProducts(c, Rn, Rm, M);
    if (Ra === 15) {
      // A difference of two products cannot overflow; their sum can.
      c.setReg(Rd, subtract ? ir.sub(low, top) : addSettingQ(c, low, top));
      return;
    }
    const { i64 } = ir;
    const [a, b] = [i64.extend_i32_s(low), i64.extend_i32_s(top)];
    const sum = i64.add(subtract ? i64.sub(a, b) : i64.add(a, b), wide(c, true, Ra));
    const result = ir.i32.wrap_i64(sum);
    ir.set(QF, ir.or(ir.get(QF), i64.ne(i64.extend_i32_s(result), sum)));
    c.setReg(Rd, result);
  };

/** SMLALD and SMLSLD. */
export const multiplyDualLong =
  (subtract: boolean) =>
  (c: ArmContext, f: Long & { readonly M: number }): void => {
    const { i64 } = c.ir;
    const [low, top] = dualProducts(c, f.Rn, f.Rm, f.M);
    const [a, b] = [i64.extend_i32_s(low), i64.extend_i32_s(top)];
    setPair(c, f, i64.add(pair(c, f), subtract ? i64.sub(a, b) : i64.add(a, b)));
  };

/** SMMLA, SMMLS and (Ra = 15) SMMUL: the top word of a 64-bit product and sum, rounded if R. */
export const multiplyTop =
  (subtract: boolean) =>
  (c: ArmContext, { Rd, Rn, Rm, Ra, R }: Four & { readonly R: number }): void => {
    const { ir } = c;
    const { i64 } = ir;
    const product = i64.mul(wide(c, true, Rn), wide(c, true, Rm));
    let sum = product;
    if (Ra !== 15) {
      const accumulator = i64.shl(wide(c, false, Ra), ir.imm64(32n));
      sum = subtract ? i64.sub(accumulator, product) : i64.add(accumulator, product);
    }
    if (R) sum = i64.add(sum, ir.imm64(0x8000_0000n));
    c.setReg(Rd, high(c, sum));
  };

/** SDIV and UDIV: a division by zero gives zero, MIN ÷ −1 gives MIN. */
export const divide =
  (signed: boolean) =>
  (c: ArmContext, { Rd, Rn, Rm }: Three): void => {
    const { i32 } = c.ir;
    c.setReg(Rd, signed ? i32.div_s(c.reg(Rn), c.reg(Rm)) : i32.div_u(c.reg(Rn), c.reg(Rm)));
  };

/** USADA8; without Ra (15) USAD8: the sum of the absolute differences of four bytes. */
export function usada8(c: ArmContext, { Rd, Rn, Rm, Ra }: Four): void {
  const { ir } = c;
  const [a, b] = [c.reg(Rn), c.reg(Rm)];
  let sum = Ra === 15 ? ir.imm(0) : c.reg(Ra);
  for (let byte = 0; byte < 32; byte += 8) {
    const difference = ir.sub(ir.bits(a, byte, 8), ir.bits(b, byte, 8));
    const sign = ir.shrS(difference, ir.imm(31));
    sum = ir.add(sum, ir.sub(ir.xor(difference, sign), sign));
  }
  c.setReg(Rd, sum);
}
