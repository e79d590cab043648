import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { opcode, ops } from '../../ir/op';
import { integerLowerings } from '../lower/integer';
import { leaves, mayLeave } from './leaving';
import type { Region } from './region';
import { type SlotMap, stateAccess } from './slots';

/**
 * How the registers of a group are computed from what one instruction wrote to them: by pure operations on leaves, which the
 * instruction puts into locals.
 */
export interface Recipe {
  /** From 1. Recipes that do the same with their leaves have one number. */
  readonly id: number;
  readonly group: number;
  /** Among the group's recipes, from 1 to 255. */
  readonly number: number;
  readonly ir: IrBlock;
  /** Value of each register of the group, by its offset. */
  readonly values: ReadonlyMap<number, number>;
  /** Index of each leaf by its value. */
  readonly leaves: ReadonlyMap<number, number>;
}

/** What the analysis found out about one block. */
export interface DeferredBlock {
  /** The recipe that holds from a write on, by the write's place in the code. */
  readonly recipes: ReadonlyMap<number, Recipe>;
  /** Groups that have to be in memory at the start of an instruction, since it may leave after it has written them. */
  readonly inMemory: ReadonlyMap<number, readonly number[]>;
  /** Writes that go to memory at once. */
  readonly eager: ReadonlySet<number>;
}

/** Operations of a recipe for one register; what is larger is computed where it is written. */
const MOST_OPERATIONS = 12;
const MOST_NUMBERS = 255;

const { if: IF, else: ELSE, end: END, insn: INSN } = opcode;
const I32_CONST = opcode['i32.const'];
const boundary: readonly boolean[] = ops.map(
  ({ code }) =>
    code === IF || code === ELSE || code === END || code === INSN || leaves[code]! || mayLeave[code]!,
);
/** Operations that a recipe may repeat: from integers to an integer, in one instruction. */
export const repeatable: readonly boolean[] = ops.map(
  (op) =>
    op.wasm >= 0 &&
    op.code !== I32_CONST &&
    op.result === 'i32' &&
    op.operands.every((kind) => kind === 'i32') &&
    !(op.name in integerLowerings),
);

interface Write {
  readonly block: number;
  readonly at: number;
  readonly insn: number;
  readonly segment: number;
  readonly value: number;
}

/**
 * Registers of a region that are written often and read rarely (condition flags): a write notes how to compute them, and
 * only reads and exits do so. Registers that the same instructions write form a group, whose state is one.
 */
export class DeferredSlots {
  /** Offsets of the registers of each group. */
  readonly groups: readonly (readonly number[])[];
  readonly groupOf: ReadonlyMap<number, number>;
  readonly blocks: readonly DeferredBlock[];
  /** Whether the recipes can be told apart by small numbers. */
  readonly fits: boolean;
  /** One recipe of each number, from number 1. */
  readonly recipes: Recipe[] = [];

  constructor(region: Region, slots: SlotMap) {
    const writes = new Map<number, Write[]>();
    for (const offset of slots.deferred) writes.set(offset, []);
    const eager = region.blocks.map(() => new Set<number>());
    const eagerAt = region.blocks.map(() => new Map<number, Set<number>>());
    let segment = 0;
    region.blocks.forEach(({ ir: { code } }, block) => {
      const last = lastLeave(code);
      let insn = 0;
      for (let at = 0; at < code.length; at += IR_STRIDE) {
        const op = code[at]!;
        if (op === INSN) insn = at;
        if (boundary[op]) segment++;
        const access = stateAccess(code, at);
        if (access === undefined || !slots.deferred.has(access.offset)) continue;
        if (!access.write) segment++;
        else if (at < last.get(insn)!) {
          eager[block]!.add(at);
          const offsets = eagerAt[block]!.get(insn) ?? new Set();
          eagerAt[block]!.set(insn, offsets.add(access.offset));
        } else writes.get(access.offset)!.push({ block, at, insn, segment, value: code[at + 1]! });
      }
    });
    const byKey = new Map<string, number[]>();
    for (const [offset, list] of writes) {
      const key = list.map((write) => write.segment).join();
      byKey.set(key, [...(byKey.get(key) ?? []), offset]);
    }
    this.groups = [...byKey.values()];
    this.groupOf = new Map(
      this.groups.flatMap((offsets, group) => offsets.map((offset) => [offset, group] as const)),
    );
    const recipes = region.blocks.map(() => new Map<number, Recipe>());
    const ids = new Map<string, number>();
    let largest = 0;
    this.groups.forEach((offsets, group) => {
      let inGroup = 0;
      writes.get(offsets[0]!)!.forEach((_, n) => {
        const together = offsets.map((offset) => writes.get(offset)![n]!);
        const { block, insn } = together[0]!;
        const { ir } = region.blocks[block]!;
        const values = new Map(offsets.map((offset, k) => [offset, together[k]!.value]));
        const found = leavesOf(ir, [...values.values()], storedBy(ir.code, insn, slots));
        const text = offsets.map((offset) => textOf(ir.code, found, values.get(offset)!)).join();
        const key = `${group}:${text}`;
        const id = ids.get(key) ?? this.recipes.length + 1;
        const number = ids.has(key) ? this.recipes[id - 1]!.number : ++inGroup;
        const recipe = { id, group, number, ir, values, leaves: found };
        if (!ids.has(key)) this.recipes.push(recipe);
        ids.set(key, id);
        recipes[block]!.set(Math.max(...together.map((write) => write.at)), recipe);
      });
      largest = Math.max(largest, inGroup);
    });
    this.fits = largest <= MOST_NUMBERS;
    this.blocks = region.blocks.map((_, block) => ({
      recipes: recipes[block]!,
      eager: eager[block]!,
      inMemory: new Map(
        [...eagerAt[block]!].map(([insn, offsets]) => [
          insn,
          [...new Set([...offsets].map((offset) => this.groupOf.get(offset)!))],
        ]),
      ),
    }));
  }
}

/** The place of the last operation of each guest instruction that may leave, or the instruction itself. */
function lastLeave(code: Int32Array): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  let insn = 0;
  for (let at = 0; at < code.length; at += IR_STRIDE) {
    if (code[at] === INSN) {
      insn = at;
      last.set(insn, at);
    } else if (mayLeave[code[at]!]) last.set(insn, at);
  }
  return last;
}

/** Values that a guest instruction writes to registers in locals, where they are found again without being computed. */
function storedBy(code: Int32Array, insn: number, slots: SlotMap): ReadonlySet<number> {
  const stored = new Set<number>();
  for (let at = insn + IR_STRIDE; at < code.length && code[at] !== INSN; at += IR_STRIDE) {
    const access = stateAccess(code, at);
    if (access?.write && slots.get(access.offset, access.type).bit >= 0) stored.add(code[at + 1]!);
  }
  return stored;
}

/** The leaves of the computation of some values. */
function leavesOf(
  { code }: IrBlock,
  values: readonly number[],
  stored: ReadonlySet<number>,
): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const visit = (value: number, left: { count: number }): void => {
    const at = value * IR_STRIDE;
    const op = code[at]!;
    if (op === I32_CONST || found.has(value)) return;
    if (!repeatable[op] || stored.has(value) || --left.count < 0) {
      found.set(value, found.size);
      return;
    }
    for (let k = 0; k < ops[op]!.operands.length; k++) visit(code[at + 1 + k]!, left);
  };
  // What is a leaf for one register shall be one for all.
  for (const value of values) if (stored.has(value)) visit(value, { count: 0 });
  for (const value of values) visit(value, { count: MOST_OPERATIONS });
  return found;
}

/** What a recipe does for one value, the same for equal recipes. */
function textOf(code: Int32Array, leaves: ReadonlyMap<number, number>, value: number): string {
  const leaf = leaves.get(value);
  if (leaf !== undefined) return `#${leaf}`;
  const at = value * IR_STRIDE;
  if (code[at] === I32_CONST) return `${code[at + 1]}`;
  const { operands } = ops[code[at]!]!;
  return `${code[at]}(${operands.map((_, k) => textOf(code, leaves, code[at + 1 + k]!)).join()})`;
}
