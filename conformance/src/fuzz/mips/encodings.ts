import { type MipsRow, mipsRowSets } from '@anyuser/arch-mips';
import { type CompiledPattern, compilePattern } from '@anyuser/core';
import type { Encoding } from '../case';
import { instance } from '../generate';
import type { Random } from '../random';
import type { EncodingSource, RowChoice } from '../target';

/** Names of the sets that can be tested by themselves. */
export const SETS = Object.keys(mipsRowSets) as readonly (keyof typeof mipsRowSets)[];

interface Source {
  readonly name: string;
  readonly pattern: CompiledPattern;
  readonly branch: boolean;
  /** Whether it names 64-bit float registers, which with FR = 0 are the even ones. */
  readonly wide: boolean;
}

const source = ({ name, pattern, branch }: MipsRow): Source => ({
  name,
  pattern: compilePattern(pattern),
  branch: branch === true,
  wide: /\.[dl]|^[ls]d/.test(name),
});

/** Makes instruction words: mostly instances of pattern rows, some of them with a bit flipped. */
export class MipsEncodings implements EncodingSource {
  private readonly sources: readonly Source[];
  private readonly wideRegisters: boolean;

  constructor(
    private readonly random: Random,
    { sets, filter, model }: RowChoice,
  ) {
    this.wideRegisters = model.features.has('f64');
    this.sources = SETS.filter((set) => sets.has(set))
      .flatMap((set) => mipsRowSets[set])
      .filter(({ name }) => filter === undefined || filter.test(name))
      .map(source);
  }

  has(mode: number): boolean {
    return this.sources.length > 0 && (mode === 0 || this.wideRegisters);
  }

  make(mode: number): Encoding {
    const { random } = this;
    for (;;) {
      const from = random.pick(this.sources);
      let word = instance(random, from.pattern, (name, width) => this.field(from, name, width, mode));
      if (random.percent(3)) word = (word ^ (1 << random.below(32))) >>> 0;
      if (!entersKernel(word)) return { word, bytes: 4, name: from.name };
    }
  }

  private field({ branch, wide }: Source, name: string, width: number, mode: number): number {
    const { random } = this;
    switch (name) {
      case 'offset':
        if (branch) return random.percent(95) ? (random.below(24) - 4) & 0xffff : random.skewed(16);
        return random.percent(70) ? ((random.below(64) - 32) * 4) & 0xffff : random.skewed(16);
      case 'index':
        // A register, or the target of J: mostly within the code.
        if (width === 26) return random.percent(95) ? 0x0400_0200 + random.below(32) : random.skewed(26);
        return random.percent(60) ? 0 : random.below(32);
      case 'hint':
        // 16 is the form with hazard barrier.
        return random.percent(90) ? 0 : random.percent(80) ? 16 : random.below(32);
      case 'ft':
      case 'fs':
      case 'fd':
      case 'fr':
        return mode === 0 && random.percent(wide ? 99 : 75) ? 2 * random.below(16) : random.below(32);
      case 'cc':
        return random.percent(50) ? 0 : random.below(8);
      default:
        return width > 5 ? random.skewed(width) : random.below(2 ** width);
    }
  }
}

/** SYSCALL, and SDBBP, by which QEMU is asked for its semihosting. */
const entersKernel = (word: number): boolean =>
  (word & 0xfc00_003f) === 0x0000_000c || (word & 0xfc00_003f) === 0x7000_003f;
