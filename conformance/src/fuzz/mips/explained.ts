import { CODE_START, type Encoding, type TestCase } from '../case';
import type { Difference } from '../reduce';
import type { Explanation } from '../target';
import { hasReservedField, withoutReservedFields } from './reserved';
import { FCSR, FLOATS, FR, PC } from './states';

const last = ({ test }: Difference): Encoding => test.block.at(-1)!;
const ADRALN = 1;
const [SIGILL, SIGTRAP, SIGFPE, SIGBUS, SIGSEGV] = [4, 5, 8, 10, 11];

/** si_code. */
const FPE_FLTUND = 5;

/** NOP. */
const NOTHING = 0;

/** BEQ, BNE, BLEZ, BGTZ, their likely kinds, and those on the sign. */
const isBranch = (word: number): boolean =>
  [4, 5, 6, 7, 20, 21, 22, 23].includes(word >>> 26) || (word >>> 26 === 1 && ((word >>> 16) & 0xc) === 0);

/** JR or JALR. */
const isRegisterJump = (word: number): boolean => word >>> 26 === 0 && (word & 0x3e) === 8;

/** A branch on a float condition code. */
const isFloatBranch = (word: number): boolean => word >>> 21 === 0b010001_01000;

/** Any branch or jump. */
const isAnyBranch = (word: number): boolean =>
  isBranch(word) || isRegisterJump(word) || [2, 3].includes(word >>> 26) || isFloatBranch(word);

/** Vectors of MSA: an opcode of its own, branches on them in the float unit's, and LSA. */
const isMsa = (word: number): boolean =>
  word >>> 26 === 30 ||
  (word >>> 26 === 17 && [11, 15, 24, 25, 26, 27, 28, 29, 30, 31].includes((word >>> 21) & 31)) ||
  (word >>> 26 === 0 && (word & 0x73f) === 5);

/** Functions of SPECIAL3 that belong to DSP, and BSHFL with its unknown kinds. */
const DSP_FUNCTIONS = [0x0a, 0x0c, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x18, 0x20, 0x30, 0x31, 0x38];

/** Indexes in the code of the instruction at a program counter and, if it is a branch, of the one in its slot. */
function indexesAt({ code }: TestCase, pc: number): readonly number[] {
  const at = (pc - CODE_START) >>> 2;
  return (isAnyBranch(code[at] ?? NOTHING) ? [at, at + 1] : [at]).filter(
    (index) => code[index] !== undefined,
  );
}
const wordsAt = ({ test }: Difference, pc: number): readonly number[] =>
  indexesAt(test, pc).map((index) => test.code[index]!);

/** The words that our side may have found to be no instructions, if it has and QEMU has not. */
const refused = (difference: Difference): readonly number[] =>
  difference.ours.signal === SIGILL && difference.theirs.signal !== SIGILL
    ? wordsAt(difference, difference.ours.state[PC]!)
    : [];

/** The code with the words replaced at which our side has stopped. */
function replaced({ test, ours }: Difference, replace: (word: number) => number): Uint32Array {
  const code = test.code.slice();
  for (const index of indexesAt(test, ours.state[PC]!)) code[index] = replace(code[index]!);
  return code;
}

/** Bytes that a load or store must be aligned to; 1 for everything else. LL and SC are not among them. */
function alignment(word: number): number {
  const op = word >>> 26;
  if (op === 0x13) return [4, 8][[0, 8].includes(word & 63) ? 0 : [1, 9].includes(word & 63) ? 1 : 2] ?? 1;
  return { 0x21: 2, 0x25: 2, 0x29: 2, 0x23: 4, 0x2b: 4, 0x31: 4, 0x39: 4, 0x35: 8, 0x3d: 8 }[op] ?? 1;
}

/** The float registers of instructions that move 64 bits without QEMU checking for odd ones; none for others. */
function unchecked(word: number): readonly number[] {
  const [fs, fd] = [(word >>> 11) & 31, (word >>> 6) & 31];
  if (word >>> 21 === 0b010001_10001 && [5, 6, 7, 17, 18, 19].includes(word & 63)) return [fs, fd];
  if (word >>> 26 !== 0x13) return [];
  return (word & 63) === 1 ? [fd] : (word & 63) === 9 ? [fs] : [];
}

const FS = 0x0100_0000;
const NAN2008 = 0x0008_0000;
/** FCSR's flags and causes of inexact and underflow. */
const [TINY_FLAGS, TINY_CAUSES] = [0xc, 0x3000];

/** The words of the double and of the single in a float register. */
function floatRegister(state: Uint32Array, n: number): { double: readonly [number, number]; single: number } {
  const [low, high] = state[FR] === 1 ? [2 * n, 2 * n + 1] : [2 * (n & ~1), 2 * (n | 1)];
  return { double: [state[FLOATS + high]!, state[FLOATS + low]!], single: state[FLOATS + 2 * n]! };
}
const sameDouble = (
  [high, low]: readonly [number, number],
  [otherHigh, otherLow]: readonly [number, number],
) => low === otherLow && ((high ^ otherHigh) & 0x7fff_ffff) === 0;

/** Whether what was done with NaNs before NAN2008 could have handed one on: a quiet one has a clear top bit of the fraction. */
const isQuietDouble = ([high, low]: readonly [number, number]): boolean =>
  (high & 0x7ff8_0000) === 0x7ff0_0000 && ((high & 0x7_ffff) | low) !== 0;
const isQuietSingle = (word: number): boolean =>
  (word & 0x7fc0_0000) === 0x7f80_0000 && (word & 0x3f_ffff) !== 0;

/** Whether the register of a line holds the default NaN of QEMU, and here a quiet one of another. */
function handedOn(line: string, { ours, theirs }: Difference): boolean {
  const n = Number(/^\$f(\d+)h?:/.exec(line)?.[1] ?? NaN);
  if (Number.isNaN(n)) return false;
  const [own, other] = [floatRegister(ours.state, n), floatRegister(theirs.state, n)];
  return (
    (sameDouble(other.double, [0x7ff7_ffff, 0xffff_ffff]) && isQuietDouble(own.double)) ||
    ((other.single & 0x7fff_ffff) === 0x7fbf_ffff && isQuietSingle(own.single))
  );
}

/** Whether a word is in the space of DSP, or of BSHFL, and has no result. */
const isDspToZero = (word: number): boolean =>
  word >>> 26 === 0x1f && DSP_FUNCTIONS.includes(word & 63) && ((word >>> 11) & 31) === 0;

/** Moves from HI and LO, and what else multiplies, accumulates or moves there, with another accumulator of DSP than the first. */
const readsAccumulator = (word: number): boolean =>
  word >>> 26 === 0 && [0x10, 0x12].includes(word & 63) && ((word >>> 21) & 3) !== 0;
const writesAccumulator = (word: number): boolean =>
  ((word >>> 26 === 0 && [0x11, 0x13, 0x18, 0x19].includes(word & 63)) ||
    (word >>> 26 === 28 && [0, 1, 4, 5].includes(word & 63))) &&
  ((word >>> 11) & 3) !== 0;

const isMonitor = (word: number): boolean => word >>> 26 === 0 && (word & 63) === 5;

/** All differences that do not count, with their reasons. */
export const MIPS_EXPLANATIONS: readonly Explanation[] = [
  {
    reason:
      'QEMU raises SIGBUS for unaligned loads and stores in delay slots, which Linux puts right in software',
    applies: (difference) => {
      const { ours, theirs } = difference;
      const [, slot] = wordsAt(difference, theirs.state[PC]!);
      return (
        theirs.signal === SIGBUS &&
        theirs.code === ADRALN &&
        ours.signal !== SIGBUS &&
        slot !== undefined &&
        theirs.address % alignment(slot) !== 0
      );
    },
  },
  {
    reason:
      'doubles in odd registers with FR = 0 are UNPREDICTABLE: reserved here, QEMU moves the pair with some',
    applies: (difference) =>
      difference.test.state[FR] === 0 &&
      refused(difference).some((word) => unchecked(word).some((n) => n % 2 === 1)),
  },
  {
    reason: 'QEMU makes NaN results before NAN2008 the default NaN; the architecture hands quiet operands on',
    applies: (difference) =>
      difference.lines.length > 0 &&
      (difference.ours.state[FCSR]! & NAN2008) === 0 &&
      difference.lines.every((line) => handedOn(line, difference)),
  },
  {
    reason: 'QEMU takes opcode 30, which MIPS64 and extensions have, for nothing on models without them',
    applies: (difference) => refused(difference).some((word) => word >>> 26 === 30),
    instead: (difference) => replaced(difference, (word) => (word >>> 26 === 30 ? NOTHING : word)),
  },
  {
    reason:
      'QEMU has RECIP1, RECIP2, RSQRT1 and RSQRT2 of MIPS-3D on every model with 64-bit float registers',
    applies: (difference) =>
      difference.test.state[FR] === 1 &&
      refused(difference).some(
        (word) => [0x230, 0x231].includes(word >>> 21) && (word & 0x3f) >= 28 && (word & 0x3f) < 32,
      ),
  },
  {
    reason: 'QEMU has CABS of MIPS-3D, the comparison of magnitudes, on every model with a float unit',
    applies: (difference) =>
      refused(difference).some((word) => [0x230, 0x231].includes(word >>> 21) && (word & 0x70) === 0x70),
  },
  {
    reason: 'QEMU looks at the link of SC, and fails, before it looks at the alignment of the address',
    applies: (difference) =>
      difference.ours.signal === SIGBUS &&
      wordsAt(difference, difference.ours.state[PC]!).some((word) => word >>> 26 === 0x38),
    // ADDIU rt, $0, 0.
    instead: (difference) =>
      replaced(difference, (word) => (word >>> 26 === 0x38 ? 0x2400_0000 | (word & 0x001f_0000) : word)),
  },
  {
    reason:
      'QEMU takes what may be DSP, or BSHFL of unknown kinds, with result $0 for nothing, whether it exists or not',
    applies: (difference) => refused(difference).some(isDspToZero),
    instead: (difference) => replaced(difference, (word) => (isDspToZero(word) ? NOTHING : word)),
  },
  {
    reason: 'QEMU has DSP on this model, whose other accumulators (0 at first) no register here shows',
    applies: (difference) =>
      refused(difference).some((word) => readsAccumulator(word) || writesAccumulator(word)),
    instead: (difference) =>
      replaced(difference, (word) =>
        // ADDIU rd, $0, 0.
        readsAccumulator(word)
          ? 0x2400_0000 | ((word << 5) & 0x001f_0000)
          : writesAccumulator(word)
            ? NOTHING
            : word,
      ),
  },
  {
    reason: 'QEMU takes function 5 of SPECIAL for a call of the PMON monitor, some of which give -1',
    applies: (difference) => refused(difference).some(isMonitor),
    instead: (difference) =>
      replaced(difference, (word) =>
        // ADDIU v0, $0, -1.
        isMonitor(word) ? ([2, 11].includes((word >>> 7) & 15) ? 0x2402_ffff : NOTHING) : word,
      ),
  },
  {
    reason: 'QEMU has MSA on this model',
    applies: (difference) => refused(difference).some(isMsa),
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
    applies: (difference) => refused(difference).some((word) => word >>> 26 === 29),
  },
  {
    reason: 'fields that must be zero make instructions UNPREDICTABLE: reserved here, ignored by QEMU',
    applies: (difference) => refused(difference).some(hasReservedField),
    instead: (difference) => replaced(difference, withoutReservedFields),
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
      const { ours, theirs, lines } = difference;
      const [word] = wordsAt(difference, ours.state[PC]!);
      const [rs, rt] = word === undefined ? [1, 2] : [(word >>> 21) & 31, (word >>> 16) & 31];
      return (
        word !== undefined &&
        isBranch(word) &&
        (rs === rt || rs === 0) &&
        theirs.state[PC] === ours.state[PC]! + 4 &&
        theirs.signal === ours.signal &&
        lines.every((line) => line.startsWith('pc:'))
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
      const word = withoutReservedFields(last(difference).word);
      const isRead = (word & 0xffe0_07ff) >>> 0 === 0x7c00_003b && ((word >>> 11) & 31) === 2;
      return isRead && difference.lines.every((line) => line.startsWith(`$${(word >>> 16) & 31}:`));
    },
  },
  {
    reason:
      'QEMU takes hints of JR and JALR other than 0 and 16, which are reserved, for undefined instructions',
    applies: (difference) =>
      difference.theirs.signal === SIGILL &&
      wordsAt(difference, difference.theirs.state[PC]!).some(
        (word) => isRegisterJump(word) && (word & 0x3c0) !== 0,
      ),
  },
  {
    reason:
      'QEMU forgets the code of BREAK and traps: overflow (6) and division by zero (7) are SIGTRAP there',
    applies: (difference) => {
      const { ours, theirs, lines } = difference;
      return (
        ours.signal === SIGFPE &&
        theirs.signal === SIGTRAP &&
        lines.every((line) => line.startsWith('signal:')) &&
        wordsAt(difference, ours.state[PC]!).some((word) => {
          const isTrap = word >>> 26 === 0 && (word & 0x30) === 0x30;
          const isBreak = word >>> 26 === 0 && (word & 0x3f) === 0x0d;
          const code = isBreak ? (word >>> 6) & 0xf_ffff : (word >>> 6) & 0x3ff;
          return (isTrap && [6, 7].includes(code)) || (isBreak && [6, 7, 6 << 10, 7 << 10].includes(code));
        })
      );
    },
  },
  {
    reason:
      'QEMU executes branches on float conditions in delay slots, which are UNPREDICTABLE: reserved here',
    applies: (difference) => {
      const { ours } = difference;
      const [, slot] = wordsAt(difference, ours.state[PC]!);
      return ours.signal === SIGILL && slot !== undefined && isFloatBranch(slot);
    },
  },
];
