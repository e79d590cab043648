import { CODE_START, type Encoding } from '../case';
import type { Difference } from '../reduce';
import type { Explanation } from '../target';
import { layOut } from './layout';
import { CPSR, FPSCR } from './states';
import { disassemble } from './text';

const THUMB = 0x20;
/** The decoding mode in which our side has stopped: not that of the case where it has branched into the other. */
const finalMode = ({ ours }: Difference): number => (ours.state[CPSR]! & THUMB ? 1 : 0);

/**
 * The instruction at an offset of a block, also where a branch in Thumb leads into the middle of one, or where the block is
 * read in the other state; none outside.
 */
function encodingAt(
  { block, mode }: Difference['test'],
  offset: number,
  inMode: number,
): Encoding | undefined {
  let start = 0;
  for (const encoding of block) {
    if (start === offset && mode === inMode) return encoding;
    start += encoding.bytes;
  }
  if (offset < 0 || offset >= start) return undefined;
  const halves = new Uint16Array(layOut(block, mode).buffer);
  const [first, second] = [halves[offset / 2]!, halves[offset / 2 + 1]!];
  if (inMode === 0) return { name: '', bytes: 4, word: ((second << 16) | first) >>> 0 };
  return first >>> 11 > 28
    ? { name: '', bytes: 4, word: ((first << 16) | second) >>> 0 }
    : { name: '', bytes: 2, word: first };
}

/** The instruction at which our side stopped. */
const stoppedAt = (difference: Difference): Encoding | undefined =>
  encodingAt(difference.test, difference.ours.state[15]! - CODE_START, finalMode(difference));

/** What a difference is about: the last instruction, which reducing has left, or one that is not of the block's own and faulted. */
function last(difference: Difference): Encoding {
  const { test, ours } = difference;
  const stopped = ours.signal === 0 ? undefined : stoppedAt(difference);
  return stopped === undefined || test.block.includes(stopped) ? test.block.at(-1)! : stopped;
}

const textOf = (difference: Difference): string => {
  const encoding = last(difference);
  const { test } = difference;
  return disassemble(encoding, test.block.includes(encoding) ? test.mode : finalMode(difference));
};

/** Whether a word is in the space of Advanced SIMD loads and stores. */
const isElementAccess = ({ test }: Difference, word: number): boolean =>
  word >>> 24 === (test.mode ? 0xf9 : 0xf4);

/** Whether a word moves between core registers and the registers of VFP and Advanced SIMD. */
function isTransfer(word: number): boolean {
  if (((word >>> 8) & 14) !== 10) return false;
  return (word & 0x0f00_0010) === 0x0e00_0010 || (word & 0x0fe0_0010) === 0x0c40_0010;
}

/** FPSCR Len and Stride that a case starts with; both zero: no short vectors. VMSR may have set them since. */
function vectorBits({ test }: Difference): { len: number; stride: number } {
  if (test.block.some(({ name }) => name === 'vmsr')) return { len: 7, stride: 3 };
  return { len: (test.state[FPSCR]! >>> 16) & 7, stride: (test.state[FPSCR]! >>> 20) & 3 };
}

/** Text of the instruction at which our side stopped. */
function faultingText(difference: Difference): string {
  const stopped = stoppedAt(difference);
  return stopped === undefined ? '' : disassemble(stopped, finalMode(difference));
}

/** The size suffix of an exclusive access of a kind (`ldrex`, `strex`): the empty one is a word; undefined for all others. */
const exclusiveSize = ({ test }: Difference, encoding: Encoding, kind: string): string | undefined =>
  new RegExp(`^${kind}([bhd]?)`).exec(disassemble(encoding, test.mode))?.[1];

/** Number of the register in which a store-exclusive tells whether it has stored. */
const statusRegister = ({ test }: Difference, word: number, size: string): number =>
  test.mode === 0 ? (word >>> 12) & 15 : size === '' ? (word >>> 8) & 15 : word & 15;

/** All differences that do not count, with their reasons. */
export const ARM_EXPLANATIONS: readonly Explanation[] = [
  {
    reason:
      'QEMU emulates the FPA11 coprocessors 1 and 2, and what its emulator takes for them; ARMv7 has none',
    applies: (difference) => {
      const { word, bytes } = last(difference);
      const coprocessor = (word >>> 8) & 15;
      return (
        bytes === 4 &&
        ((word >>> 24) & 15) >= 12 &&
        (coprocessor === 1 || coprocessor === 2) &&
        difference.ours.signal === 4
      );
    },
  },
  {
    reason:
      'QEMU keeps what a load of several registers loaded before it faulted; the architecture leaves it UNKNOWN, ours unchanged',
    applies: (difference) =>
      /^(ldm|pop|ldrd|vldm|vpop|fldm|vld[1-4])/.test(faultingText(difference)) &&
      (difference.ours.signal === 11 || difference.ours.signal === 7) &&
      difference.lines.every((line) => /^(r([0-9]|1[0-4])|d\d+\[[01]\]):/.test(line)),
  },
  {
    reason:
      'QEMU writes what precedes the fault of a store of several elements; how much is written is UNKNOWN, ours whole pieces',
    applies: (difference) =>
      /^(vst[1-4]|vstm|vpush|fstm)/.test(faultingText(difference)) &&
      difference.ours.signal === 11 &&
      difference.lines.every((line) => /^(words of memory|memory\[)/.test(line)),
  },
  {
    reason: 'QEMU performs VLDR and VSTR of half precision (ARMv8.2) on ARMv7 models too',
    applies: (difference) => {
      const { word, bytes } = last(difference);
      return bytes === 4 && (word & 0x0f20_0f00) === 0x0d00_0900 && difference.ours.signal === 4;
    },
  },
  {
    reason:
      'STREX of another size than the LDREX before it is UNPREDICTABLE; QEMU stores if what it stores over is the same, but compares all for its answer',
    applies: (difference) => {
      const { block } = difference.test;
      const size = exclusiveSize(difference, last(difference), 'strex');
      const loads = block.map((encoding) => exclusiveSize(difference, encoding, 'ldrex'));
      const load = loads.filter((each) => each !== undefined).at(-1);
      if (size === undefined || load === undefined || load === size) return false;
      const line = `r${statusRegister(difference, last(difference).word, size)}: ours 00000000, qemu 00000001`;
      return difference.lines.length === 1 && difference.lines[0] === line;
    },
  },
  {
    reason: 'VCVT of fixed point with a negative number of fraction bits is UNPREDICTABLE',
    applies: (difference) => /^vcvt.*#-/.test(textOf(difference)),
  },
  {
    reason: 'r15 as base of Advanced SIMD element and structure accesses is UNPREDICTABLE: undefined here',
    applies: (difference) => {
      const { word, bytes } = last(difference);
      const space = difference.test.mode ? 0xf9 : 0xf4;
      return (
        bytes === 4 && word >>> 24 === space && ((word >>> 16) & 15) === 15 && difference.ours.signal === 4
      );
    },
  },
  {
    reason: 'LDRD whose index is one of its results is UNPREDICTABLE; QEMU writes back with the loaded index',
    applies: (difference) => {
      const { word } = last(difference);
      const [Rt, Rm] = [(word >>> 12) & 15, word & 15];
      return !difference.test.mode && /^ldrd/.test(textOf(difference)) && (Rm === Rt || Rm === Rt + 1);
    },
  },
  {
    reason: 'r15 as result of ADR in T32 is UNPREDICTABLE; QEMU branches with a change of state',
    applies: (difference) => {
      const { word, bytes } = last(difference);
      return difference.test.mode === 1 && bytes === 4 && (word & 0xfb5f_8f00) >>> 0 === 0xf20f_0f00;
    },
  },
  {
    reason: 'lists of Advanced SIMD registers that run past D31 are UNPREDICTABLE: undefined here',
    applies: (difference) => {
      const { word, bytes } = last(difference);
      const first = ((word >>> 18) & 16) | ((word >>> 12) & 15);
      return bytes === 4 && isElementAccess(difference, word) && first > 25 && difference.ours.signal === 4;
    },
  },
  {
    reason: 'QEMU does not check the 256-bit alignment of VLD and VST',
    applies: (difference) => {
      const { word, bytes } = last(difference);
      const multiple = (word & 0x0080_0030) === 0x30;
      return bytes === 4 && isElementAccess(difference, word) && multiple && difference.ours.signal === 7;
    },
  },
  {
    reason: 'VTRN, VUZP and VZIP of a register with itself leave it UNKNOWN',
    applies: (difference) => {
      const { word, bytes } = last(difference);
      const space = difference.test.mode ? 0xffb2_0000 : 0xf3b2_0000;
      const destination = ((word >>> 18) & 16) | ((word >>> 12) & 15);
      const operand = ((word >>> 1) & 16) | (word & 15);
      return bytes === 4 && (word & 0xffb3_0c10) >>> 0 === space && destination === operand;
    },
  },
  {
    reason: 'r15 as operand of moves to and from VFP and vector registers is UNPREDICTABLE: undefined here',
    applies: (difference) => {
      const { word, bytes } = last(difference);
      const pc =
        ((word >>> 12) & 15) === 15 || ((word & 0x0f00_0000) === 0x0c00_0000 && ((word >>> 16) & 15) === 15);
      return bytes === 4 && isTransfer(word) && pc && difference.ours.signal === 4;
    },
  },
  {
    reason: 'QEMU executes the fused multiply-add of Advanced SIMD on models that lack it',
    applies: (difference) => {
      const { word, bytes } = last(difference);
      const space = difference.test.mode ? 0xef00_0c10 : 0xf200_0c10;
      return bytes === 4 && (word & 0xff90_0f10) >>> 0 === space && difference.ours.signal === 4;
    },
  },
  {
    reason:
      'QEMU goes on at the source after the first element of double-precision VABS, VNEG, VSQRT and VMOV of vectors',
    applies: (difference) =>
      vectorBits(difference).len > 0 && /^v(abs|neg|sqrt|mov)\w*\.f64/.test(textOf(difference)),
  },
  {
    reason:
      'QEMU steps four single registers where FPSCR.Stride asks for two; other strides than 0 and 3 are UNPREDICTABLE',
    applies: (difference) =>
      vectorBits(difference).stride > 0 && /^v\w*\.f(32|64)\t?/.test(textOf(difference)),
  },
  {
    reason: 'QEMU gives Cortex-A9 the short vectors that its floating-point unit lacks',
    applies: (difference) =>
      vectorBits(difference).len > 0 &&
      difference.ours.signal === 4 &&
      /^v\w*\.f(32|64)/.test(textOf(difference)),
  },
  {
    reason: 'QEMU lets user mode read the debug and ThumbEE registers of coprocessor 14, and MPIDR',
    applies: (difference) => {
      const { word, bytes } = last(difference);
      const debug = (word & 0x0d00_0f00) === 0x0c00_0e00;
      const mpidr = (word & 0x0fff_0fff) === 0x0e10_0fb0;
      return bytes === 4 && difference.ours.signal === 4 && (debug || mpidr);
    },
  },
  {
    reason:
      'a branch into ARM state from the middle of an IT block is UNPREDICTABLE; QEMU keeps ITSTATE in ARM state',
    applies: ({ ours, theirs, lines }) =>
      lines.every((line) => line.startsWith('cpsr')) &&
      (ours.state[CPSR]! & 0x20) === 0 &&
      ((ours.state[CPSR]! ^ theirs.state[CPSR]!) & ~0x0600_fc00) === 0,
  },
];
