import type { ArmRow } from '../instruction';

export const a32Rows: readonly ArmRow[] = [];
