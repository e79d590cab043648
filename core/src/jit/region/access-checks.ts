import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { MemoryFlag, opcode, ops } from '../../ir/op';
import { Fast, PAGE_SIZE } from '../../memory/layout';
import type { Roots } from './roots';
import { isWayOut } from './way-out';

/** The permission check that an access makes before it, for itself and for later accesses around the same base. */
export interface AccessCheck {
  /** Range to check, in bytes from the access's own address: [low, high). */
  readonly low: number;
  readonly high: number;
  /** Fast bits that every page of the range must have. */
  readonly rights: number;
}

/** Bytes of each memory operation; 0 for others. */
export const accessSize: readonly number[] = ops.map(({ name }) => {
  const match = /^(?:load|store)\.(?:[uif](\d+)|v128)$/.exec(name);
  return match === null ? 0 : match[1] === undefined ? 16 : Number(match[1]) / 8;
});
export const isStore: readonly boolean[] = ops.map(({ name }) => name.startsWith('store.'));

const IF = opcode.if;
const ELSE = opcode.else;
const END = opcode.end;

/** The checks of a block's accesses, by instruction index. */
export interface AccessChecks {
  /** Accesses that an earlier check covers have none. */
  readonly permissions: ReadonlyMap<number, AccessCheck>;
  /** Accesses for which an earlier one has tested the alignment. */
  readonly aligned: ReadonlySet<number>;
}

interface Group {
  /** Instruction index of the first access. */
  readonly leader: number;
  readonly leaderOffset: number;
  low: number;
  high: number;
  rights: number;
}

/**
 * Merges the permission checks of a block: accesses at constant distances from one base, of one arm, within a page's length,
 * are checked together before the first. A merged check that fails leads to the interpreter, which decides exactly.
 */
export function accessChecks(ir: IrBlock, { root, offset }: Roots): AccessChecks {
  const { code } = ir;
  const count = code.length / IR_STRIDE;
  const groups: Group[] = [];
  let open = new Map<number, Group>();
  const outer: { readonly open: Map<number, Group>; readonly tested: Map<number, number> }[] = [];
  /** Accesses that test their alignment, by the root of their address. */
  let tested = new Map<number, number>();
  const aligned = new Set<number>();
  for (let index = 0; index < count; index++) {
    const at = index * IR_STRIDE;
    const op = code[at]!;
    if (op === IF || op === ELSE || op === END) {
      if (op === IF) outer.push({ open, tested: isWayOut(code, at) ? tested : new Map() });
      if (op === END) ({ open, tested } = outer.pop()!);
      else {
        open = new Map();
        tested = new Map();
      }
      continue;
    }
    const size = accessSize[op]!;
    if (size === 0) continue;
    const base = code[at + 1]!;
    const right = isStore[op] ? Fast.write : Fast.read;
    const low = offset[base]!;
    if ((flagsOf(code, at) & MemoryFlag.aligned) !== 0) {
      const earlier = tested.get(root[base]!);
      if (earlier !== undefined && sameTest(code, earlier * IR_STRIDE, at)) {
        const distance = low - offset[code[earlier * IR_STRIDE + 1]!]!;
        if (distance % size === 0) aligned.add(index);
      }
      if (!aligned.has(index)) tested.set(root[base]!, index);
    }
    const group = open.get(root[base]!);
    if (group !== undefined) {
      const joinedLow = Math.min(group.low, low);
      const joinedHigh = Math.max(group.high, low + size);
      if (joinedHigh - joinedLow <= PAGE_SIZE) {
        group.low = joinedLow;
        group.high = joinedHigh;
        group.rights |= right;
        continue;
      }
    }
    const fresh: Group = { leader: index, leaderOffset: low, low, high: low + size, rights: right };
    groups.push(fresh);
    open.set(root[base]!, fresh);
  }
  const permissions = new Map(
    groups.map(({ leader, leaderOffset, low, high, rights }) => [
      leader,
      { low: low - leaderOffset, high: high - leaderOffset, rights },
    ]),
  );
  return { permissions, aligned };
}

/** MemoryFlag bits of an access. */
const flagsOf = (code: Int32Array, at: number): number =>
  isStore[code[at]!] ? code[at + 3]! : code[at + 2]!;
/** Whether two accesses demand the same alignment. */
const sameTest = (code: Int32Array, a: number, b: number): boolean =>
  accessSize[code[a]!] === accessSize[code[b]!] && flagsOf(code, a) === flagsOf(code, b);
