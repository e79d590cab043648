import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import { type DataOp, dataProcessing } from '../semantics/data-processing';
import { mul } from '../semantics/multiply';
import { shiftImmediate, shiftRegister } from '../semantics/shift';
import { imm, insn, reg } from '../text';

/** 16-bit encodings set the flags outside IT blocks and leave them alone inside. */
const setsFlags = (c: ArmContext): boolean => !c.inIt;

const constant = (c: ArmContext, value: number) => () => ({ value: c.ir.imm(value) });
const register = (c: ArmContext, n: number) => () => ({ value: c.reg(n) });

const shifts = ['lsl', 'lsr', 'asr'] as const;
const shiftRows = shifts.map((name, type) =>
  define({
    name: `${name} (immediate)`,
    pattern: `000 ${type.toString(2).padStart(2, '0')} imm5:5 Rm:3 Rd:3`,
    translate: (c, f: Readonly<Record<string, number>>) =>
      dataProcessing(c, 'mov', f.Rd, 0, () => shiftImmediate(c, c.reg(f.Rm), type, f.imm5), setsFlags(c)),
    text: (f: Readonly<Record<string, number>>) =>
      type === 0 && f.imm5 === 0
        ? insn('mov{s}{c}', f.Rd, f.Rm)
        : insn(`${name}{s}{c}`, f.Rd, f.Rm, imm(f.imm5 || 32)),
  }),
);

/** Operations on Rdn and Rm: opcode field 0000–1111 of 010000. */
const registerRows = (
  [
    ['and', '0000'],
    ['eor', '0001'],
    ['adc', '0101'],
    ['sbc', '0110'],
    ['tst', '1000'],
    ['cmp', '1010'],
    ['cmn', '1011'],
    ['orr', '1100'],
    ['bic', '1110'],
    ['mvn', '1111'],
  ] as const satisfies readonly (readonly [DataOp, string])[]
).map(([op, opcode]) => {
  const compare = op === 'tst' || op === 'cmp' || op === 'cmn';
  return define({
    name: `${op} (register)`,
    pattern: `010000 ${opcode} Rm:3 Rdn:3`,
    translate: (c, f: Readonly<Record<string, number>>) =>
      dataProcessing(c, op, f.Rdn, f.Rdn, register(c, f.Rm), compare || setsFlags(c)),
    text: (f: Readonly<Record<string, number>>) => insn(compare ? `${op}{c}` : `${op}{s}{c}`, f.Rdn, f.Rm),
  });
});

const registerShiftRows = (
  [
    ['lsl', '0010', 0],
    ['lsr', '0011', 1],
    ['asr', '0100', 2],
    ['ror', '0111', 3],
  ] as const
).map(([name, opcode, type]) =>
  define({
    name: `${name} (register)`,
    pattern: `010000 ${opcode} Rm:3 Rdn:3`,
    translate: (c, f: Readonly<Record<string, number>>) =>
      dataProcessing(
        c,
        'mov',
        f.Rdn,
        0,
        () => shiftRegister(c, c.reg(f.Rdn), type, c.reg(f.Rm)),
        setsFlags(c),
      ),
    text: (f: Readonly<Record<string, number>>) => insn(`${name}{s}{c}`, f.Rdn, f.Rm),
  }),
);

/** Rdn and Rm of the encodings that reach r8–r15. */
const highRd = (f: { D: number; Rd: number }): number => (f.D << 3) | f.Rd;

/** Shifts, arithmetic and logic of 16 bits (DDI 0406C A6.2.1–A6.2.3). */
export const dataProcessingRows: readonly ArmRow[] = [
  ...shiftRows,
  define({
    name: 'add (register)',
    pattern: '0001100 Rm:3 Rn:3 Rd:3',
    translate: (c, f) => dataProcessing(c, 'add', f.Rd, f.Rn, register(c, f.Rm), setsFlags(c)),
    text: (f) => insn('add{s}{c}', f.Rd, f.Rn, f.Rm),
  }),
  define({
    name: 'sub (register)',
    pattern: '0001101 Rm:3 Rn:3 Rd:3',
    translate: (c, f) => dataProcessing(c, 'sub', f.Rd, f.Rn, register(c, f.Rm), setsFlags(c)),
    text: (f) => insn('sub{s}{c}', f.Rd, f.Rn, f.Rm),
  }),
  define({
    name: 'add (immediate)',
    pattern: '0001110 imm3:3 Rn:3 Rd:3',
    translate: (c, f) => dataProcessing(c, 'add', f.Rd, f.Rn, constant(c, f.imm3), setsFlags(c)),
    text: (f) => insn('add{s}{c}', f.Rd, f.Rn, imm(f.imm3)),
  }),
  define({
    name: 'sub (immediate)',
    pattern: '0001111 imm3:3 Rn:3 Rd:3',
    translate: (c, f) => dataProcessing(c, 'sub', f.Rd, f.Rn, constant(c, f.imm3), setsFlags(c)),
    text: (f) => insn('sub{s}{c}', f.Rd, f.Rn, imm(f.imm3)),
  }),
  define({
    name: 'mov (immediate)',
    pattern: '00100 Rd:3 imm8:8',
    translate: (c, f) => dataProcessing(c, 'mov', f.Rd, 0, constant(c, f.imm8), setsFlags(c)),
    text: (f) => insn('mov{s}{c}', f.Rd, imm(f.imm8)),
  }),
  define({
    name: 'cmp (immediate)',
    pattern: '00101 Rn:3 imm8:8',
    translate: (c, f) => dataProcessing(c, 'cmp', 0, f.Rn, constant(c, f.imm8), true),
    text: (f) => insn('cmp', f.Rn, imm(f.imm8)),
  }),
  define({
    name: 'add (immediate, 8 bits)',
    pattern: '00110 Rdn:3 imm8:8',
    translate: (c, f) => dataProcessing(c, 'add', f.Rdn, f.Rdn, constant(c, f.imm8), setsFlags(c)),
    text: (f) => insn('add{s}{c}', f.Rdn, imm(f.imm8)),
  }),
  define({
    name: 'sub (immediate, 8 bits)',
    pattern: '00111 Rdn:3 imm8:8',
    translate: (c, f) => dataProcessing(c, 'sub', f.Rdn, f.Rdn, constant(c, f.imm8), setsFlags(c)),
    text: (f) => insn('sub{s}{c}', f.Rdn, imm(f.imm8)),
  }),
  ...registerRows,
  ...registerShiftRows,
  define({
    name: 'rsb (immediate)',
    pattern: '010000 1001 Rn:3 Rd:3',
    translate: (c, f) => dataProcessing(c, 'rsb', f.Rd, f.Rn, constant(c, 0), setsFlags(c)),
    text: (f) => insn('neg{s}{c}', f.Rd, f.Rn),
  }),
  define({
    name: 'mul',
    pattern: '010000 1101 Rn:3 Rdm:3',
    translate: (c, f) => mul(c, { Rd: f.Rdm, Rn: f.Rn, Rm: f.Rdm, S: setsFlags(c) ? 1 : 0 }),
    text: (f) => insn('mul{s}{c}', f.Rdm, f.Rn),
  }),
  define({
    name: 'add (high registers)',
    pattern: '010001 00 D:1 Rm:4 Rd:3',
    translate: (c, f) => dataProcessing(c, 'add', highRd(f), highRd(f), register(c, f.Rm), false),
    text: (f) => insn('add', highRd(f), f.Rm),
  }),
  define({
    name: 'cmp (high registers)',
    pattern: '010001 01 D:1 Rm:4 Rd:3',
    translate: (c, f) => dataProcessing(c, 'cmp', 0, highRd(f), register(c, f.Rm), true),
    text: (f) => insn('cmp', highRd(f), f.Rm),
  }),
  define({
    name: 'mov (high registers)',
    pattern: '010001 10 D:1 Rm:4 Rd:3',
    translate: (c, f) =>
      dataProcessing(c, 'mov', highRd(f), 0, register(c, f.Rm), false, f.Rm === 14 ? 'return' : 'jump'),
    text: (f) => insn('mov', highRd(f), f.Rm),
  }),
  define({
    name: 'adr',
    pattern: '10100 Rd:3 imm8:8',
    translate: (c, f) => c.setReg(f.Rd, c.ir.imm(c.literalBase + f.imm8 * 4)),
    text: (f) => insn('add', f.Rd, reg(15), imm(f.imm8 * 4)),
  }),
  define({
    name: 'add (sp plus immediate)',
    pattern: '10101 Rd:3 imm8:8',
    translate: (c, f) => dataProcessing(c, 'add', f.Rd, 13, constant(c, f.imm8 * 4), false),
    text: (f) => insn('add', f.Rd, 13, imm(f.imm8 * 4)),
  }),
  define({
    name: 'add (sp plus immediate to sp)',
    pattern: '10110000 0 imm7:7',
    translate: (c, f) => dataProcessing(c, 'add', 13, 13, constant(c, f.imm7 * 4), false),
    text: (f) => insn('add', 13, imm(f.imm7 * 4)),
  }),
  define({
    name: 'sub (sp minus immediate)',
    pattern: '10110000 1 imm7:7',
    translate: (c, f) => dataProcessing(c, 'sub', 13, 13, constant(c, f.imm7 * 4), false),
    text: (f) => insn('sub', 13, imm(f.imm7 * 4)),
  }),
];
