import type { I32 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { CF } from '../registers';

/** Second operand of a data-processing instruction: its value, and the shifter's carry (0 or 1) where it changes C. */
export interface Operand {
  readonly value: I32;
  /** Absent: C stays as it is. */
  readonly carry?: () => I32;
}

/** An immediate of A32: eight bits rotated right by twice a four-bit number (DDI 0406C A5.2.4). */
export function a32Immediate(imm12: number): number {
  const rotation = (imm12 >>> 8) * 2;
  const byte = imm12 & 0xff;
  return rotation === 0 ? byte : (byte >>> rotation) | (byte << (32 - rotation));
}

/** An immediate of T32: a byte in a repeating pattern, or a rotated byte with its top bit set (DDI 0406C A6.3.2). */
export function t32Immediate(imm12: number): number {
  const byte = imm12 & 0xff;
  switch (imm12 >>> 8) {
    case 0:
      return byte;
    case 1:
      return (byte << 16) | byte;
    case 2:
      return (byte << 24) | (byte << 8);
    case 3:
      return (byte << 24) | (byte << 16) | (byte << 8) | byte;
    default: {
      const rotation = imm12 >>> 7;
      const value = 0x80 | (imm12 & 0x7f);
      return (value >>> rotation) | (value << (32 - rotation));
    }
  }
}

/** A constant operand; rotated ones set C to their bit 31. */
export function immediateOperand(c: ArmContext, value: number, rotated: boolean): Operand {
  return rotated
    ? { value: c.ir.imm(value), carry: () => c.ir.imm(value >>> 31) }
    : { value: c.ir.imm(value) };
}
/** The immediate operand of an A32 encoding. */
export const a32Operand = (c: ArmContext, imm12: number): Operand =>
  immediateOperand(c, a32Immediate(imm12), imm12 >>> 8 !== 0);
/** The immediate operand of a T32 encoding. */
export const t32Operand = (c: ArmContext, imm12: number): Operand =>
  immediateOperand(c, t32Immediate(imm12), imm12 >>> 10 !== 0);

/** A value shifted by an immediate: type 0 LSL, 1 LSR, 2 ASR, 3 ROR or RRX (DDI 0406C A8.4.3). */
export function shiftImmediate(c: ArmContext, value: I32, type: number, imm5: number): Operand {
  const { ir } = c;
  const bit = (n: number) => (): I32 => ir.bits(value, n, 1);
  switch (type) {
    case 0:
      return imm5 === 0 ? { value } : { value: ir.shl(value, ir.imm(imm5)), carry: bit(32 - imm5) };
    case 1:
      return imm5 === 0
        ? { value: ir.imm(0), carry: bit(31) }
        : { value: ir.shrU(value, ir.imm(imm5)), carry: bit(imm5 - 1) };
    case 2:
      return { value: ir.shrS(value, ir.imm(imm5 || 31)), carry: bit((imm5 || 32) - 1) };
    default:
      return imm5 === 0
        ? { value: ir.or(ir.shl(ir.get(CF), ir.imm(31)), ir.shrU(value, ir.imm(1))), carry: bit(0) }
        : { value: ir.rotr(value, ir.imm(imm5)), carry: bit(imm5 - 1) };
  }
}

/** A value shifted by the low byte of a word; amounts of 32 and more shift everything out. */
export function shiftRegister(c: ArmContext, value: I32, type: number, by: I32): Operand {
  const { ir } = c;
  const amount = ir.bits(by, 0, 8);
  const small = (): I32 => ir.ltU(amount, ir.imm(32));
  const unlessZero = (carry: I32): I32 => ir.select(amount, carry, ir.get(CF));
  const upTo32 = (carry: I32): I32 => ir.select(ir.i32.le_u(amount, ir.imm(32)), carry, ir.imm(0));
  const lastOut = (): I32 => ir.sub(amount, ir.imm(1));
  switch (type) {
    case 0:
      return {
        value: ir.select(small(), ir.shl(value, amount), ir.imm(0)),
        carry: () => unlessZero(upTo32(ir.bits(ir.shrU(value, ir.neg(amount)), 0, 1))),
      };
    case 1:
      return {
        value: ir.select(small(), ir.shrU(value, amount), ir.imm(0)),
        carry: () => unlessZero(upTo32(ir.bits(ir.shrU(value, lastOut()), 0, 1))),
      };
    case 2: {
      const clamped = (limit: number, n: I32): I32 => ir.select(ir.ltU(n, ir.imm(limit)), n, ir.imm(limit));
      return {
        value: ir.shrS(value, clamped(31, amount)),
        carry: () => unlessZero(ir.bits(ir.shrS(value, clamped(31, lastOut())), 0, 1)),
      };
    }
    default: {
      const rotated = ir.rotr(value, amount);
      return { value: rotated, carry: () => unlessZero(ir.shrU(rotated, ir.imm(31))) };
    }
  }
}
