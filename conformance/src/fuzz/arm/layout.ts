import { CODE_WORDS, type Encoding } from '../case';

/** BKPT of A32. */
export const A32_BREAKPOINT = 0xe120_0070;
/** BKPT of Thumb. */
export const THUMB_BREAKPOINT = 0xbe00;

/** Lays out a block: its instructions, and breakpoints to the end of the case's code. */
export function layOut(block: readonly Encoding[], mode: number): Uint32Array {
  const halves = new Uint16Array(CODE_WORDS * 2);
  const thumb = mode === 1;
  if (thumb) halves.fill(THUMB_BREAKPOINT);
  else new Uint32Array(halves.buffer).fill(A32_BREAKPOINT);
  let at = 0;
  for (const { word, bytes } of block) {
    if (!thumb) {
      halves[at++] = word & 0xffff;
      halves[at++] = word >>> 16;
    } else {
      if (bytes === 4) halves[at++] = word >>> 16;
      halves[at++] = word & 0xffff;
    }
  }
  return new Uint32Array(halves.buffer);
}
