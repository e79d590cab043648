import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { MemoryFlag, opcode, ops } from '../../ir/op';
import { typeSize } from '../../ir/types';
import { Fast } from '../../memory/layout';
import type { Roots } from './roots';
import { type SlotMap, stateAccess, touchesFpFlags } from './slots';
import { isWayOut } from './way-out';

/** Bytes of each memory operation; 0 for others. */
export const accessSize: readonly number[] = ops.map(({ name }) => {
  const match = /^(?:load|store)\.(?:[uif](\d+)|v128)$/.exec(name);
  return match === null ? 0 : match[1] === undefined ? 16 : Number(match[1]) / 8;
});
const isStore: readonly boolean[] = ops.map(({ name }) => name.startsWith('store.'));

const { if: IF, else: ELSE, end: END, jump: JUMP, call: CALL } = opcode;
const CALL_INDIRECT = opcode['call.indirect'];

/**
 * What a block does, in order, as far as permission checks are concerned. A *root* is the value that others are, but for a constant
 * (see Roots); a *slot* is the offset of a guest register that is kept in a local.
 */
export type CheckEvent =
  | {
      readonly kind: 'access';
      readonly index: number;
      readonly root: number;
      /** Bytes [low, high) from the root. */
      readonly low: number;
      readonly high: number;
      readonly rights: number;
      /** What the address must be a multiple of; 0 if it need not. */
      readonly alignment: number;
    }
  /** A register's value begins to be known as a root of its own. */
  | { readonly kind: 'read'; readonly slot: number; readonly root: number }
  /** A register becomes a root plus a constant. */
  | { readonly kind: 'write'; readonly slot: number; readonly root: number; readonly offset: number }
  | { readonly kind: 'if'; readonly wayOut: boolean }
  | { readonly kind: 'else' }
  | { readonly kind: 'end' }
  /** Control goes on elsewhere: the n-th continuation of the block. Behind a call nothing is known. */
  | { readonly kind: 'leave'; readonly jump: number; readonly call: boolean };

/** What the address of an access must be a multiple of; 0 if it need not. */
export function alignmentOf(code: Int32Array, at: number): number {
  const size = accessSize[code[at]!]!;
  const flags = isStore[code[at]!] ? code[at + 3]! : code[at + 2]!;
  if (size === 1 || (flags & MemoryFlag.aligned) === 0) return 0;
  return (flags & MemoryFlag.alignedWord) !== 0 ? Math.min(4, size) : size;
}

/**
 * The events of a block.
 *
 * @param fpFlags - offset of the register in which float operations accumulate their flags
 */
export function checkEvents(
  { code }: IrBlock,
  { root, offset }: Roots,
  slots: SlotMap,
  fpFlags: number | undefined,
): CheckEvent[] {
  const events: CheckEvent[] = [];
  let jump = 0;
  for (let index = 0, at = 0; at < code.length; index++, at += IR_STRIDE) {
    const op = code[at]!;
    const size = accessSize[op]!;
    if (size > 0) {
      const base = code[at + 1]!;
      const low = offset[base]!;
      const rights = isStore[op] ? Fast.write : Fast.read;
      const alignment = alignmentOf(code, at);
      events.push({ kind: 'access', index, root: root[base]!, low, high: low + size, rights, alignment });
    } else if (op === IF) events.push({ kind: 'if', wayOut: isWayOut(code, at) });
    else if (op === ELSE) events.push({ kind: 'else' });
    else if (op === END) events.push({ kind: 'end' });
    else if (op === JUMP) events.push({ kind: 'leave', jump: jump++, call: false });
    else if (op === CALL || op === CALL_INDIRECT) events.push({ kind: 'leave', jump: jump++, call: true });
    else if (touchesFpFlags[op] && fpFlags !== undefined)
      events.push({ kind: 'write', slot: fpFlags, root: index, offset: 0 });
    else {
      const access = stateAccess(code, at);
      if (access === undefined || typeSize[access.type] !== 4) continue;
      const slot = slots.get(access.offset, access.type);
      if (slot.bit < 0) continue;
      if (access.write) {
        const value = code[at + 1]!;
        const known = access.type === 'i32';
        events.push({
          kind: 'write',
          slot: access.offset,
          root: known ? root[value]! : index,
          offset: known ? offset[value]! : 0,
        });
      } else if (access.type === 'i32' && root[index] === index)
        events.push({ kind: 'read', slot: access.offset, root: index });
    }
  }
  return events;
}
