import type { CodeReader } from '@anyuser/core';

/** Instruction words at an address. A Thumb word of 32 bits has its first half-word high. */
export interface Fetched {
  readonly word: number;
  readonly size: 2 | 4;
}

/** Whether a Thumb half-word is the first of a 32-bit instruction (DDI 0406C A6.1). */
export const isWideThumb = (half: number): boolean => half >>> 11 > 0b11100;

/** @throws CodeFault */
export function fetchThumb(code: CodeReader, pc: number): Fetched {
  const first = code.u16(pc);
  if (!isWideThumb(first)) return { word: first, size: 2 };
  return { word: ((first << 16) | code.u16((pc + 2) >>> 0)) >>> 0, size: 4 };
}
