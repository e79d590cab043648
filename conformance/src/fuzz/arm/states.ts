import { CODE_START, DATA_BASE } from '../case';
import { doubleWord, registerValue } from '../operands';
import type { Random } from '../random';

/** Where the words of a state lie: r0–r15, CPSR, FPSCR, D0–D31. */
export const CPSR = 16;
export const FPSCR = 17;
export const VECTORS = 18;
export const STATE_WORDS = VECTORS + 64;

/** Random registers: pointers into the data page, small numbers, limits, and anything. */
export function randomState(random: Random, mode: number): Uint32Array {
  const state = new Uint32Array(STATE_WORDS);
  for (let n = 0; n < 15; n++) state[n] = registerValue(random);
  state[13] = random.percent(90) ? DATA_BASE + 0x400 + 4 * random.below(0x200) : registerValue(random);
  state[15] = CODE_START;
  const thumb = mode === 1;
  // An ITSTATE without a mask is no state at all.
  const it = thumb && random.percent(8) ? (random.below(15) << 4) | (1 + random.below(15)) : 0;
  state[CPSR] =
    (random.word() & 0xf80f_0000) | ((it & 3) << 25) | ((it >>> 2) << 10) | (thumb ? 0x20 : 0) | 0x10;
  for (let n = 0; n < 32; n++) doubleWord(random, state.subarray(VECTORS + 2 * n));
  state[FPSCR] = fpscr(random);
  return state;
}

/** Control bits vary; short vectors (Len, Stride) are rare, since most instructions become undefined with them. */
function fpscr(random: Random): number {
  if (random.percent(40)) return 0;
  const control = random.word() & (random.percent(4) ? 0x07f7_0000 : 0x07c0_0000);
  const flags = random.percent(30) ? random.word() & 0xf800_009f : 0;
  return (control | flags) >>> 0;
}
