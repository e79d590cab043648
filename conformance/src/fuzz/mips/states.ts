import { CODE_START, DATA_BASE } from '../case';
import { doubleWord, registerValue } from '../operands';
import type { Random } from '../random';

/**
 * Where the words of a state lie: the program counter in place of $0, $1–$31, HI, LO, FCSR, FR, two words for each of $f0–$f31,
 * the less significant first. With FR = 0 the second is nothing.
 */
export const PC = 0;
export const HI = 32;
export const LO = 33;
export const FCSR = 34;
export const FR = 35;
export const FLOATS = 36;
export const STATE_WORDS = FLOATS + 64;

/** Random registers: pointers into the data page, small numbers, limits, and anything. */
export function randomState(random: Random, fr: number): Uint32Array {
  const state = new Uint32Array(STATE_WORDS);
  for (let n = 1; n < 34; n++) state[n] = registerValue(random);
  state[29] = DATA_BASE + 0x400 + 4 * random.below(0x200);
  // A place to jump to.
  state[25] = random.percent(60) ? CODE_START + 4 * random.below(32) : registerValue(random);
  if (random.percent(60)) state[31] = CODE_START + 4 * random.below(32);
  state[PC] = CODE_START;
  state[FCSR] = fcsr(random);
  state[FR] = fr;
  const number = new Uint32Array(2);
  for (let n = 0; n < 32; n += fr ? 1 : 2) {
    doubleWord(random, number);
    if (fr) state.set(number, FLOATS + 2 * n);
    else [state[FLOATS + 2 * n], state[FLOATS + 2 * (n + 1)]] = number as unknown as [number, number];
  }
  return state;
}

/** Rounding and condition codes vary, FS is set at times, exceptions are rarely enabled; no cause. */
function fcsr(random: Random): number {
  if (random.percent(30)) return 0;
  const enables = random.percent(15) ? 0xf80 : 0;
  const flush = random.percent(15) ? 1 << 24 : 0;
  return (random.word() & (0xfe80_0000 | flush | enables | 0x7f)) >>> 0;
}
