import { IR_STRIDE } from '../../ir/block';
import { leaves } from '../../ir/verify';

/** Whether no path through an `if` does anything but leave: what is known before it is known after it. */
export function isWayOut(code: Int32Array, at: number): boolean {
  const otherwise = code[at + 2]! * IR_STRIDE;
  const end = code[at + 3]! * IR_STRIDE;
  const leavesOrEmpty = (from: number, to: number): boolean =>
    from + IR_STRIDE >= to || Boolean(leaves[code[to - IR_STRIDE]!]);
  return leavesOrEmpty(at, otherwise) && leavesOrEmpty(otherwise, end);
}
