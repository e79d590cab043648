import { TABLES_BASE } from '../../memory/layout';

/** log2 of the entries of the table of branch targets. */
const BITS = 15;
/** Folds the high bits of a pc into its place in the table. */
export const HASH_SHIFT = 14;
/** Bytes of an entry: pc, mode, module, function's place in the module's table. */
export const TARGET_BYTES = 16;
export const TARGETS_BASE = TABLES_BASE;
/** Addresses of the first entry's fields behind the pc. No location has the mode −1. */
export const TARGET_MODE = TARGETS_BASE + 4;
export const TARGET_MODULE = TARGETS_BASE + 8;
export const TARGET_PLACE = TARGETS_BASE + 12;
/** One byte a region: whether its code is what lies in the address space. */
export const ALIVE_BASE = TARGETS_BASE + TARGET_BYTES * 2 ** BITS;
/** How many regions there can be in the life of an emulator. */
export const MAX_REGIONS = 0x20_0000;

export const TARGET_MASK = 2 ** BITS - 1;
/** Address of a location's entry; `lookUp` in the modules computes the same. */
export const targetEntry = (pc: number): number =>
  TARGETS_BASE + (((pc >>> 1) ^ (pc >>> HASH_SHIFT)) & TARGET_MASK) * TARGET_BYTES;
/** Address of a region's alive byte. */
export const aliveByte = (region: number): number => ALIVE_BASE + region;
