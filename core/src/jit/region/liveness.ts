import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { opcode } from '../../ir/op';
import { BitSet } from './bit-set';
import { leaves, mayLeave } from './leaving';
import type { Region } from './region';
import { type SlotMap, stateAccess, touchesFpFlags } from './slots';

/** What the registers of a region in locals hold where, block by block. */
export interface RegisterFlow {
  /** Slots that may have been written since they were last stored to the CPU state, at the start of each block. */
  readonly dirtyIn: readonly BitSet[];
  /** Slots whose local must hold the register's value at the start of each block. */
  readonly liveIn: readonly BitSet[];
  /** Slots that the region writes anywhere. */
  readonly written: BitSet;
  /** The different sets of dirty slots at operations that may leave to the interpreter. One set, `written`, if there are too many. */
  readonly slowSets: readonly BitSet[];
  /** Dirty slots where each block is or may be left, by the operation's place. */
  readonly dirtyAt: readonly ReadonlyMap<number, BitSet>[];
}

/** More sets than this are not told apart: each costs code. */
const MAX_SLOW_SETS = 80;

const IF = opcode.if;
const ELSE = opcode.else;
const END = opcode.end;
const CALL = opcode.call;
const CALL_INDIRECT = opcode['call.indirect'];
const JUMP = opcode.jump;
const INSN = opcode.insn;

const isCall = (op: number): boolean => op === CALL || op === CALL_INDIRECT;

/**
 * Follows dirty registers forward and needed registers backward. What may be dirty is needed wherever the region may be left,
 * since the exit there stores it.
 */
export function registerFlow(region: Region, slots: SlotMap, fpFlags: number | undefined): RegisterFlow {
  const { blocks } = region;
  const written = new BitSet();
  const flagsBit = fpFlags === undefined ? -1 : bitOf(slots, fpFlags);
  for (const { ir } of blocks) {
    for (let at = 0; at < ir.code.length; at += IR_STRIDE) {
      const access = stateAccess(ir.code, at);
      if (access?.write) addLocal(written, slots, access.offset, access.type);
      else if (flagsBit >= 0 && touchesFpFlags[ir.code[at]!]) written.add(flagsBit);
    }
  }
  const dirtyIn = blocks.map(() => new BitSet());
  const work = blocks.map((_, index) => index);
  for (let block = work.shift(); block !== undefined; block = work.shift()) {
    const { ir, targets } = blocks[block]!;
    forward(ir, slots, dirtyIn[block]!, flagsBit, (jump, dirty) => {
      const to = targets[jump]!;
      if (to >= 0 && dirtyIn[to]!.union(dirty) && !work.includes(to)) work.push(to);
    });
  }
  const dirtyAt = blocks.map(({ ir }, block) => dirtyWhereLeft(ir, slots, dirtyIn[block]!, flagsBit));
  const slowSets = new Map<string, BitSet>();
  blocks.forEach(({ ir }, block) => {
    for (const [at, dirty] of dirtyAt[block]!) if (mayLeave[ir.code[at]!]) slowSets.set(dirty.key, dirty);
  });
  const exact = slowSets.size <= MAX_SLOW_SETS;
  if (!exact) {
    blocks.forEach(({ ir }, block) => {
      for (const at of dirtyAt[block]!.keys()) if (mayLeave[ir.code[at]!]) dirtyAt[block]!.set(at, written);
    });
  }
  const liveIn = blocks.map(() => new BitSet());
  // At the head of a loop the fuel may end, and what is dirty is stored.
  blocks.forEach((block, from) => {
    for (const to of block.targets) if (to >= 0 && to <= from) liveIn[to]!.union(dirtyIn[to]!);
  });
  for (let changed = true; changed; ) {
    changed = false;
    for (let block = blocks.length - 1; block >= 0; block--) {
      const { ir, targets } = blocks[block]!;
      const live = backward(ir, slots, flagsBit, dirtyAt[block]!, (jump) => {
        const to = targets[jump]!;
        return to < 0 ? undefined : liveIn[to]!;
      });
      if (liveIn[block]!.union(live)) changed = true;
    }
  }
  return { dirtyIn, liveIn, written, slowSets: exact ? [...slowSets.values()] : [written], dirtyAt };
}

/** The dirty set at each operation of a block where the region is or may be left; equal neighbours share one set. */
function dirtyWhereLeft(ir: IrBlock, slots: SlotMap, start: BitSet, flagsBit: number): Map<number, BitSet> {
  const found = new Map<number, BitSet>();
  let last: BitSet | undefined;
  forward(
    ir,
    slots,
    start,
    flagsBit,
    () => {},
    (at, dirty) => {
      const op = ir.code[at]!;
      if (!leaves[op] && !mayLeave[op]) return;
      if (last === undefined || !last.equals(dirty)) last = dirty.clone();
      found.set(at, last);
    },
  );
  return found;
}

function bitOf(slots: SlotMap, offset: number): number {
  return slots.locals.find((slot) => slot.offset === offset)?.bit ?? -1;
}

function addLocal(set: BitSet, slots: SlotMap, offset: number, type: Parameters<SlotMap['get']>[1]): void {
  const slot = slots.get(offset, type);
  if (slots.isStored(slot)) set.add(slot.bit);
}

/** Walks a block forward with its dirty set: `jump` gets the set at each continuation, `visit` before each instruction. */
function forward(
  ir: IrBlock,
  slots: SlotMap,
  start: BitSet,
  flagsBit: number,
  jump: (n: number, dirty: BitSet) => void,
  visit: (at: number, dirty: BitSet) => void = () => {},
): void {
  const { code } = ir;
  let dirty = start.clone();
  const stack: { before: BitSet; taken: BitSet | undefined }[] = [];
  let jumps = 0;
  let left = false;
  for (let at = 0; at < code.length; at += IR_STRIDE) {
    const op = code[at]!;
    visit(at, dirty);
    if (op === IF) {
      stack.push({ before: dirty.clone(), taken: undefined });
      left = false;
    } else if (op === ELSE) {
      const top = stack[stack.length - 1]!;
      top.taken = left ? new BitSet() : dirty;
      dirty = top.before.clone();
      left = false;
    } else if (op === END) {
      const top = stack.pop()!;
      if (left) dirty = new BitSet();
      dirty.union(top.taken ?? top.before);
      left = false;
    } else if (op === JUMP || isCall(op)) {
      jump(jumps++, isCall(op) ? new BitSet() : dirty);
      left = true;
    } else if (leaves[op]) {
      left = true;
    } else {
      const access = stateAccess(code, at);
      if (access?.write) addLocal(dirty, slots, access.offset, access.type);
      else if (flagsBit >= 0 && touchesFpFlags[op]) dirty.add(flagsBit);
    }
  }
}

/** Walks a block backward and gives what must be live at its start. */
function backward(
  ir: IrBlock,
  slots: SlotMap,
  flagsBit: number,
  dirtyAt: ReadonlyMap<number, BitSet>,
  liveAt: (jump: number) => BitSet | undefined,
): BitSet {
  const { code } = ir;
  let jumps = 0;
  for (let at = 0; at < code.length; at += IR_STRIDE) if (code[at] === JUMP || isCall(code[at]!)) jumps++;
  let live = new BitSet();
  const stack: { after: BitSet; otherwise: BitSet | undefined }[] = [];
  // An instruction that may leave after it has written registers keeps their old values from its start.
  let leavesLater = false;
  for (let at = code.length - IR_STRIDE; at >= 0; at -= IR_STRIDE) {
    const op = code[at]!;
    if (op === END) {
      stack.push({ after: live.clone(), otherwise: undefined });
    } else if (op === ELSE) {
      const top = stack[stack.length - 1]!;
      top.otherwise = live;
      live = top.after.clone();
    } else if (op === IF) {
      const top = stack.pop()!;
      live.union(top.otherwise ?? top.after);
    } else if (leaves[op]) {
      live = dirtyAt.get(at)!.clone();
      const next = op === JUMP || isCall(op) ? liveAt(--jumps) : undefined;
      // After a call everything is read again from the CPU state.
      if (next !== undefined && op === JUMP) live.union(next);
    } else {
      const access = stateAccess(code, at);
      if (access !== undefined) {
        const { bit } = slots.get(access.offset, access.type);
        if (bit >= 0) {
          if (!access.write || leavesLater) live.add(bit);
          else live.delete(bit);
        }
      }
      if (op === INSN) leavesLater = false;
      if (mayLeave[op]) {
        live.union(dirtyAt.get(at)!);
        leavesLater = true;
      }
      if (flagsBit >= 0 && touchesFpFlags[op]) live.add(flagsBit);
    }
  }
  return live;
}
