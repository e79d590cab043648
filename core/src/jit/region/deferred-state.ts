import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { opcode } from '../../ir/op';
import type { DeferredSlots, Recipe } from './deferred-slots';
import { leaves } from './leaving';
import type { Roots } from './roots';
import { type SlotMap, stateAccess, touchesFpFlags } from './slots';
import { isWayOut } from './way-out';

const { if: IF, else: ELSE, end: END, insn: INSN, jump: JUMP, call: CALL } = opcode;
const CALL_INDIRECT = opcode['call.indirect'];

/** Stands for registers that are in the CPU state. */
const IN_MEMORY = 0;

/** Where each leaf of a recipe is besides its local: two numbers a leaf, the bit of a register or −1, and what to add to it. */
type Places = Int32Array;
/** The recipes that may hold for a group, by id. */
export type GroupState = ReadonlyMap<number, Places>;

const NOWHERE: Places = new Int32Array(0);
/** In the CPU state. */
export const STORED: GroupState = new Map([[IN_MEMORY, NOWHERE]]);

/** What is known of all groups at one point. States are values: changes make new ones. */
export class DeferredState {
  private text: string | undefined;

  constructor(readonly groups: readonly GroupState[]) {}

  /** All in the CPU state. */
  static stored(count: number): DeferredState {
    return new DeferredState(Array.from({ length: count }, () => STORED));
  }
  with(group: number, state: GroupState): DeferredState {
    if (this.groups[group] === state) return this;
    const groups = [...this.groups];
    groups[group] = state;
    return new DeferredState(groups);
  }
  isStored(group: number): boolean {
    return isStored(this.groups[group]!);
  }
  get allStored(): boolean {
    return this.groups.every(isStored);
  }
  /** Equal for equal states. */
  get key(): string {
    this.text ??= this.groups
      .map((group) => [...group].map(([id, places]) => `${id}:${places.join()}`).join(' '))
      .join(';');
    return this.text;
  }
}

export const isStored = (state: GroupState): boolean => state.size === 1 && state.has(IN_MEMORY);

function mergeGroups(a: GroupState, b: GroupState): GroupState {
  if (a === b) return a;
  const merged = new Map(a);
  let changed = false;
  for (const [id, places] of b) {
    const other = a.get(id);
    if (other === undefined) {
      merged.set(id, places);
      changed = true;
      continue;
    }
    const common = other.slice();
    let differs = false;
    for (let k = 0; k < common.length; k += 2) {
      if (common[k] === places[k] && common[k + 1] === places[k + 1]) continue;
      if (common[k] === -1) continue;
      common[k] = -1;
      common[k + 1] = 0;
      differs = true;
    }
    if (!differs) continue;
    merged.set(id, common);
    changed = true;
  }
  return changed ? new Map([...merged].sort(([x], [y]) => x - y)) : a;
}

/** What holds where two paths meet. */
export function mergeStates(a: DeferredState, b: DeferredState): DeferredState {
  if (a === b) return a;
  const groups = a.groups.map((group, n) => mergeGroups(group, b.groups[n]!));
  return groups.every((group, n) => group === a.groups[n]) ? a : new DeferredState(groups);
}

/** What a walk knows of the values behind registers and recipes. */
interface Known {
  readonly content: Map<number, number>;
  readonly fresh: Map<number, Recipe>;
}
interface Arm {
  readonly before: DeferredState;
  taken: DeferredState | undefined;
  /** Where the arms only lead out: what is known again behind them. */
  readonly around: Known | undefined;
}

/** Follows the state through one block. `step` is called for each operation, after it has been dealt with. */
export class DeferredWalk {
  /** The state at the start of the current guest instruction, to which exits in its middle go back. */
  atInstruction: DeferredState;
  private readonly arms: Arm[] = [];
  private content = new Map<number, number>();
  private fresh = new Map<number, Recipe>();
  private left = false;
  private jumps = 0;

  constructor(
    private readonly deferred: DeferredSlots,
    private readonly slots: SlotMap,
    private readonly block: number,
    private readonly ir: IrBlock,
    private readonly roots: Roots,
    public state: DeferredState,
    private readonly onJump: (jump: number, state: DeferredState) => void = () => {},
    private readonly flagsBit = -1,
  ) {
    this.atInstruction = state;
  }

  step(at: number): void {
    const { code } = this.ir;
    const op = code[at]!;
    if (op === INSN) {
      for (const group of this.deferred.blocks[this.block]!.inMemory.get(at) ?? [])
        this.state = this.state.with(group, STORED);
      this.atInstruction = this.state;
      return;
    }
    if (op === IF || op === ELSE || op === END) {
      this.arm(op, at);
      return;
    }
    if (leaves[op]) {
      const call = op === CALL || op === CALL_INDIRECT;
      if (op === JUMP) this.onJump(this.jumps++, this.state);
      else if (call) this.onJump(this.jumps++, DeferredState.stored(this.state.groups.length));
      this.left = true;
      return;
    }
    const access = stateAccess(code, at);
    if (access === undefined) {
      if (this.flagsBit >= 0 && touchesFpFlags[op]) this.write(this.flagsBit, -1);
      return;
    }
    const group = this.deferred.groupOf.get(access.offset);
    if (group === undefined) {
      const { bit, type } = this.slots.get(access.offset, access.type);
      if (bit < 0) return;
      const value =
        type === 'i32' && access.type === 'i32' ? (access.write ? code[at + 1]! : at / IR_STRIDE) : -1;
      if (access.write) this.write(bit, value);
      else if (value >= 0 && !this.content.has(bit)) this.content.set(bit, value);
    } else if (!access.write) {
      if (this.readNeedsStore(group)) this.state = this.state.with(group, STORED);
    } else {
      const recipe = this.deferred.blocks[this.block]!.recipes.get(at);
      if (recipe !== undefined) this.begin(recipe);
    }
  }

  /** Whether a read has to have a group stored first, since it is not known which recipe holds. */
  readNeedsStore(group: number): boolean {
    return this.state.groups[group]!.size > 1;
  }

  private arm(op: number, at: number): void {
    let known: Known | undefined;
    if (op === IF) {
      const around = isWayOut(this.ir.code, at) ? { content: this.content, fresh: this.fresh } : undefined;
      this.arms.push({ before: this.state, taken: undefined, around });
    } else if (op === ELSE) {
      const arm = this.arms[this.arms.length - 1]!;
      arm.taken = this.left ? NEVER : this.state;
      this.state = arm.before;
    } else {
      const arm = this.arms.pop()!;
      known = arm.around;
      const other = arm.taken ?? arm.before;
      if (this.left) this.state = other === NEVER ? arm.before : other;
      else if (other !== NEVER) this.state = mergeStates(this.state, other);
    }
    this.left = false;
    this.content = known?.content ?? new Map();
    this.fresh = known?.fresh ?? new Map();
  }

  private begin(recipe: Recipe): void {
    const { root, offset } = this.roots;
    const places = new Int32Array(recipe.leaves.size * 2).fill(-1);
    for (const [value, leaf] of recipe.leaves) {
      for (const [bit, held] of this.content) {
        if (root[held] !== root[value]) continue;
        places[leaf * 2] = bit;
        places[leaf * 2 + 1] = (offset[value]! - offset[held]!) | 0;
        break;
      }
    }
    this.fresh.set(recipe.id, recipe);
    this.state = this.state.with(recipe.group, new Map([[recipe.id, places]]));
  }

  /** A register has got a value, or something unknown (−1). */
  private write(bit: number, value: number): void {
    const { root, offset } = this.roots;
    const before = this.content.get(bit);
    const moved = before !== undefined && value >= 0 && root[before] === root[value];
    const by = moved ? offset[value]! - offset[before]! : 0;
    this.state.groups.forEach((group, n) => {
      let changed: Map<number, Places> | undefined;
      for (const [id, places] of group) {
        let next = places;
        for (let k = 0; k < places.length; k += 2) {
          if (places[k] !== bit || (moved && by === 0)) continue;
          if (next === places) next = places.slice();
          if (moved) next[k + 1]! -= by;
          else next[k] = -1;
        }
        const recipe = value < 0 ? undefined : this.fresh.get(id);
        for (const [leaf, index] of recipe?.leaves ?? []) {
          if (next[index * 2] !== -1 || root[leaf] !== root[value]) continue;
          if (next === places) next = places.slice();
          next[index * 2] = bit;
          next[index * 2 + 1] = (offset[leaf]! - offset[value]!) | 0;
        }
        if (next !== places) (changed ??= new Map(group)).set(id, next);
      }
      if (changed !== undefined) this.state = this.state.with(n, changed);
    });
    if (value < 0) this.content.delete(bit);
    else this.content.set(bit, value);
  }
}
/** An arm that does not go on. */
const NEVER = new DeferredState([]);
