import type { ArmRow } from '../instruction';

export const t16Rows: readonly ArmRow[] = [];
