import { INTERPRETER_BASE, INTERPRETER_BYTES } from '../../memory/layout';

/**
 * The interpreter's part of an address space. Addresses here are signed 32-bit numbers (the same bits), which JavaScript
 * engines handle without boxing.
 */
export const TABLE_BASE = INTERPRETER_BASE | 0;
/** log2 of the entries of the table of indirect branches. */
export const TABLE_BITS = 13;
/** Bytes of an entry: pc, mode, address of the block's code, unused. */
export const TABLE_ENTRY = 16;
/** Threaded code of the blocks, each with its constants. */
export const CODE_BASE = TABLE_BASE + TABLE_ENTRY * 2 ** TABLE_BITS;
/** Address after the last byte of threaded code. */
export const CODE_END = TABLE_BASE + INTERPRETER_BYTES;

/** Multiplier that spreads modes over the table. */
export const MODE_FACTOR = 0x9e5;

/** Address of the table's entry for a location. */
export const tableEntry = (pc: number, mode: number): number =>
  (TABLE_BASE + (((pc >>> 1) ^ Math.imul(mode, MODE_FACTOR)) & (2 ** TABLE_BITS - 1)) * TABLE_ENTRY) | 0;

/**
 * Words before a block's code: guest pc, mode, address of its instruction table (count, then code address, pc and mode of
 * each guest instruction), address of the targets of its computed jumps (0: it has none).
 */
export const HEADER_WORDS = 4;
/** Words of the header, counted from the first word of code. */
export const Header = { pc: -4, mode: -3, instructions: -2, targets: -1 } as const;

/**
 * Targets that are noted of a block's computed jumps, two words each (pc, mode; all zero: none): a new one takes the place of
 * another with the same number.
 */
export const NOTED_TARGETS = 32;
export const TARGET_WORDS = 2;
/** Folds the higher bits of a target into its number. */
export const TARGET_SHIFT = 6;

/** Why `run` returned. `threadedAt` of the engine words holds the micro-op. */
export const Leave = {
  /** Fuel is used up; the state's location is set. */
  fuel: 0,
  /** At an `unlinked`: the jump before it has no code yet. */
  link: 1,
  /** An indirect branch is not in the table; the state's location is set. */
  lookup: 2,
  /** At an `exit`. */
  exit: 3,
  /** The micro-op is to be done in TypeScript. */
  slow: 4,
  /** At a `dead` block. */
  dead: 5,
  /** At the `count` of a block that has become hot. */
  hot: 6,
  /** At a `compiled` block. */
  compiled: 7,
  /** At a micro-op that the short form of the interpreter does not have. */
  rare: 8,
} as const;
