import type { CheckEvent } from './check-events';
import {
  type Checked,
  type CheckedRange,
  covers,
  fitTogether,
  isMultiple,
  seenFrom,
  withRange,
} from './checked-ranges';

/** The permission check that an access makes before it, for itself and for later accesses around the same base. */
export interface AccessCheck {
  /** Range to check, in bytes from the access's own address: [low, high). */
  readonly low: number;
  readonly high: number;
  /** Fast bits that every page of the range must have. */
  readonly rights: number;
}

/** What is known of registers' values, by slot. */
export type KnownSlots = ReadonlyMap<number, Checked>;

/** A check before one access that serves several. */
export interface CheckGroup {
  /** Instruction index of the first access. */
  readonly leader: number;
  readonly leaderLow: number;
  /** Register that holds the base from the start of the block on; undefined if none does, or if the group is in an arm. */
  readonly slot: number | undefined;
  readonly low: number;
  readonly high: number;
  readonly rights: number;
}

/** An alignment test that an access makes. */
export interface AlignmentTest {
  readonly slot: number | undefined;
  readonly offset: number;
  readonly multiple: number;
}

/** The checks of a block's accesses. */
export interface AccessChecks {
  /** By instruction index. Accesses that an earlier check covers have none. */
  readonly permissions: ReadonlyMap<number, AccessCheck>;
  /** Accesses whose alignment is known from an earlier one. */
  readonly aligned: ReadonlySet<number>;
  readonly groups: readonly CheckGroup[];
  readonly tests: readonly AlignmentTest[];
}

interface OpenGroup extends CheckGroup {
  readonly arm: number;
  low: number;
  high: number;
  rights: number;
}

/** What is known of one root. */
interface RootState {
  /** From before the block, or from another root that is the same. */
  ranges: readonly CheckedRange[];
  groups: readonly OpenGroup[];
  multiple: number;
  residue: number;
}

interface Around {
  readonly roots: Map<number, RootState>;
  readonly held: Map<number, { readonly root: number; readonly offset: number }>;
  readonly pending: Map<number, Checked>;
  readonly arm: number;
  readonly wayOut: boolean;
  readonly written: Set<number>;
}

/**
 * Merges the permission checks of a block: accesses at constant distances from one base, of one arm, within a page's length,
 * are checked together before the first, and not at all where earlier blocks have done it. A merged check that fails
 * leads to the interpreter, which decides exactly.
 *
 * @param known - of registers at the start of the block
 * @param leave - gets what is known at each continuation of the block
 */
export function accessChecks(
  events: readonly CheckEvent[],
  known: KnownSlots,
  leave: (jump: number, known: KnownSlots) => void = () => undefined,
): AccessChecks {
  return new CheckWalk(known, leave).walk(events);
}

const NOTHING: KnownSlots = new Map();

class CheckWalk {
  private roots = new Map<number, RootState>();
  /** What registers hold that the block has read or written. */
  private held = new Map<number, { readonly root: number; readonly offset: number }>();
  /** What is known of those that it has not. */
  private pending: Map<number, Checked>;
  /** Registers that hold what they held at the start of the block, by the root that this is. */
  private readonly slotOfRoot = new Map<number, number>();
  private readonly changed = new Set<number>();
  private readonly around: Around[] = [];
  private arm = 0;
  private arms = 0;
  private readonly groups: OpenGroup[] = [];
  private readonly tests: AlignmentTest[] = [];
  private readonly aligned = new Set<number>();

  constructor(
    known: KnownSlots,
    private readonly leave: (jump: number, known: KnownSlots) => void,
  ) {
    this.pending = new Map(known);
  }

  walk(events: readonly CheckEvent[]): AccessChecks {
    for (const event of events) this.event(event);
    const { groups, tests, aligned } = this;
    const permissions = new Map(
      groups.map(({ leader, leaderLow, low, high, rights }) => [
        leader,
        { low: low - leaderLow, high: high - leaderLow, rights },
      ]),
    );
    return { permissions, aligned, groups, tests };
  }

  private event(event: CheckEvent): void {
    switch (event.kind) {
      case 'access':
        this.access(event);
        return;
      case 'read':
        this.read(event.slot, event.root);
        return;
      case 'write':
        this.held.set(event.slot, event);
        this.pending.delete(event.slot);
        this.changed.add(event.slot);
        for (const { written } of this.around) written.add(event.slot);
        return;
      case 'leave':
        this.leave(event.jump, event.call ? NOTHING : this.knownSlots());
        return;
      default:
        this.structure(event);
    }
  }

  private structure(event: Extract<CheckEvent, { kind: 'if' | 'else' | 'end' }>): void {
    if (event.kind === 'if') {
      const { roots, held, pending, arm } = this;
      this.around.push({ roots, held, pending, arm, wayOut: event.wayOut, written: new Set() });
      this.enterArm();
      return;
    }
    if (event.kind === 'else') {
      this.enterArm();
      return;
    }
    const { roots, held, pending, arm, wayOut, written } = this.around.pop()!;
    Object.assign(this, { roots, held, pending, arm });
    // Nothing comes here from an arm that leaves.
    if (wayOut) return;
    for (const slot of written) {
      held.delete(slot);
      pending.delete(slot);
    }
  }

  /** What is known around an `if` is known in its arms, and what they find out is forgotten behind them. */
  private enterArm(): void {
    const { roots, held, pending } = this.around[this.around.length - 1]!;
    this.roots = new Map([...roots].map(([root, state]) => [root, { ...state }]));
    this.held = new Map(held);
    this.pending = new Map(pending);
    this.arm = ++this.arms;
  }

  private access({
    index,
    root,
    low,
    high,
    rights,
    alignment,
  }: Extract<CheckEvent, { kind: 'access' }>): void {
    const state = this.stateOf(root);
    const slot = this.arm === 0 ? this.slotOfRoot.get(root) : undefined;
    if (alignment > 0) {
      if (isMultiple({ ...state, ranges: [] }, low, alignment)) this.aligned.add(index);
      else {
        this.tests.push({ slot, offset: low, multiple: alignment });
        state.multiple = alignment;
        state.residue = low;
      }
    }
    if (covers(state.ranges, low, high, rights) || covers(state.groups, low, high, rights)) return;
    const open = state.groups[state.groups.length - 1];
    if (open !== undefined && open.arm === this.arm) {
      const joinedLow = Math.min(open.low, low);
      const joinedHigh = Math.max(open.high, high);
      if (fitTogether(joinedLow, joinedHigh)) {
        open.low = joinedLow;
        open.high = joinedHigh;
        open.rights |= rights;
        return;
      }
    }
    const group: OpenGroup = { leader: index, leaderLow: low, slot, low, high, rights, arm: this.arm };
    this.groups.push(group);
    state.groups = [...state.groups, group];
  }

  private read(slot: number, root: number): void {
    const held = this.held.get(slot);
    const known = held === undefined ? this.pending.get(slot) : this.knownOf(held.root, held.offset);
    this.roots.set(root, {
      ranges: known?.ranges ?? [],
      groups: [],
      multiple: known?.multiple ?? 0,
      residue: known?.residue ?? 0,
    });
    this.held.set(slot, { root, offset: 0 });
    if (!this.changed.has(slot)) this.slotOfRoot.set(root, slot);
  }

  private stateOf(root: number): RootState {
    let state = this.roots.get(root);
    if (state === undefined) {
      state = { ranges: [], groups: [], multiple: 0, residue: 0 };
      this.roots.set(root, state);
    }
    return state;
  }

  /** What is known of a root plus a constant. */
  private knownOf(root: number, offset: number): Checked | undefined {
    const state = this.roots.get(root);
    if (state === undefined) return undefined;
    let { ranges } = state;
    for (const { low, high, rights } of state.groups) ranges = withRange(ranges, { low, high, rights });
    if (ranges.length === 0 && state.multiple === 0) return undefined;
    return seenFrom({ ranges, multiple: state.multiple, residue: state.residue }, offset);
  }

  private knownSlots(): KnownSlots {
    const known = new Map(this.pending);
    for (const [slot, { root, offset }] of this.held) {
      const own = this.knownOf(root, offset);
      if (own === undefined) known.delete(slot);
      else known.set(slot, own);
    }
    return known;
  }
}
