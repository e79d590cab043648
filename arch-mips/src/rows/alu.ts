import type { I32, IrBuilder } from '@anyuser/core';
import { type MipsContext, Trap } from '../context';
import { define, type MipsRow } from '../instruction';
import { hex, reg, signed16 } from '../text';

type Binary = (ir: IrBuilder, a: I32, b: I32) => I32;

const three = (name: string, funct: string, meaning: Binary): MipsRow =>
  define({
    name,
    pattern: `000000 rs:5 rt:5 rd:5 00000 ${funct}` as 'rs:5 rt:5 rd:5',
    translate(c, { rs, rt, rd }) {
      c.setR(rd, meaning(c.ir, c.r(rs), c.r(rt)));
    },
    text: ({ rs, rt, rd }) => `${name}\t${reg(rd)},${reg(rs)},${reg(rt)}`,
  });

/** Adds or subtracts and traps on signed overflow, leaving the destination as it was (MIPS32 Volume II, ADD). */
function checked(c: MipsContext, rd: number, a: I32, b: I32, subtract: boolean): void {
  const { ir } = c;
  const result = subtract ? ir.sub(a, b) : ir.add(a, b);
  const overflow = subtract
    ? ir.and(ir.xor(a, b), ir.xor(a, result))
    : ir.and(ir.xor(a, result), ir.xor(b, result));
  c.trapIf(ir.ltS(overflow, ir.imm(0)), Trap.overflow);
  c.setR(rd, result);
}

const overflowing = (name: string, funct: string, subtract: boolean): MipsRow =>
  define({
    name,
    pattern: `000000 rs:5 rt:5 rd:5 00000 ${funct}` as 'rs:5 rt:5 rd:5',
    translate: (c, { rs, rt, rd }) => checked(c, rd, c.r(rs), c.r(rt), subtract),
    text: ({ rs, rt, rd }) => `${name}\t${reg(rd)},${reg(rs)},${reg(rt)}`,
  });

const immediate = (name: string, op: string, meaning: Binary, signedImmediate: boolean): MipsRow =>
  define({
    name,
    pattern: `${op} rs:5 rt:5 imm:16` as 'rs:5 rt:5 imm:16',
    translate(c, { rs, rt, imm }) {
      c.setR(rt, meaning(c.ir, c.r(rs), c.ir.imm(signedImmediate ? signed16(imm) : imm)));
    },
    text: ({ rs, rt, imm }) => `${name}\t${reg(rt)},${reg(rs)},${signedImmediate ? signed16(imm) : hex(imm)}`,
  });

const shift = (name: string, head: string, funct: string, meaning: Binary, feature?: 'r2'): MipsRow =>
  define({
    name,
    pattern: `000000 ${head} rt:5 rd:5 sa:5 ${funct}` as 'rt:5 rd:5 sa:5',
    ...(feature === undefined ? {} : { feature }),
    translate(c, { rt, rd, sa }) {
      c.setR(rd, meaning(c.ir, c.r(rt), c.ir.imm(sa)));
    },
    text: ({ rt, rd, sa }) => `${name}\t${reg(rd)},${reg(rt)},${hex(sa)}`,
  });

const shiftVariable = (name: string, tail: string, meaning: Binary, feature?: 'r2'): MipsRow =>
  define({
    name,
    pattern: `000000 rs:5 rt:5 rd:5 ${tail}` as 'rs:5 rt:5 rd:5',
    ...(feature === undefined ? {} : { feature }),
    translate(c, { rs, rt, rd }) {
      c.setR(rd, meaning(c.ir, c.r(rt), c.ir.and(c.r(rs), c.ir.imm(31))));
    },
    text: ({ rs, rt, rd }) => `${name}\t${reg(rd)},${reg(rt)},${reg(rs)}`,
  });

const unary = (
  name: string,
  pattern: string,
  meaning: (ir: IrBuilder, a: I32) => I32,
  feature?: 'r2',
): MipsRow =>
  define({
    name,
    pattern: pattern as 'rs:5 rd:5',
    ...(feature === undefined ? {} : { feature }),
    translate(c, { rs, rd }) {
      c.setR(rd, meaning(c.ir, c.r(rs)));
    },
    text: ({ rs, rd }) => `${name}\t${reg(rd)},${reg(rs)}`,
  });

const lowMask = (size: number): number => (size === 32 ? -1 : 2 ** size - 1) | 0;

/** Swaps the bytes within each half-word. */
const swapHalves = (ir: IrBuilder, a: I32): I32 =>
  ir.or(
    ir.and(ir.shrU(a, ir.imm(8)), ir.imm(0x00ff_00ff)),
    ir.and(ir.shl(a, ir.imm(8)), ir.imm(0xff00_ff00 | 0)),
  );

/** Arithmetic, logic, shifts, bit fields and conditional moves (MIPS32 Volume II). */
export const aluRows: readonly MipsRow[] = [
  overflowing('add', '100000', false),
  three('addu', '100001', (ir, a, b) => ir.add(a, b)),
  overflowing('sub', '100010', true),
  three('subu', '100011', (ir, a, b) => ir.sub(a, b)),
  three('and', '100100', (ir, a, b) => ir.and(a, b)),
  three('or', '100101', (ir, a, b) => ir.or(a, b)),
  three('xor', '100110', (ir, a, b) => ir.xor(a, b)),
  three('nor', '100111', (ir, a, b) => ir.not(ir.or(a, b))),
  three('slt', '101010', (ir, a, b) => ir.ltS(a, b)),
  three('sltu', '101011', (ir, a, b) => ir.ltU(a, b)),
  define({
    name: 'movz',
    pattern: '000000 rs:5 rt:5 rd:5 00000 001010',
    translate(c, { rs, rt, rd }) {
      c.setR(rd, c.ir.select(c.r(rt), c.r(rd), c.r(rs)));
    },
    text: ({ rs, rt, rd }) => `movz\t${reg(rd)},${reg(rs)},${reg(rt)}`,
  }),
  define({
    name: 'movn',
    pattern: '000000 rs:5 rt:5 rd:5 00000 001011',
    translate(c, { rs, rt, rd }) {
      c.setR(rd, c.ir.select(c.r(rt), c.r(rs), c.r(rd)));
    },
    text: ({ rs, rt, rd }) => `movn\t${reg(rd)},${reg(rs)},${reg(rt)}`,
  }),
  define({
    name: 'addi',
    pattern: '001000 rs:5 rt:5 imm:16',
    translate: (c, { rs, rt, imm }) => checked(c, rt, c.r(rs), c.ir.imm(signed16(imm)), false),
    text: ({ rs, rt, imm }) => `addi\t${reg(rt)},${reg(rs)},${signed16(imm)}`,
  }),
  immediate('addiu', '001001', (ir, a, b) => ir.add(a, b), true),
  immediate('slti', '001010', (ir, a, b) => ir.ltS(a, b), true),
  immediate('sltiu', '001011', (ir, a, b) => ir.ltU(a, b), true),
  immediate('andi', '001100', (ir, a, b) => ir.and(a, b), false),
  immediate('ori', '001101', (ir, a, b) => ir.or(a, b), false),
  immediate('xori', '001110', (ir, a, b) => ir.xor(a, b), false),
  define({
    name: 'lui',
    pattern: '001111 00000 rt:5 imm:16',
    translate: (c, { rt, imm }) => c.setR(rt, c.ir.imm(imm << 16)),
    text: ({ rt, imm }) => `lui\t${reg(rt)},${hex(imm)}`,
  }),
  shift('sll', '00000', '000000', (ir, a, b) => ir.shl(a, b)),
  shift('srl', '00000', '000010', (ir, a, b) => ir.shrU(a, b)),
  shift('sra', '00000', '000011', (ir, a, b) => ir.shrS(a, b)),
  shift('rotr', '00001', '000010', (ir, a, b) => ir.rotr(a, b), 'r2'),
  shiftVariable('sllv', '00000 000100', (ir, a, b) => ir.shl(a, b)),
  shiftVariable('srlv', '00000 000110', (ir, a, b) => ir.shrU(a, b)),
  shiftVariable('srav', '00000 000111', (ir, a, b) => ir.shrS(a, b)),
  shiftVariable('rotrv', '00001 000110', (ir, a, b) => ir.rotr(a, b), 'r2'),
  unary('clz', '011100 rs:5 rt:5 rd:5 00000 100000', (ir, a) => ir.i32.clz(a)),
  unary('clo', '011100 rs:5 rt:5 rd:5 00000 100001', (ir, a) => ir.i32.clz(ir.not(a))),
  unary('wsbh', '011111 00000 rs:5 rd:5 00010 100000', swapHalves, 'r2'),
  unary('seb', '011111 00000 rs:5 rd:5 10000 100000', (ir, a) => ir.i32.extend8_s(a), 'r2'),
  unary('seh', '011111 00000 rs:5 rd:5 11000 100000', (ir, a) => ir.i32.extend16_s(a), 'r2'),
  define({
    name: 'ext',
    pattern: '011111 rs:5 rt:5 msbd:5 lsb:5 000000',
    feature: 'r2',
    translate(c, { rs, rt, msbd, lsb }): void | false {
      if (lsb + msbd > 31) return false;
      c.setR(rt, c.ir.bits(c.r(rs), lsb, msbd + 1));
    },
    text: ({ rs, rt, msbd, lsb }) => `ext\t${reg(rt)},${reg(rs)},${hex(lsb)},${hex(msbd + 1)}`,
  }),
  define({
    name: 'ins',
    pattern: '011111 rs:5 rt:5 msb:5 lsb:5 000100',
    feature: 'r2',
    translate(c, { rs, rt, msb, lsb }): void | false {
      if (msb < lsb) return false;
      const { ir } = c;
      const mask = lowMask(msb - lsb + 1) << lsb;
      c.setR(rt, ir.or(ir.and(c.r(rt), ir.imm(~mask)), ir.and(ir.shl(c.r(rs), ir.imm(lsb)), ir.imm(mask))));
    },
    text: ({ rs, rt, msb, lsb }) => `ins\t${reg(rt)},${reg(rs)},${hex(lsb)},${hex(msb - lsb + 1)}`,
  }),
];
