import type { I32 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { shiftImmediate } from './shift';

/** PKHBT (tb = 0: bottom of Rn, top of Rm << n) and PKHTB (tb = 1: top of Rn, bottom of Rm >> n). */
export function pkh(
  c: ArmContext,
  { Rd, Rn, Rm, tb, imm5 }: { Rd: number; Rn: number; Rm: number; tb: number; imm5: number },
): void {
  const { ir } = c;
  const m = shiftImmediate(c, c.reg(Rm), tb ? 2 : 0, imm5).value;
  const [bottom, top] = tb ? [m, c.reg(Rn)] : [c.reg(Rn), m];
  c.setReg(Rd, ir.or(ir.and(bottom, ir.imm(0xffff)), ir.and(top, ir.imm(0xffff_0000))));
}

/** What an extension takes: a byte, a half, or bytes 0 and 2 as two halves. */
export type ExtendKind = 'b' | 'h' | 'b16';

function extended(c: ArmContext, kind: ExtendKind, unsigned: boolean, value: I32): I32 {
  const { ir } = c;
  if (kind === 'b') return unsigned ? ir.bits(value, 0, 8) : ir.i32.extend8_s(value);
  if (kind === 'h') return unsigned ? ir.bits(value, 0, 16) : ir.i32.extend16_s(value);
  const bytes = ir.and(value, ir.imm(0x00ff_00ff));
  if (unsigned) return bytes;
  // Replicates the sign bit of each byte over the upper byte of its half.
  return ir.or(bytes, ir.mul(ir.and(bytes, ir.imm(0x0080_0080)), ir.imm(0x1fe)));
}

/** SXTB, SXTAB and their like: Rd = Rn + extend(Rm rotated by 8 × rotate); Rn = 15: no addition. */
export const extend =
  (kind: ExtendKind, unsigned: boolean) =>
  (
    c: ArmContext,
    { Rd, Rn = 15, Rm, rotate = 0 }: { Rd: number; Rn?: number; Rm: number; rotate?: number },
  ): void => {
    const { ir } = c;
    const value = extended(c, kind, unsigned, ir.rotr(c.reg(Rm), ir.imm(rotate * 8)));
    if (Rn === 15) {
      c.setReg(Rd, value);
      return;
    }
    const n = c.reg(Rn);
    if (kind !== 'b16') {
      c.setReg(Rd, ir.add(n, value));
      return;
    }
    const top = ir.add(ir.and(n, ir.imm(0xffff_0000)), ir.and(value, ir.imm(0xffff_0000)));
    c.setReg(Rd, ir.or(top, ir.bits(ir.add(n, value), 0, 16)));
  };

interface Two {
  readonly Rd: number;
  readonly Rm: number;
}

/** REV: the four bytes reversed. */
export function rev(c: ArmContext, { Rd, Rm }: Two): void {
  c.setReg(Rd, c.ir.i32.bswap(c.reg(Rm)));
}
/** REV16: the bytes of each half reversed. */
export function rev16(c: ArmContext, { Rd, Rm }: Two): void {
  c.setReg(Rd, c.ir.rotr(c.ir.i32.bswap(c.reg(Rm)), c.ir.imm(16)));
}
/** REVSH: the bytes of the lower half reversed, sign-extended. */
export function revsh(c: ArmContext, { Rd, Rm }: Two): void {
  c.setReg(Rd, c.ir.shrS(c.ir.i32.bswap(c.reg(Rm)), c.ir.imm(16)));
}
/** RBIT: the 32 bits reversed. */
export function rbit(c: ArmContext, { Rd, Rm }: Two): void {
  c.setReg(Rd, c.ir.i32.bitreverse(c.reg(Rm)));
}
/** CLZ: leading zeros. */
export function clz(c: ArmContext, { Rd, Rm }: Two): void {
  c.setReg(Rd, c.ir.i32.clz(c.reg(Rm)));
}

/** BFI, and with Rn = 15 BFC: bits [lsb, msb] of Rd from the low bits of Rn. */
export function bfi(
  c: ArmContext,
  { Rd, Rn, msb, lsb }: { Rd: number; Rn: number; msb: number; lsb: number },
): void | false {
  if (msb < lsb) return false;
  const { ir } = c;
  const mask = (2 ** (msb - lsb + 1) - 1) << lsb;
  const kept = ir.and(c.reg(Rd), ir.imm(~mask));
  const inserted = Rn === 15 ? ir.imm(0) : ir.and(ir.shl(c.reg(Rn), ir.imm(lsb)), ir.imm(mask));
  c.setReg(Rd, ir.or(kept, inserted));
}

/** SBFX and UBFX: widthm1 + 1 bits of Rn from lsb. */
export const bitField =
  (unsigned: boolean) =>
  (
    c: ArmContext,
    { Rd, Rn, lsb, widthm1 }: { Rd: number; Rn: number; lsb: number; widthm1: number },
  ): void | false => {
    if (lsb + widthm1 > 31) return false;
    const { ir } = c;
    const up = ir.shl(c.reg(Rn), ir.imm(31 - lsb - widthm1));
    const by = ir.imm(31 - widthm1);
    c.setReg(Rd, unsigned ? ir.shrU(up, by) : ir.shrS(up, by));
  };
