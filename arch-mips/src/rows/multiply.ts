import type { I32, I64, IrBuilder } from '@anyuser/core';
import type { MipsContext } from '../context';
import { define, type MipsRow } from '../instruction';
import { reg } from '../text';

const product = (ir: IrBuilder, a: I32, b: I32, signed: boolean): I64 =>
  signed
    ? ir.i64.mul(ir.i64.extend_i32_s(a), ir.i64.extend_i32_s(b))
    : ir.i64.mul(ir.i64.extend_i32_u(a), ir.i64.extend_i32_u(b));

const twoOperands = (
  name: string,
  pattern: string,
  meaning: (c: MipsContext, a: I32, b: I32) => void,
): MipsRow =>
  define({
    name,
    pattern: pattern as 'rs:5 rt:5',
    translate: (c, { rs, rt }) => meaning(c, c.r(rs), c.r(rt)),
    text: ({ rs, rt }) => `${name}\t${name.startsWith('div') ? 'zero,' : ''}${reg(rs)},${reg(rt)}`,
  });

const accumulate = (name: string, funct: string, signed: boolean, subtract: boolean): MipsRow =>
  twoOperands(name, `011100 rs:5 rt:5 00000 00000 ${funct}`, (c, a, b) => {
    const { ir, hiLo } = c;
    const wide = product(ir, a, b, signed);
    c.setWide(subtract ? ir.i64.sub(hiLo, wide) : ir.i64.add(hiLo, wide));
  });

/** Division by zero leaves HI and LO UNPREDICTABLE: as in QEMU the dividend is divided by one. */
function divide(c: MipsContext, a: I32, b: I32, signed: boolean): void {
  const { ir } = c;
  const divisor = ir.select(b, b, ir.imm(1));
  const [quotient, remainder] = signed
    ? [ir.i32.div_s(a, divisor), ir.i32.rem_s(a, divisor)]
    : [ir.i32.div_u(a, divisor), ir.i32.rem_u(a, divisor)];
  c.setHiLo(remainder, quotient);
}

const move = (name: string, pattern: string, meaning: (c: MipsContext, n: number) => void): MipsRow =>
  define({
    name,
    pattern: pattern as 'n:5',
    translate: (c, { n }) => meaning(c, n),
    text: ({ n }) => `${name}\t${reg(n)}`,
  });

/** Multiplication, division and the HI and LO registers. */
export const multiplyRows: readonly MipsRow[] = [
  twoOperands('mult', '000000 rs:5 rt:5 00000 00000 011000', (c, a, b) =>
    c.setWide(product(c.ir, a, b, true)),
  ),
  twoOperands('multu', '000000 rs:5 rt:5 00000 00000 011001', (c, a, b) =>
    c.setWide(product(c.ir, a, b, false)),
  ),
  twoOperands('div', '000000 rs:5 rt:5 00000 00000 011010', (c, a, b) => divide(c, a, b, true)),
  twoOperands('divu', '000000 rs:5 rt:5 00000 00000 011011', (c, a, b) => divide(c, a, b, false)),
  accumulate('madd', '000000', true, false),
  accumulate('maddu', '000001', false, false),
  accumulate('msub', '000100', true, true),
  accumulate('msubu', '000101', false, true),
  define({
    name: 'mul',
    pattern: '011100 rs:5 rt:5 rd:5 00000 000010',
    translate: (c, { rs, rt, rd }) => c.setR(rd, c.ir.mul(c.r(rs), c.r(rt))),
    text: ({ rs, rt, rd }) => `mul\t${reg(rd)},${reg(rs)},${reg(rt)}`,
  }),
  move('mfhi', '000000 00000 00000 n:5 00000 010000', (c, n) => c.setR(n, c.hi)),
  move('mthi', '000000 n:5 00000 00000 00000 010001', (c, n) => c.setHiLo(c.r(n), c.lo)),
  move('mflo', '000000 00000 00000 n:5 00000 010010', (c, n) => c.setR(n, c.lo)),
  move('mtlo', '000000 n:5 00000 00000 00000 010011', (c, n) => c.setHiLo(c.hi, c.r(n))),
];
