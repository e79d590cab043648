import type { ArmRow } from '../instruction';
import { branchRows } from './branch';
import { dataProcessingRows } from './data-processing';
import { loadStoreRows } from './load-store';
import { loadStoreMultipleRows } from './load-store-multiple';
import { mediaRows } from './media';

/** The 32-bit Thumb encodings apart from VFP and Advanced SIMD. They exist from ARMv6T2 on. */
export const t32Rows: readonly ArmRow[] = [
  ...dataProcessingRows,
  ...mediaRows,
  ...loadStoreRows,
  ...loadStoreMultipleRows,
  ...branchRows,
];
