import type { ArmRow } from '../instruction';

export const t32Rows: readonly ArmRow[] = [];
