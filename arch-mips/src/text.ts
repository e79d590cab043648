import { GPR_NAMES } from './registers';

/** `$`-less names as binutils prints them for o32. */
export const reg = (n: number): string => GPR_NAMES[n]!;
export const signed16 = (imm: number): number => (imm << 16) >> 16;
export const offsetText = (imm: number, base: number): string => `${signed16(imm)}(${reg(base)})`;
/** Target of a PC-relative branch. */
export const branchTarget = (offset: number, pc: number): number => (pc + 4 + signed16(offset) * 4) >>> 0;
export const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;
