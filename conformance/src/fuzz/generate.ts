import {
  A32_BREAKPOINT,
  CODE_START,
  CODE_WORDS,
  type Encoding,
  type TestCase,
  THUMB_BREAKPOINT,
} from './case';
import type { Encodings } from './encodings';
import type { Random } from './random';
import { randomState } from './states';

/** Instructions in the longest blocks. */
const LONGEST = 20;

/** Lays out a block: its instructions, and breakpoints to the end of the case's code. */
export function layOut(block: readonly Encoding[], thumb: boolean): Uint32Array {
  const halves = new Uint16Array(CODE_WORDS * 2);
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

/** Makes a random case: half of them single instructions, the others blocks. */
export function randomCase(random: Random, encodings: Encodings): TestCase {
  const both = encodings.has(true) && encodings.has(false);
  const thumb = both ? random.percent(50) : encodings.has(true);
  const length = random.percent(50) ? 1 : 2 + random.below(LONGEST - 1);
  const block = Array.from({ length }, () => encodings.make(thumb));
  return {
    ...randomState(random, CODE_START, thumb),
    block,
    thumb,
    code: layOut(block, thumb),
    seed: random.word(),
  };
}

/** The same case with another block. */
export const withBlock = (test: TestCase, block: readonly Encoding[]): TestCase => ({
  ...test,
  block,
  code: layOut(block, test.thumb),
});
