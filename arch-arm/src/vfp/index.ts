import type { ArmRow } from '../instruction';
import { scalarTransferRows } from '../neon/scalar-transfer';
import { arithmeticRows } from './arithmetic';
import { compareRows } from './compare';
import { convertRows } from './convert';
import { memoryRows } from './memory';
import { systemRegisterRows } from './system-register';
import { transferRows } from './transfer';

/** Floating-point instructions, and the moves that Advanced SIMD shares with them (DDI 0406C A7.5–A7.9). */
export const vfpRows: readonly ArmRow[] = [
  ...arithmeticRows,
  ...compareRows,
  ...convertRows,
  ...transferRows,
  ...scalarTransferRows,
  ...systemRegisterRows,
  ...memoryRows,
];
