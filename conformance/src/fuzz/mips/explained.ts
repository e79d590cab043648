import type { Encoding } from '../case';
import type { Difference } from '../reduce';
import type { Explanation } from '../target';
import { PC } from './states';

const last = ({ test }: Difference): Encoding => test.block.at(-1)!;
const ADRALN = 1;
const [SIGILL, SIGBUS] = [4, 10];

/** JR or JALR. */
const isRegisterJump = (word: number): boolean => word >>> 26 === 0 && (word & 0x3e) === 8;

/** All differences that do not count, with their reasons. */
export const MIPS_EXPLANATIONS: readonly Explanation[] = [
  {
    reason: 'QEMU raises SIGBUS for unaligned loads and stores, which Linux puts right in software',
    applies: ({ ours, theirs }) =>
      theirs.signal === SIGBUS && theirs.code === ADRALN && ours.signal !== SIGBUS,
  },
  {
    reason: "QEMU enters MIPS16e, which it has on this model, at odd addresses; anyuser's models have none",
    applies: ({ ours }) => ours.signal === SIGBUS && (ours.state[PC]! & 1) === 1,
  },
  {
    reason: 'the cycle counter is a clock of its own on each side',
    applies: (difference) => {
      const { word } = last(difference);
      return (
        (word & 0xffe0_07ff) >>> 0 === 0x7c00_003b &&
        ((word >>> 11) & 31) === 2 &&
        difference.lines.length === 1
      );
    },
  },
  {
    reason:
      'QEMU takes hints of JR and JALR other than 0 and 16, which are reserved, for undefined instructions',
    applies: (difference) => {
      const { word } = last(difference);
      const branch = difference.test.block.find(({ word: each }) => isRegisterJump(each))?.word ?? word;
      return isRegisterJump(branch) && (branch & 0x3c0) !== 0 && difference.theirs.signal === SIGILL;
    },
  },
  {
    reason:
      'QEMU ignores writes of FCCR, FEXR and FENR that have reserved bits set; the others are written here',
    applies: ({ test }) =>
      test.block.some(({ word }) => {
        const isWrite = word >>> 21 === 0b010001_00110 && (word & 0x7ff) === 0;
        return isWrite && [25, 26, 28].includes((word >>> 11) & 31);
      }),
  },
  {
    reason:
      'doubles in odd registers with FR = 0 are UNPREDICTABLE: reserved here, QEMU moves the pair with some',
    applies: (difference) => {
      const { word } = last(difference);
      const [ft, fs, fd] = [16, 11, 6].map((shift) => (word >>> shift) & 31) as [number, number, number];
      return difference.ours.signal === SIGILL && word >>> 26 >= 0b010001 && ((ft | fs | fd) & 1) === 1;
    },
  },
];
