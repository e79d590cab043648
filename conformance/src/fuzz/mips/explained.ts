import { CODE_START, type Encoding } from '../case';
import type { Difference } from '../reduce';
import type { Explanation } from '../target';
import { hasReservedField } from './reserved';
import { FCSR, FLOATS, FR, PC } from './states';
import { disassemble } from './text';

const last = ({ test }: Difference): Encoding => test.block.at(-1)!;
const ADRALN = 1;
const [SIGILL, SIGTRAP, SIGFPE, SIGBUS, SIGSEGV] = [4, 5, 8, 10, 11];

/** si_code. */
const FPE_FLTUND = 5;

/** BEQ, BNE, BLEZ, BGTZ, their likely kinds, and those on the sign. */
const isBranch = (word: number): boolean => [1, 4, 5, 6, 7, 20, 21, 22, 23].includes(word >>> 26);

/** Vectors of MSA: an opcode of its own, branches on them in the float unit's, and LSA. */
const isMsa = (word: number): boolean =>
  word >>> 26 === 30 ||
  (word >>> 26 === 17 && [11, 15, 24, 25, 26, 27, 28, 29, 30, 31].includes((word >>> 21) & 31)) ||
  (word >>> 26 === 0 && (word & 0x73f) === 5);

/** Functions of SPECIAL3 that belong to DSP. */
const DSP_FUNCTIONS = [0x0a, 0x0c, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x18, 0x30, 0x31, 0x38];

/** Any branch or jump. */
const isAnyBranch = (word: number): boolean =>
  isBranch(word) || isRegisterJump(word) || [2, 3].includes(word >>> 26) || word >>> 21 === 0b010001_01000;

/** JR or JALR. */
const isRegisterJump = (word: number): boolean => word >>> 26 === 0 && (word & 0x3e) === 8;

/** The instruction at a program counter, and whether it is a branch with the one in its slot. */
function wordsAt({ test }: Difference, pc: number): readonly number[] {
  const at = (pc - CODE_START) >>> 2;
  return [test.code[at], test.code[at + 1]].filter((word) => word !== undefined);
}

/** Bytes that a load or store must be aligned to; 1 for everything else. LL and SC are not among them. */
function alignment(word: number): number {
  const op = word >>> 26;
  if (op === 0x13) return [4, 8][[0, 8].includes(word & 63) ? 0 : [1, 9].includes(word & 63) ? 1 : 2] ?? 1;
  return { 0x21: 2, 0x25: 2, 0x29: 2, 0x23: 4, 0x2b: 4, 0x31: 4, 0x39: 4, 0x35: 8, 0x3d: 8 }[op] ?? 1;
}

/** Rows of floating-point instructions that move 64 bits, or that QEMU does not check for odd registers. */
const MOVES = /^(mov|movf|movt|movz|movn|abs|neg)\.d$|^[ls][du]xc1$/;

const FS = 0x0100_0000;
/** FCSR's flags and causes of inexact and underflow. */
const [TINY_FLAGS, TINY_CAUSES] = [0xc, 0x3000];

const isNan = (high: number, low: number, wide: boolean): boolean =>
  wide
    ? (high & 0x7ff0_0000) === 0x7ff0_0000 && ((high & 0xf_ffff) | low) !== 0
    : (low & 0x7fff_ffff) > 0x7f80_0000;

/** All differences that do not count, with their reasons. */
export const MIPS_EXPLANATIONS: readonly Explanation[] = [
  {
    reason:
      'QEMU raises SIGBUS for unaligned loads and stores in delay slots, which Linux puts right in software',
    applies: (difference) => {
      const { ours, theirs } = difference;
      const words = wordsAt(difference, theirs.state[PC]!);
      const accesses = isAnyBranch(words[0]!) ? words.slice(1) : words.slice(0, 1);
      return (
        theirs.signal === SIGBUS &&
        theirs.code === ADRALN &&
        ours.signal !== SIGBUS &&
        accesses.some((word) => theirs.address % alignment(word) !== 0)
      );
    },
  },
  {
    reason:
      'doubles in odd registers with FR = 0 are UNPREDICTABLE: reserved here, QEMU moves the pair with some',
    applies: (difference) => {
      const { word } = last(difference);
      const registers = [16, 11, 6].map((shift) => (word >>> shift) & 31);
      const { ours, theirs, test } = difference;
      const name = disassemble(last(difference)).split(' ')[0]!;
      return (
        ours.signal === SIGILL &&
        theirs.signal !== SIGILL &&
        test.state[FR] === 0 &&
        MOVES.test(name) &&
        registers.some((n) => n % 2 === 1)
      );
    },
  },
  {
    reason: 'QEMU makes NaN results before NAN2008 the default NaN; the architecture hands quiet operands on',
    applies: ({ theirs, ours, lines }) =>
      lines.length > 0 &&
      lines.every((line) => {
        const n = Number(/^\$f(\d+)h?:/.exec(line)?.[1] ?? NaN);
        if (Number.isNaN(n)) return false;
        const fr = theirs.state[FR] === 1;
        const pair = fr ? [2 * n, 2 * n + 1] : [2 * (n & ~1), 2 * (n | 1)];
        const words = (state: Uint32Array): [number, number] => [
          state[FLOATS + pair[0]!]!,
          state[FLOATS + pair[1]!]!,
        ];
        const [low, high] = words(theirs.state);
        const [ourLow, ourHigh] = words(ours.state);
        if ((high & 0x7fff_ffff) === 0x7ff7_ffff && low === 0xffff_ffff && isNan(ourHigh, ourLow, true))
          return true;
        const single = FLOATS + 2 * n;
        return (theirs.state[single]! & 0x7fff_ffff) === 0x7fbf_ffff && isNan(0, ours.state[single]!, false);
      }),
  },
  {
    reason: 'QEMU takes opcode 30, which MIPS64 and extensions have, for nothing on models without them',
    applies: ({ ours, theirs, test }) =>
      ours.signal === SIGILL && theirs.signal !== SIGILL && test.block.some(({ word }) => word >>> 26 === 30),
  },
  {
    reason:
      'QEMU has RECIP1, RECIP2, RSQRT1 and RSQRT2 of MIPS-3D on every model with 64-bit float registers',
    applies: ({ ours, theirs, test }) =>
      ours.signal === SIGILL &&
      theirs.signal !== SIGILL &&
      test.state[FR] === 1 &&
      test.block.some(
        ({ word }) => [0x230, 0x231].includes(word >>> 21) && (word & 0x3f) >= 28 && (word & 0x3f) < 32,
      ),
  },
  {
    reason: 'QEMU takes address 0 for linked when nothing is: SC there faults instead of failing',
    applies: (difference) =>
      last(difference).word >>> 26 === 0x38 &&
      difference.theirs.signal === SIGSEGV &&
      difference.theirs.address === 0 &&
      difference.ours.signal !== SIGSEGV,
  },
  {
    reason: 'QEMU looks at the link of SC before it looks at the alignment of the address',
    applies: ({ ours, theirs, test }) =>
      ours.signal === SIGBUS &&
      theirs.signal !== SIGBUS &&
      test.code[(ours.state[PC]! - CODE_START) >>> 2]! >>> 26 === 0x38,
  },
  {
    reason: 'QEMU takes instructions of DSP whose result is $0 for nothing on models without DSP',
    applies: (difference) => {
      const { word } = last(difference);
      const isDsp = word >>> 26 === 0x1f && DSP_FUNCTIONS.includes(word & 63);
      return isDsp && ((word >>> 11) & 31) === 0 && difference.ours.signal === SIGILL;
    },
  },
  {
    reason: 'QEMU takes function 5 of SPECIAL for a call of the PMON monitor',
    applies: ({ ours, theirs, test }) =>
      ours.signal === SIGILL &&
      theirs.signal !== SIGILL &&
      test.block.some(({ word }) => word >>> 26 === 0 && (word & 63) === 5),
  },
  {
    reason: 'QEMU has MSA on this model',
    applies: ({ ours, theirs, test }) =>
      ours.signal === SIGILL && theirs.signal !== SIGILL && test.block.some(({ word }) => isMsa(word)),
  },
  {
    reason:
      'QEMU reports another instruction than CFC1 of UFR and FRE, which Linux does not let user mode read',
    applies: (difference) => {
      const { word } = last(difference);
      const { ours, theirs, lines } = difference;
      const isRead = word >>> 21 === 0b010001_00010 && (word & 0x7ff) === 0;
      return (
        isRead &&
        [1, 5].includes((word >>> 11) & 31) &&
        ours.signal === theirs.signal &&
        lines.length === 1 &&
        lines[0]!.startsWith('pc:')
      );
    },
  },
  {
    reason: 'QEMU has MIPS16e on this model and JALX with it',
    applies: ({ ours, test }) => ours.signal === SIGILL && test.block.some(({ word }) => word >>> 26 === 29),
  },
  {
    reason: 'fields that must be zero make instructions UNPREDICTABLE: reserved here, ignored by QEMU',
    applies: ({ ours, theirs, test }) =>
      ours.signal === SIGILL &&
      theirs.signal !== SIGILL &&
      test.block.some(({ word }) => hasReservedField(word)),
  },
  {
    reason: 'QEMU raises neither underflow nor inexact for results that FCSR.FS makes zero',
    applies: ({ ours, theirs, lines }) => {
      const unlike = ours.state[FCSR]! ^ theirs.state[FCSR]!;
      const trapped = ours.signal === SIGFPE && ours.code === FPE_FLTUND && theirs.signal !== SIGFPE;
      return (
        (ours.state[FCSR]! & FS) !== 0 &&
        (trapped ||
          (lines.length === 1 &&
            lines[0]!.startsWith('fcsr:') &&
            (unlike & ~(TINY_FLAGS | TINY_CAUSES)) === 0 &&
            // Nothing that is there too much: what differs is raised here and not there.
            (unlike & theirs.state[FCSR]!) === 0))
      );
    },
  },
  {
    reason:
      'QEMU takes branches that never happen for no branches: their slots are instructions of their own',
    applies: (difference) => {
      const { ours, theirs } = difference;
      const [word] = wordsAt(difference, ours.state[PC]!);
      const [rs, rt] = word === undefined ? [1, 2] : [(word >>> 21) & 31, (word >>> 16) & 31];
      return (
        word !== undefined &&
        isBranch(word) &&
        (rs === rt || rs === 0) &&
        theirs.state[PC] === ours.state[PC]! + 4 &&
        theirs.signal === ours.signal
      );
    },
  },
  {
    reason: "QEMU enters MIPS16e, which it has on this model, at odd addresses; anyuser's models have none",
    applies: ({ ours }) => [SIGBUS, SIGSEGV].includes(ours.signal) && (ours.state[PC]! & 1) === 1,
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
      'QEMU executes branches on float conditions in delay slots, which are UNPREDICTABLE: reserved here',
    applies: ({ ours, test }) => {
      const at = (ours.state[PC]! - CODE_START) >>> 2;
      const slot = test.code[at + 1];
      return ours.signal === SIGILL && slot !== undefined && slot >>> 21 === 0b010001_01000;
    },
  },
];
