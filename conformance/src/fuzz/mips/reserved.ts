import { type MipsRow, mipsRowSets } from '@anyuser/arch-mips';
import { compilePattern } from '@anyuser/core';

interface Reserved {
  readonly value: number;
  /** What tells the row apart. */
  readonly opcode: number;
  /** Fields of its pattern that must be zero. */
  readonly zero: number;
}

/** Opcodes whose next field chooses the instruction too: REGIMM in rt, the float unit's in rs. */
const [REGIMM, COP1, COP1X] = [1, 17, 19];

/**
 * The fields of a row that must be zero: those that its pattern shows as zeros, but for the opcode, what chooses the
 * instruction within it, and the function in the lowest six bits.
 */
function reservedOf({ pattern, branch }: MipsRow): Reserved {
  const { value, mask } = compilePattern(pattern);
  const opcode = value >>> 26;
  let zero = 0;
  let at = 32;
  let before = '';
  for (const token of pattern.split(' ')) {
    const width = token.includes(':') ? Number(token.split(':')[1]) : token.length;
    at -= width;
    const chooses =
      at === 26 ||
      (at === 0 && !(opcode === COP1 && (value & 0x7ff) === 0 && pattern.endsWith(' 00000 000000'))) ||
      (opcode === REGIMM && at === 16) ||
      ((opcode === COP1 || opcode === COP1X) && at >= 21) ||
      // One or two bits choose between kinds, but for those behind the number of a condition code.
      (width < 3 && (before !== 'cc:3' || branch === true));
    if (!chooses && /^0+$/.test(token)) zero |= (2 ** width - 1) << at;
    before = token;
  }
  return { value, opcode: mask & ~zero, zero };
}

const reserved = Object.values(mipsRowSets)
  .flat()
  .map(reservedOf)
  .filter(({ zero }) => zero !== 0);

const find = (word: number): Reserved | undefined =>
  reserved.find(({ value, opcode, zero }) => (word & zero) !== 0 && ((word ^ value) & opcode) === 0);

/** Whether a word is an instruction of the architecture but for fields that must be zero and are not. */
export const hasReservedField = (word: number): boolean => find(word) !== undefined;

/** The instruction that a word is with zeros where they must be; others as they are. */
export const withoutReservedFields = (word: number): number => (word & ~(find(word)?.zero ?? 0)) >>> 0;
