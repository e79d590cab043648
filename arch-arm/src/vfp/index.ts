import type { ArmRow } from '../instruction';

export const vfpRows: readonly ArmRow[] = [];
