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

export const imm = (value: number): string => `#${value}`;

const shiftNames = ['lsl', 'lsr', 'asr', 'ror'] as const;

/** `, lsl #n` after a register, from type and imm5; empty for no shift. */
export function shifted(Rm: number, type: number, imm5: number): string {
  if (type === 0 && imm5 === 0) return reg(Rm);
  if (type === 3 && imm5 === 0) return `${reg(Rm)}, rrx`;
  return `${reg(Rm)}, ${shiftNames[type]!} #${imm5 === 0 ? 32 : imm5}`;
}
export const shiftedByRegister = (Rm: number, type: number, Rs: number): string =>
  `${reg(Rm)}, ${shiftNames[type]!} ${reg(Rs)}`;

/** Operand of an indexed access: offset text is empty for none. */
export function indexed(Rn: number, offset: string, P: number, W: number): string {
  if (!P) return offset === '' ? `[${reg(Rn)}], #0` : `[${reg(Rn)}], ${offset}`;
  return `[${reg(Rn)}${offset === '' ? '' : `, ${offset}`}]${W ? '!' : ''}`;
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

/** Hexadecimal address, as objdump prints branch targets. */
export const address = (value: number): string => (value >>> 0).toString(16);
