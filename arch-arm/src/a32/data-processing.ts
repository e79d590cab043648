import { type ArmRow, define } from '../instruction';
import {
  comparesOnly,
  DATA_OPS,
  type DataOp,
  dataProcessing,
  movt,
  movw,
  takesOneOperand,
} from '../semantics/data-processing';
import { a32Operand, shiftImmediate, shiftRegister } from '../semantics/shift';
import { a32ImmediateText, imm, insn, reg, shifted, shiftedByRegister } from '../text';

const opcode = (op: DataOp): string => DATA_OPS.indexOf(op).toString(2).padStart(4, '0');

/** Bits S, Rn and Rd of the pattern: comparisons have no Rd and always set flags, moves have no Rn. */
const middle = (op: DataOp): string =>
  comparesOnly(op) ? '1 Rn:4 0000' : takesOneOperand(op) ? 'S:1 0000 Rd:4' : 'S:1 Rn:4 Rd:4';

type F = Readonly<Record<string, number>>;
const setsFlags = (op: DataOp, f: F): boolean => comparesOnly(op) || f.S === 1;

function text(op: DataOp, f: F, operand: string): string {
  const name = `${op}${!comparesOnly(op) && f.S ? 's' : ''}`;
  if (comparesOnly(op)) return insn(name, f.Rn, operand);
  return takesOneOperand(op) ? insn(name, f.Rd, operand) : insn(name, f.Rd, f.Rn, operand);
}

const shiftMnemonics = ['lsl', 'lsr', 'asr', 'ror'];

/** MOV with a shift is written as the shift. */
function textOfShiftedMove(f: F, amount: string): string {
  const s = f.S ? 's' : '';
  if (f.type === 3 && f.imm5 === 0) return insn(`rrx${s}`, f.Rd, f.Rm);
  return insn(`${shiftMnemonics[f.type]}${s}`, f.Rd, f.Rm, amount);
}

const operations = DATA_OPS.filter((op) => op !== 'orn').flatMap((op): ArmRow[] => [
  define<string>({
    name: `${op} (register)`,
    pattern: `cond:4 000 ${opcode(op)} ${middle(op)} imm5:5 type:2 0 Rm:4`,
    translate: (c, f) =>
      dataProcessing(
        c,
        op,
        f.Rd ?? 0,
        f.Rn ?? 0,
        () => shiftImmediate(c, c.reg(f.Rm), f.type, f.imm5),
        setsFlags(op, f),
        op === 'mov' && f.Rm === 14 ? 'return' : 'jump',
      ),
    text: (f) =>
      op === 'mov' && (f.type !== 0 || f.imm5 !== 0)
        ? textOfShiftedMove(f, imm(f.imm5 || 32))
        : text(op, f, shifted(f.Rm, f.type, f.imm5)),
  }),
  define<string>({
    name: `${op} (register-shifted register)`,
    pattern: `cond:4 000 ${opcode(op)} ${middle(op)} Rs:4 0 type:2 1 Rm:4`,
    translate: (c, f) =>
      dataProcessing(
        c,
        op,
        f.Rd ?? 0,
        f.Rn ?? 0,
        () => shiftRegister(c, c.reg(f.Rm), f.type, c.reg(f.Rs)),
        setsFlags(op, f),
      ),
    text: (f) =>
      op === 'mov'
        ? textOfShiftedMove({ ...f, imm5: 1 }, reg(f.Rs))
        : text(op, f, shiftedByRegister(f.Rm, f.type, f.Rs)),
  }),
  define<string>({
    name: `${op} (immediate)`,
    pattern: `cond:4 001 ${opcode(op)} ${middle(op)} imm12:12`,
    translate: (c, f) =>
      dataProcessing(c, op, f.Rd ?? 0, f.Rn ?? 0, () => a32Operand(c, f.imm12), setsFlags(op, f)),
    text: (f) => text(op, f, a32ImmediateText(f.imm12)),
  }),
]);

/** Data processing with its three kinds of second operand, MOVW, MOVT (DDI 0406C A5.2.1–A5.2.3). */
export const dataProcessingRows: readonly ArmRow[] = [
  ...operations,
  define({
    name: 'movw',
    feature: 'v6t2',
    pattern: 'cond:4 0011 0000 imm4:4 Rd:4 imm12:12',
    translate: movw,
    text: ({ Rd, imm4, imm12 }) => insn('movw', Rd, imm((imm4 << 12) | imm12)),
  }),
  define({
    name: 'movt',
    feature: 'v6t2',
    pattern: 'cond:4 0011 0100 imm4:4 Rd:4 imm12:12',
    translate: movt,
    text: ({ Rd, imm4, imm12 }) => insn('movt', Rd, imm((imm4 << 12) | imm12)),
  }),
];
