import { type CodeReader, PAGE_SIZE } from '@anyuser/core';

/** Instruction words at an address. A Thumb word of 32 bits has its first half-word high. */
export interface Fetched {
  readonly word: number;
  readonly size: 2 | 4;
}

/** Whether a Thumb half-word is the first of a 32-bit instruction (DDI 0406C A6.1). */
export const isWideThumb = (half: number): boolean => half >>> 11 > 0b11100;

/** Whether two half-words are the halves of a BL or BLX: the only pairs before Thumb-2, where each is an instruction too. */
const isCallPair = (first: number, second: number): boolean =>
  first >>> 11 === 0b11110 && (second & 0xe800) === 0xe800;

/**
 * Fetches a Thumb instruction.
 * @throws CodeFault
 */
export function fetchThumb(code: CodeReader, pc: number, thumb2 = true): Fetched {
  const first = code.u16(pc);
  if (!isWideThumb(first) || (!thumb2 && (pc & (PAGE_SIZE - 1)) === PAGE_SIZE - 2))
    return { word: first, size: 2 };
  const second = code.u16((pc + 2) >>> 0);
  if (!thumb2 && !isCallPair(first, second)) return { word: first, size: 2 };
  return { word: ((first << 16) | second) >>> 0, size: 4 };
}
