export { reg as core } from '../text';

/** One line of assembly: mnemonic (with `{c}` where a condition goes) and operands. */
export const asm = (mnemonic: string, ...operands: readonly string[]): string =>
  `${mnemonic}\t${operands.join(', ')}`;

/** Register lists as UAL writes them: a range where the registers follow each other, otherwise each by its name. */
export const range = (prefix: string, first: number, count: number): string =>
  count === 1 ? `{${prefix}${first}}` : `{${prefix}${first}-${prefix}${(first + count - 1) & 31}}`;

/** A 32-bit number as eight hexadecimal digits. */
export const hex8 = (n: number): string => `0x${(n >>> 0).toString(16).padStart(8, '0')}`;

/** objdump's remark on immediates that are easier to read in hexadecimal. */
export const remark = (value: number): string =>
  value > 32 || value < -16 ? `\t@ 0x${(value >>> 0).toString(16)}` : '';
