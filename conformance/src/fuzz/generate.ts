import type { CompiledPattern } from '@anyuser/core';
import type { TestCase } from './case';
import type { Random } from './random';
import type { EncodingSource, FuzzTarget } from './target';

/** Instructions in the longest blocks. */
const LONGEST = 20;

/** An instance of a pattern: fields as they are given, and what is neither fixed nor a field mostly as the manual has it. */
export function instance(
  random: Random,
  pattern: CompiledPattern,
  field: (name: string, width: number) => number,
): number {
  let word = pattern.value;
  for (let bit = 0; bit < pattern.width; bit++)
    if (!((pattern.mask >>> bit) & 1) && random.percent(10)) word |= 1 << bit;
  for (const { name, width, shift } of pattern.fields) {
    word &= ~((2 ** width - 1) << shift);
    word |= field(name, width) << shift;
  }
  return word >>> 0;
}

/** Makes a random case: half of them single instructions, the others blocks. */
export function randomCase(target: FuzzTarget, random: Random, encodings: EncodingSource): TestCase {
  const modes = target.modes.map((_, mode) => mode).filter((mode) => encodings.has(mode));
  if (modes.length === 0) throw new Error('no rows match');
  const mode = modes.length === 1 ? modes[0]! : random.pick(modes);
  const length = random.percent(50) ? 1 : 2 + random.below(LONGEST - 1);
  const block = Array.from({ length }, () => encodings.make(mode));
  return {
    state: target.randomState(random, mode),
    block,
    mode,
    code: target.layOut(block, mode),
    seed: random.word(),
  };
}
