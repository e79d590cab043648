import { CODE_START, type Encoding } from '../case';
import type { Difference } from '../reduce';
import type { Explanation } from '../target';
import { FCSR, FLOATS, PC } from './states';
import { disassemble } from './text';

const last = ({ test }: Difference): Encoding => test.block.at(-1)!;
const ADRALN = 1;
const [SIGILL, SIGTRAP, SIGFPE, SIGBUS] = [4, 5, 8, 10];

/** si_code. */
const FPE_FLTUND = 5;

/** BEQ, BNE, BLEZ, BGTZ, their likely kinds, and those on the sign. */
const isBranch = (word: number): boolean => [1, 4, 5, 6, 7, 20, 21, 22, 23].includes(word >>> 26);

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
  {
    reason: 'QEMU makes NaN results before NAN2008 the default NaN; the architecture hands quiet operands on',
    applies: ({ ours, theirs, lines }) =>
      lines.length > 0 &&
      lines.every((line) => {
        const n = Number(/^\$f(\d+):/.exec(line)?.[1] ?? NaN);
        if (Number.isNaN(n)) return false;
        const [mine, other] = [ours.state[FLOATS + n]!, theirs.state[FLOATS + n]!];
        if ((other & 0x7fff_ffff) === 0x7fbf_ffff) return (mine & 0x7fff_ffff) > 0x7f80_0000;
        const high = FLOATS + (n | 1);
        return (
          (theirs.state[high]! & 0x7fff_ffff) === 0x7ff7_ffff &&
          (ours.state[high]! & 0x7ff0_0000) === 0x7ff0_0000
        );
      }),
  },
  {
    reason: 'QEMU ignores fields that must be zero; instructions with something in them are reserved here',
    applies: (difference) =>
      difference.ours.signal === SIGILL &&
      difference.theirs.signal !== SIGILL &&
      difference.test.block.some((each) => disassemble(each).startsWith('.word')),
  },
  {
    reason:
      'QEMU forgets the code of BREAK and traps: overflow (6) and division by zero (7) are SIGTRAP there',
    applies: ({ ours, theirs, test }) =>
      ours.signal === SIGFPE &&
      theirs.signal === SIGTRAP &&
      test.block.some(({ word }) => {
        const isTrap = word >>> 26 === 0 && (word & 0x30) === 0x30;
        const isBreak = word >>> 26 === 0 && (word & 0x3f) === 0x0d;
        const code = isBreak ? (word >>> 6) & 0xf_ffff : (word >>> 6) & 0x3ff;
        return (isTrap || isBreak) && [6, 7, 6 << 10, 7 << 10].includes(code);
      }),
  },
  {
    reason:
      'control registers of the float unit that do not exist read as anything, and Cause as it is not tracked',
    applies: (difference) => {
      const { word } = last(difference);
      const { ours, theirs, lines } = difference;
      const [rt, fs] = [(word >>> 16) & 31, (word >>> 11) & 31];
      const isRead = word >>> 21 === 0b010001_00010 && (word & 0x7ff) === 0;
      if (!isRead || lines.length !== 1 || !lines[0]!.startsWith(`$${rt}:`)) return false;
      const unlike = ours.state[rt]! ^ theirs.state[rt]!;
      return ![0, 25, 26, 28, 31].includes(fs) || (unlike & ~0x0003_f000) === 0;
    },
  },
  {
    reason:
      'QEMU takes branches that never happen for no branches: their slots are instructions of their own',
    applies: ({ ours, theirs, test }) => {
      const at = (ours.state[PC]! - CODE_START) >>> 2;
      const word = test.code[at];
      const [rs, rt] = word === undefined ? [1, 2] : [(word >>> 21) & 31, (word >>> 16) & 31];
      return (
        word !== undefined && isBranch(word) && (rs === rt || rs === 0) && theirs.state[PC] !== ours.state[PC]
      );
    },
  },
  {
    reason:
      'QEMU executes branches on float conditions in delay slots, which are UNPREDICTABLE: reserved here',
    applies: ({ ours, theirs, test }) => {
      const at = (ours.state[PC]! - CODE_START) >>> 2;
      const slot = test.code[at + 1];
      return (
        ours.signal === SIGILL &&
        theirs.signal !== SIGILL &&
        slot !== undefined &&
        slot >>> 21 === 0b010001_01000
      );
    },
  },
  {
    reason: 'QEMU raises no underflow for results that FCSR.FS makes zero',
    applies: ({ ours, theirs, test, lines }) =>
      lines.length === 1 &&
      lines[0]!.startsWith('fcsr:') &&
      (test.state[FCSR]! & 0x0100_0000) !== 0 &&
      (ours.state[FCSR]! & ~theirs.state[FCSR]! & ~0x0003_f000) === 8,
  },
  {
    reason: 'QEMU reports the first float exception, Linux the first enabled one',
    applies: ({ ours, lines }) =>
      ours.signal === SIGFPE && ours.code > 2 && lines.length === 1 && lines[0]!.startsWith('si_code:'),
  },
  {
    reason: 'underflow that only FCSR.FS raises traps if it is enabled; QEMU does not raise it',
    applies: ({ ours, test }) =>
      ours.signal === SIGFPE && ours.code === FPE_FLTUND && (test.state[FCSR]! & 0x0100_0000) !== 0,
  },
  {
    reason:
      'a write of FCSR that traps at once has changed Cause, flags and codes here, but not its control bits',
    applies: (difference) => {
      const { ours, theirs, lines } = difference;
      const isWrite = last(difference).word >>> 21 === 0b010001_00110;
      const control = (ours.state[FCSR]! ^ theirs.state[FCSR]!) & ~0x0100_0f83;
      const known = lines.every((line) => /^(fcsr|si_code):/.test(line));
      return isWrite && ours.signal === SIGFPE && theirs.signal === SIGFPE && known && control === 0;
    },
  },
];
