import type { ArmRow } from '../instruction';
import { byScalarRows } from './by-scalar';
import { laneRows } from './lane-memory';
import { modifiedImmediateRows } from './modified-immediate';
import { permuteRows } from './permute';
import { shiftImmediateRows } from './shift-immediate';
import { structureRows } from './structure-memory';
import { threeDifferentRows } from './three-different';
import { threeSameRows } from './three-same';
import { twoRegisterRows } from './two-register';

/** Advanced SIMD (NEON) of ARMv7-A with the fused operations of its second version (DDI 0406C A7.4 and A7.7). */
export const neonRows: readonly ArmRow[] = [
  ...threeSameRows,
  ...threeDifferentRows,
  ...byScalarRows,
  ...shiftImmediateRows,
  ...modifiedImmediateRows,
  ...twoRegisterRows,
  ...permuteRows,
  ...structureRows,
  ...laneRows,
];
