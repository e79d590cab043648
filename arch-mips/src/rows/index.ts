import type { MipsRow } from '../instruction';
import { aluRows } from './alu';
import { branchRows } from './branch';
import { floatRows } from './float';
import { memoryRows } from './memory';
import { multiplyRows } from './multiply';
import { systemRows } from './system';

/** Every encoding of MIPS32 that user mode has, by subject. */
export const rowSets = {
  alu: aluRows,
  multiply: multiplyRows,
  branch: branchRows,
  memory: memoryRows,
  system: systemRows,
  float: floatRows,
} as const satisfies Readonly<Record<string, readonly MipsRow[]>>;

/** All of them. */
export const rows: readonly MipsRow[] = Object.values(rowSets).flat();
