import { ops } from '../../ir/op';
import { leaves as endsBlock } from '../../ir/verify';
import { accessSize } from './check-events';

/** Operations that end a block or an arm. */
export const leaves: readonly boolean[] = ops.map(({ code }) => Boolean(endsBlock[code]));

/** Operations at which a region may leave to the interpreter in the middle of a block. */
export const mayLeave: readonly boolean[] = ops.map(
  (op) => accessSize[op.code]! > 0 || op.name.startsWith('fp.') || op.name === 'helper',
);
