import type { ArmRow } from '../instruction';
import { branchRows } from './branch';
import { dataProcessingRows } from './data-processing';
import { exclusiveRows } from './exclusive';
import { loadStoreRows } from './load-store';
import { loadStoreMultipleRows } from './load-store-multiple';
import { mediaRows } from './media';
import { multiplyRows } from './multiply';
import { saturateRows } from './saturate';
import { systemRows } from './system';

/** The A32 encodings apart from VFP and Advanced SIMD. */
export const a32Rows: readonly ArmRow[] = [
  ...dataProcessingRows,
  ...multiplyRows,
  ...saturateRows,
  ...mediaRows,
  ...loadStoreRows,
  ...loadStoreMultipleRows,
  ...exclusiveRows,
  ...branchRows,
  ...systemRows,
];
