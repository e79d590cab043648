import type { ArmRow } from '../instruction';

export const neonRows: readonly ArmRow[] = [];
