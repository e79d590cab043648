import { type ArmRow, a32Rows, asThumb, neonRows, t16Rows, t32Rows, vfpRows } from '@anyuser/arch-arm';
import { type CompiledPattern, compilePattern } from '@anyuser/core';
import type { Encoding } from '../case';
import { instance } from '../generate';
import type { Random } from '../random';
import type { EncodingSource, RowChoice } from '../target';

/** Names of the sets that can be tested by themselves. */
export const SETS = ['a32', 't16', 't32', 'vfp', 'neon'] as const;
/** One of the sets. */
export type SetName = (typeof SETS)[number];

interface Source {
  readonly name: string;
  readonly pattern: CompiledPattern;
}

const source = (row: ArmRow): Source => ({ name: row.name, pattern: compilePattern(row.pattern) });

/** Makes instruction words: mostly instances of pattern rows, some of them with a bit flipped, and random words. */
export class ArmEncodings implements EncodingSource {
  private readonly a32: readonly Source[];
  private readonly thumb: readonly Source[];
  /** Whether the CPU model has Thumb-2. QEMU executes some of it (IT, CBZ, hints) on every model; without it is left out. */
  private readonly thumb2: boolean;

  constructor(
    private readonly random: Random,
    { sets, filter, model }: RowChoice,
  ) {
    const thumb2 = model.features.has('v6t2');
    this.thumb2 = thumb2;
    const wanted = ({ name, feature }: ArmRow): boolean =>
      (filter === undefined || filter.test(name)) && (thumb2 || feature !== 'v6t2');
    const only = (set: SetName, rows: readonly ArmRow[]): ArmRow[] =>
      sets.has(set) ? rows.filter(wanted) : [];
    const shared = [...only('vfp', vfpRows), ...only('neon', neonRows)];
    this.a32 = [...only('a32', a32Rows), ...shared].map(source);
    const wide = [...only('t32', t32Rows), ...shared.map(asThumb)];
    const isCall = ({ name }: ArmRow): boolean => name === 'bl' || name === 'blx (immediate)';
    this.thumb = [...only('t16', t16Rows), ...(thumb2 ? wide : wide.filter(isCall))].map(source);
  }

  has(mode: number): boolean {
    return (mode === 1 ? this.thumb : this.a32).length > 0;
  }

  make(mode: number): Encoding {
    const thumb = mode === 1;
    for (;;) {
      const encoding = this.fromRow(this.random.pick(thumb ? this.thumb : this.a32), thumb);
      if (!isSystemCall(encoding, thumb)) return encoding;
    }
  }

  private fromRow({ name, pattern }: Source, thumb: boolean): Encoding {
    const { random } = this;
    let word = instance(random, pattern, (field, width) => this.field(field, width));
    const bytes = (pattern.width / 8) as 2 | 4;
    if (random.percent(6)) word ^= 1 << random.below(pattern.width);
    word = bytes === 2 ? word & 0xffff : word >>> 0;
    // A flipped bit may change a Thumb instruction's length.
    if (thumb && bytes === 2 && word >>> 11 > 0b11100) word &= 0xdfff;
    // Bits J1 and J2 of a branch are ones before Thumb-2.
    if (thumb && bytes === 4 && !this.thumb2) word = (word | 0x2800) >>> 0;
    if (thumb && bytes === 4 && word >>> 27 <= 0b11100) word = (word | 0xe800_0000) >>> 0;
    return { word, bytes, name };
  }

  private field(name: string, width: number): number {
    const { random } = this;
    if (name === 'cond' && width === 4) return random.percent(75) ? 14 : random.below(15);
    // r15 is mostly unpredictable.
    if (width === 4 && name.startsWith('R') && random.percent(80)) return random.below(14);
    return width > 4 ? random.skewed(width) : random.below(2 ** width);
  }
}

/** SVC, and the encodings of HLT that QEMU takes for calls of its semihosting. */
function isSystemCall({ word, bytes }: Encoding, thumb: boolean): boolean {
  if (thumb) return bytes === 2 && (word >>> 8 === 0xdf || word === 0xbabc);
  return word >>> 28 !== 15 && (((word >>> 24) & 15) === 15 || (word & 0x0fff_ffff) === 0x010f_0070);
}
