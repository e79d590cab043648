import type { Difference } from './reduce';

/** A difference that is known and right, or not worth being like QEMU. */
export interface Explanation {
  readonly reason: string;
  /** Whether it explains a (reduced) difference. */
  applies(difference: Difference): boolean;
}

const last = ({ test }: Difference): { word: number; bytes: number; name: string } => test.block.at(-1)!;

/** All differences that do not count, with their reasons. */
export const EXPLANATIONS: readonly Explanation[] = [
  {
    reason: 'QEMU emulates the FPA11 coprocessors 1 and 2 in user mode; ARMv7 has none',
    applies: (difference) => {
      const { word, bytes } = last(difference);
      const coprocessor = (word >>> 8) & 15;
      return (
        bytes === 4 &&
        ((word >>> 24) & 15) >= 12 &&
        ((word >>> 24) & 15) <= 14 &&
        (coprocessor === 1 || coprocessor === 2) &&
        difference.ours.signal === 4
      );
    },
  },
];

export const explain = (difference: Difference): Explanation | undefined =>
  EXPLANATIONS.find((each) => each.applies(difference));
