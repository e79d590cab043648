import type { MipsRow } from '../instruction';
import { aluRows } from './alu';
import { branchRows } from './branch';
import { floatRows } from './float';
import { memoryRows } from './memory';
import { multiplyRows } from './multiply';
import { systemRows } from './system';

/** Every encoding of MIPS32 that user mode has. */
export const rows: readonly MipsRow[] = [
  ...aluRows,
  ...multiplyRows,
  ...branchRows,
  ...memoryRows,
  ...systemRows,
  ...floatRows,
];
