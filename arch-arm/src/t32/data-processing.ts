import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import { comparesOnly, type DataOp, dataProcessing, movt, movw } from '../semantics/data-processing';
import { bfi, bitField } from '../semantics/pack';
import { saturate, saturateHalves } from '../semantics/saturate';
import { type Operand, shiftImmediate, shiftRegister, t32Immediate, t32Operand } from '../semantics/shift';
import { imm, insn, reg, shifted } from '../text';

type F = Readonly<Record<string, number>>;

/** What an opcode means, and what it becomes with Rd = 15 and S (a comparison) or with Rn = 15 (a move). */
interface Opcode {
  readonly bits: string;
  readonly op: DataOp;
  readonly compare?: DataOp;
  readonly move?: DataOp;
}
const opcodes: readonly Opcode[] = [
  { bits: '0000', op: 'and', compare: 'tst' },
  { bits: '0001', op: 'bic' },
  { bits: '0010', op: 'orr', move: 'mov' },
  { bits: '0011', op: 'orn', move: 'mvn' },
  { bits: '0100', op: 'eor', compare: 'teq' },
  { bits: '1000', op: 'add', compare: 'cmn' },
  { bits: '1010', op: 'adc' },
  { bits: '1011', op: 'sbc' },
  { bits: '1101', op: 'sub', compare: 'cmp' },
  { bits: '1110', op: 'rsb' },
];

function resolve({ op, compare, move }: Opcode, f: F): DataOp {
  if (compare !== undefined && f.Rd === 15 && f.S) return compare;
  return move !== undefined && f.Rn === 15 ? move : op;
}

function compute(c: ArmContext, opcode: Opcode, f: F, operand: () => Operand): void | false {
  const op = resolve(opcode, f);
  return dataProcessing(c, op, f.Rd, f.Rn, operand, f.S === 1);
}

function text(opcode: Opcode, f: F, operand: string): string {
  const op = resolve(opcode, f);
  const wide = op === 'orn' || op === 'teq' || op === 'rsb' ? '' : '.w';
  const name = `${op}${f.S && !comparesOnly(op) ? 's' : ''}{c}${wide}`;
  if (comparesOnly(op)) return insn(name, f.Rn, operand);
  return op === 'mov' || op === 'mvn' ? insn(name, f.Rd, operand) : insn(name, f.Rd, f.Rn, operand);
}

const shiftAmount = (f: F): number => (f.imm3 << 2) | f.imm2;
const modified = (f: F): number => (f.i << 11) | (f.imm3 << 8) | f.imm8;
const imm12 = modified;

const shiftNames = ['lsl', 'lsr', 'asr', 'ror'] as const;

function textOfShifted(opcode: Opcode, f: F): string {
  const amount = shiftAmount(f);
  const op = resolve(opcode, f);
  if (op !== 'mov' || (f.type === 0 && amount === 0)) return text(opcode, f, shifted(f.Rm, f.type, amount));
  const s = f.S ? 's' : '';
  if (f.type === 3 && amount === 0) return insn(`rrx${s}`, f.Rd, f.Rm);
  return insn(`${shiftNames[f.type]}${s}{c}.w`, f.Rd, f.Rm, imm(amount || 32));
}

const operations = opcodes.flatMap((opcode): ArmRow[] => [
  define<string>({
    name: `${opcode.op} (register)`,
    pattern: `1110101 ${opcode.bits} S:1 Rn:4 0 imm3:3 Rd:4 imm2:2 type:2 Rm:4`,
    translate: (c, f) => compute(c, opcode, f, () => shiftImmediate(c, c.reg(f.Rm), f.type, shiftAmount(f))),
    text: (f) => textOfShifted(opcode, f),
  }),
  define<string>({
    name: `${opcode.op} (immediate)`,
    pattern: `11110 i:1 0 ${opcode.bits} S:1 Rn:4 0 imm3:3 Rd:4 imm8:8`,
    translate: (c, f) => compute(c, opcode, f, () => t32Operand(c, modified(f))),
    text: (f) => text(opcode, f, imm(t32Immediate(modified(f)) >>> 0)),
  }),
]);

const shifts = shiftNames.map((name, type) =>
  define<string>({
    name: `${name} (register)`,
    pattern: `111110100 ${type.toString(2).padStart(2, '0')} S:1 Rn:4 1111 Rd:4 0000 Rm:4`,
    translate: (c, f) =>
      dataProcessing(c, 'mov', f.Rd, 0, () => shiftRegister(c, c.reg(f.Rn), type, c.reg(f.Rm)), f.S === 1),
    text: (f) => insn(`${name}${f.S ? 's' : ''}{c}.w`, f.Rd, f.Rn, f.Rm),
  }),
);

/** ADDW and SUBW; from r15 they are ADR. */
const plainRow = (name: string, op: 'add' | 'sub', bits: string): ArmRow =>
  define<string>({
    name,
    pattern: `11110 i:1 1 ${bits} 0 Rn:4 0 imm3:3 Rd:4 imm8:8`,
    translate: (c, f) => {
      const { ir } = c;
      const base = c.base(f.Rn);
      c.setReg(f.Rd, op === 'add' ? ir.add(base, ir.imm(imm12(f))) : ir.sub(base, ir.imm(imm12(f))));
    },
    text: (f) => insn(name, f.Rd, f.Rn, imm(imm12(f))),
  });

const wide16 = (f: F): number => (f.imm4 << 12) | imm12(f);
const saturateRow = (name: string, bits: string, unsigned: boolean): ArmRow =>
  define<string>({
    name,
    pattern: `11110 0 11 ${bits} sh:1 0 Rn:4 0 imm3:3 Rd:4 imm2:2 0 sat_imm:5`,
    when: (f) => !(f.sh === 1 && shiftAmount(f) === 0),
    translate: (c, f) =>
      saturate(unsigned)(c, {
        Rd: f.Rd,
        Rn: f.Rn,
        sat_imm: f.sat_imm,
        sh: f.sh,
        imm5: shiftAmount(f),
      }),
    text: (f) =>
      insn(name, f.Rd, imm(f.sat_imm + (unsigned ? 0 : 1)), shifted(f.Rn, f.sh * 2, shiftAmount(f))),
  });
const saturateHalvesRow = (name: string, bits: string, unsigned: boolean): ArmRow =>
  define({
    name,
    pattern: `11110 0 11 ${bits} 10 Rn:4 0000 Rd:4 000 sat_imm:5`,
    translate: (c, f) =>
      saturateHalves(unsigned)(c, f as unknown as { Rd: number; Rn: number; sat_imm: number }),
    text: (f: F) => insn(name, f.Rd, imm(f.sat_imm + (unsigned ? 0 : 1)), f.Rn),
  });
const fieldRow = (name: string, bits: string, unsigned: boolean): ArmRow =>
  define<string>({
    name,
    pattern: `11110 0 11 ${bits} 00 Rn:4 0 imm3:3 Rd:4 imm2:2 0 widthm1:5`,
    translate: (c, f) =>
      bitField(unsigned)(c, { Rd: f.Rd, Rn: f.Rn, lsb: shiftAmount(f), widthm1: f.widthm1 }),
    text: (f) => insn(name, f.Rd, f.Rn, imm(shiftAmount(f)), imm(f.widthm1 + 1)),
  });

/** Data processing of T32 (DDI 0406C A6.3.1–A6.3.3, A6.3.11, A6.3.12). */
export const dataProcessingRows: readonly ArmRow[] = [
  ...operations,
  ...shifts,
  plainRow('addw', 'add', '0000'),
  plainRow('subw', 'sub', '0101'),
  define({
    name: 'movw',
    pattern: '11110 i:1 1 0010 0 imm4:4 0 imm3:3 Rd:4 imm8:8',
    translate: (c, f) => movw(c, { Rd: f.Rd, imm4: f.imm4, imm12: imm12(f) }),
    text: (f) => insn('movw', f.Rd, imm(wide16(f))),
  }),
  define({
    name: 'movt',
    pattern: '11110 i:1 1 0110 0 imm4:4 0 imm3:3 Rd:4 imm8:8',
    translate: (c, f) => movt(c, { Rd: f.Rd, imm4: f.imm4, imm12: imm12(f) }),
    text: (f) => insn('movt', f.Rd, imm(wide16(f))),
  }),
  saturateRow('ssat', '00', false),
  saturateRow('usat', '10', true),
  saturateHalvesRow('ssat16', '00', false),
  saturateHalvesRow('usat16', '10', true),
  fieldRow('sbfx', '01', false),
  fieldRow('ubfx', '11', true),
  define({
    name: 'bfi',
    pattern: '11110 0 11 0110 Rn:4 0 imm3:3 Rd:4 imm2:2 0 msb:5',
    translate: (c, f) => bfi(c, { Rd: f.Rd, Rn: f.Rn, lsb: shiftAmount(f), msb: f.msb }),
    text: (f) => {
      const width = imm(f.msb - shiftAmount(f) + 1);
      const lsb = imm(shiftAmount(f));
      return f.Rn === 15 ? insn('bfc', f.Rd, lsb, width) : insn('bfi', f.Rd, reg(f.Rn), lsb, width);
    },
  }),
];
