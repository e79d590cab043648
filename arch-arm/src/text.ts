import { a32Immediate } from './semantics/shift';

/** Pieces of assembly text, as GNU objdump writes UAL. */

const names = [
  'r0',
  'r1',
  'r2',
  'r3',
  'r4',
  'r5',
  'r6',
  'r7',
  'r8',
  'r9',
  'sl',
  'fp',
  'ip',
  'sp',
  'lr',
  'pc',
];

/** Name of a core register. */
export const reg = (n: number): string => names[n]!;

/** `name{c}` and operands, separated by a tab. Numbers are core registers, strings stand as they are. */
export function insn(name: string, ...operands: readonly (number | string)[]): string {
  const list = operands.filter((o) => o !== '').map((o) => (typeof o === 'number' ? reg(o) : o));
  const mnemonic = name.includes('{c}') ? name : `${name}{c}`;
  return list.length === 0 ? mnemonic : `${mnemonic}\t${list.join(', ')}`;
}

/** As insn, without a condition. */
export const plain = (name: string, ...operands: readonly (number | string)[]): string =>
  insn(name, ...operands).replace('{c}', '');

/** A decimal immediate. */
export const imm = (value: number): string => `#${value}`;

const shiftNames = ['lsl', 'lsr', 'asr', 'ror'] as const;

/** `, lsl #n` after a register, from type and imm5; empty for no shift. */
export function shifted(Rm: number, type: number, imm5: number): string {
  if (type === 0 && imm5 === 0) return reg(Rm);
  if (type === 3 && imm5 === 0) return `${reg(Rm)}, rrx`;
  return `${reg(Rm)}, ${shiftNames[type]!} #${imm5 === 0 ? 32 : imm5}`;
}
/** `r1, lsl r2`. */
export const shiftedByRegister = (Rm: number, type: number, Rs: number): string =>
  `${reg(Rm)}, ${shiftNames[type]!} ${reg(Rs)}`;

/** Operand of an indexed access: offset text is empty for none. */
export function indexed(Rn: number, offset: string, P: number, W: number): string {
  if (!P) return offset === '' ? `[${reg(Rn)}], #0` : `[${reg(Rn)}], ${offset}`;
  const by = offset === '' && W ? '#0' : offset;
  return `[${reg(Rn)}${by === '' ? '' : `, ${by}`}]${W ? '!' : ''}`;
}
/** Signed immediate offset: `#-4`; `#-0` where U is clear and the amount zero. */
export const offset = (amount: number, U: number): string =>
  amount === 0 && U ? '' : `#${U ? '' : '-'}${amount}`;

/** `{r4, r5, lr}`. */
export function list(registers: number): string {
  const out: string[] = [];
  for (let n = 0; n < 16; n++) if (registers & (1 << n)) out.push(reg(n));
  return `{${out.join(', ')}}`;
}

/** An A32 immediate: its value, or byte and rotation where an assembler would have encoded that value otherwise. */
export function a32ImmediateText(imm12: number): string {
  const value = a32Immediate(imm12);
  for (let rotation = 0; rotation < imm12 >>> 8; rotation++) {
    const byte = rotation === 0 ? value : (value << (rotation * 2)) | (value >>> (32 - rotation * 2));
    if (byte >>> 0 < 256) return `#${imm12 & 0xff}, ${(imm12 >>> 8) * 2}`;
  }
  return imm(value);
}

/** CPS: which interrupts, and the processor mode. */
export const cps = (imod: number, M: number, AIF: number, mode: number): string => {
  const flags = `${AIF & 4 ? 'a' : ''}${AIF & 2 ? 'i' : ''}${AIF & 1 ? 'f' : ''}`;
  const name = `cps${imod === 2 ? 'ie' : imod === 3 ? 'id' : ''}`;
  return plain(name, imod >= 2 ? flags : '', M ? imm(mode) : '');
};

const barrierOptions: Readonly<Record<number, string>> = {
  1: 'oshld',
  2: 'oshst',
  3: 'osh',
  5: 'nshld',
  6: 'nshst',
  7: 'un',
  9: 'ishld',
  10: 'ishst',
  11: 'ish',
  13: 'ld',
  14: 'st',
  15: 'sy',
};
/** Option of DSB and DMB. */
export const barrier = (option: number): string => barrierOptions[option] ?? imm(option);

/** Hexadecimal address, as objdump prints branch targets. */
export const address = (value: number): string => (value >>> 0).toString(16);
