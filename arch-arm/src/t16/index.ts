import type { ArmRow } from '../instruction';
import { dataProcessingRows } from './data-processing';
import { loadStoreRows } from './load-store';
import { miscellaneousRows } from './miscellaneous';

/** The 16-bit Thumb encodings. */
export const t16Rows: readonly ArmRow[] = [...dataProcessingRows, ...loadStoreRows, ...miscellaneousRows];
