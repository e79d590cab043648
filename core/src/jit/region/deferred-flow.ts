import { IR_STRIDE } from '../../ir/block';
import type { BitSet } from './bit-set';
import type { DeferredSlots } from './deferred-slots';
import { DeferredState, DeferredWalk, mergeStates, STORED } from './deferred-state';
import type { Region } from './region';
import type { Roots } from './roots';
import type { SlotMap } from './slots';

/** More recipes than this do not reach a block: the registers are stored on the way to it. */
const MOST_RECIPES = 3;
/** More ways out than this are not told apart: each costs code. */
const MOST_EXITS = 150;

/** A way out in the middle of blocks: what has to be stored there. */
export interface DeferredExit {
  readonly dirty: BitSet;
  readonly state: DeferredState;
}

/** The state of deferred registers throughout a region. */
export class DeferredFlow {
  /** At the start of each block. */
  readonly stateIn: readonly DeferredState[];
  /** Groups for which it is not known everywhere which recipe holds. */
  readonly dynamic = new Set<number>();
  /** Different ways out of the middle of blocks where something deferred has to be stored, by `exitKey`. */
  readonly exits: ReadonlyMap<string, DeferredExit>;

  /** @param dirtyAt - dirty slots where each block may leave. */
  constructor(
    private readonly region: Region,
    private readonly deferred: DeferredSlots,
    private readonly slots: SlotMap,
    private readonly roots: readonly Roots[],
    private readonly flagsBit: number,
    dirtyAt: readonly ReadonlyMap<number, BitSet>[],
    mayLeave: readonly boolean[],
  ) {
    this.stateIn = this.solve();
    const exits = new Map<string, DeferredExit>();
    if (deferred.groups.length > 0) {
      region.blocks.forEach(({ ir: { code } }, block) => {
        const walk = this.walk(block);
        for (let at = 0; at < code.length; at += IR_STRIDE) {
          if (mayLeave[code[at]!] && !walk.atInstruction.allStored && exits.size < MOST_EXITS) {
            const dirty = dirtyAt[block]!.get(at)!;
            exits.set(exitKey(dirty, walk.atInstruction), { dirty, state: walk.atInstruction });
          }
          walk.step(at);
          walk.state.groups.forEach((group, n) => {
            if (group.size > 1) this.dynamic.add(n);
          });
        }
      });
    }
    this.exits = exits;
  }

  /** A walk through a block from its start. */
  walk(
    block: number,
    state = this.stateIn[block]!,
    onJump?: (jump: number, state: DeferredState) => void,
  ): DeferredWalk {
    const { ir } = this.region.blocks[block]!;
    const { deferred, slots, roots, flagsBit } = this;
    return new DeferredWalk(deferred, slots, block, ir, roots[block]!, state, onJump, flagsBit);
  }

  private solve(): DeferredState[] {
    const { blocks } = this.region;
    const { groups } = this.deferred;
    const stored = DeferredState.stored(groups.length);
    const stateIn: (DeferredState | undefined)[] = blocks.map((_, n) => (n === 0 ? stored : undefined));
    const full = blocks.map(() => new Set<number>());
    const work = new Set<number>(groups.length > 0 ? [0] : []);
    for (const block of work) {
      work.delete(block);
      const { ir, targets } = blocks[block]!;
      const walk = this.walk(block, stateIn[block]!, (jump, state) => {
        const to = targets[jump]!;
        if (to < 0) return;
        const before = stateIn[to];
        let merged = before === undefined ? state : mergeStates(before, state);
        merged.groups.forEach((group, n) => {
          if (group.size > MOST_RECIPES) full[to]!.add(n);
          if (full[to]!.has(n)) merged = merged.with(n, STORED);
        });
        if (merged === before || (before !== undefined && merged.key === before.key)) return;
        stateIn[to] = merged;
        work.add(to);
      });
      for (let at = 0; at < ir.code.length; at += IR_STRIDE) walk.step(at);
    }
    return stateIn.map((state) => state ?? stored);
  }
}

/** Equal for ways out with equal code. */
export const exitKey = (dirty: BitSet, state: DeferredState): string => `${dirty.key}|${state.key}`;
