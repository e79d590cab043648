import { IR_STRIDE } from '../../ir/block';
import { opcode, ops } from '../../ir/op';
import { lowerPure } from '../lower/pure';
import { WasmOp } from '../wasm/wasm-op';
import type { DeferredSlots, Recipe } from './deferred-slots';
import type { DeferredState, GroupState } from './deferred-state';
import type { RegionFrame } from './region-frame';

const I32_CONST = opcode['i32.const'];

const GROUPS_PER_WORD = 4;
const FIELD_BITS = 8;
const FIELD = 2 ** FIELD_BITS - 1;
const shiftOf = (group: number): number => (group % GROUPS_PER_WORD) * FIELD_BITS;

/** Writes the code that notes recipes, and computes registers by them. */
export class DeferredCode {
  /** Locals of the leaves of each recipe. Recipes do not share them: a loop would carry on what it never reads. */
  private readonly leaves: readonly (readonly number[])[];
  /** Locals that tell which recipes hold, one number for each group, where that is not known everywhere; 0 means none. */
  private readonly kinds: readonly number[];

  constructor(
    private readonly frame: RegionFrame,
    private readonly deferred: DeferredSlots,
    private readonly dynamic: ReadonlySet<number>,
  ) {
    const locals = (count: number): number[] =>
      Array.from({ length: count }, () => frame.writer.local('i32'));
    this.leaves = deferred.recipes.map((recipe) => locals(recipe.leaves.size));
    this.kinds = locals(dynamic.size === 0 ? 0 : Math.ceil(deferred.groups.length / GROUPS_PER_WORD));
  }

  /** Notes how the registers of a group are computed from now on. */
  begin(recipe: Recipe, state: DeferredState, push: (value: number) => void): void {
    for (const [value, leaf] of recipe.leaves) {
      push(value);
      this.frame.writer.set(this.leaves[recipe.id - 1]![leaf]!);
    }
    this.setKind(state, recipe.group, recipe.id);
  }

  /** Brings all groups to the CPU state, on a way out. */
  flush(state: DeferredState): void {
    for (const group of state.groups) this.flushGroup(group);
  }

  /** Brings a group to the CPU state, where the region goes on. */
  store(state: DeferredState, group: number): void {
    if (state.isStored(group)) return;
    this.flushGroup(state.groups[group]!);
    this.setKind(state, group, 0);
  }

  /** Says that a group is in the CPU state, after something has put it there. */
  forget(): void {
    for (const kind of this.kinds) {
      this.frame.writer.i32(0);
      this.frame.writer.set(kind);
    }
  }

  /** Pushes a register of a group whose recipe is known. */
  push(state: GroupState, offset: number): void {
    const [id, places] = state.entries().next().value!;
    const recipe = this.deferred.recipes[id - 1]!;
    this.compute(recipe, places, recipe.values.get(offset)!);
  }

  /** Says which recipe holds for a group; where those of all other groups are known too, by one constant for all. */
  private setKind(state: DeferredState, group: number, id: number): void {
    if (this.dynamic.size === 0) return;
    const { writer: w } = this.frame;
    const word = Math.floor(group / GROUPS_PER_WORD);
    const kind = this.kinds[word]!;
    let known = this.number(id) << shiftOf(group);
    let clear = FIELD << shiftOf(group);
    for (let other = word * GROUPS_PER_WORD; other < state.groups.length; other++) {
      if (Math.floor(other / GROUPS_PER_WORD) !== word) break;
      if (other === group) continue;
      const [first, ...more] = state.groups[other]!.keys();
      if (more.length > 0) continue;
      known |= this.number(first!) << shiftOf(other);
      clear |= FIELD << shiftOf(other);
    }
    const groups = Math.min(GROUPS_PER_WORD, state.groups.length - word * GROUPS_PER_WORD);
    const all = groups === GROUPS_PER_WORD ? -1 : 2 ** (groups * FIELD_BITS) - 1;
    if (clear !== all) {
      w.get(kind);
      w.i32(~clear);
      w.op(WasmOp.i32And);
      w.i32(known);
      w.op(WasmOp.i32Or);
    } else w.i32(known);
    w.set(kind);
  }

  /** The number of a recipe in its group. */
  private number(id: number): number {
    return id === 0 ? 0 : this.deferred.recipes[id - 1]!.number;
  }

  private flushGroup(group: GroupState): void {
    const { writer: w } = this.frame;
    for (const [id, places] of group) {
      if (id === 0) continue;
      const recipe = this.deferred.recipes[id - 1]!;
      if (group.size > 1) {
        w.get(this.kinds[Math.floor(recipe.group / GROUPS_PER_WORD)]!);
        w.i32(FIELD << shiftOf(recipe.group));
        w.op(WasmOp.i32And);
        w.i32(recipe.number << shiftOf(recipe.group));
        w.op(WasmOp.i32Eq);
        w.if();
      }
      for (const [offset, value] of recipe.values)
        this.frame.storeState(offset, 'i32', () => this.compute(recipe, places, value));
      if (group.size > 1) w.end();
    }
  }

  private compute(recipe: Recipe, places: Int32Array, value: number): void {
    const { writer: w } = this.frame;
    const { code } = recipe.ir;
    const at = value * IR_STRIDE;
    const leaf = recipe.leaves.get(value);
    if (code[at] === I32_CONST) w.i32(code[at + 1]!);
    else if (leaf === undefined) {
      lowerPure(ops[code[at]!]!, {
        writer: w,
        operand: (k) => this.compute(recipe, places, code[at + 1 + k]!),
        immediate: (k) => code[at + 1 + k]!,
        pool: (n) => recipe.ir.pool[n]!,
        temp: (type, n) => this.frame.temp(type, n),
      });
    } else if (places[leaf * 2]! >= 0) {
      w.get(this.frame.slotLocal(places[leaf * 2]!));
      if (places[leaf * 2 + 1] === 0) return;
      w.i32(places[leaf * 2 + 1]!);
      w.op(WasmOp.i32Add);
    } else w.get(this.leaves[recipe.id - 1]![leaf]!);
  }
}
