import { cutAt } from '../../exec/cut';
import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { opcode } from '../../ir/op';
import { type Location, locationKey } from '../../isa/location';
import { computedTargets, type LocationSlots, withSwitches } from './computed-jumps';
import { CallInliner, isCopy } from './inlined-calls';
import { nestLoops } from './loop-nest';
import { unrollLoops } from './unroll';

/** A block's place in a region. */
export interface RegionBlock {
  readonly ir: IrBlock;
  readonly key: number;
  /** Indices of the blocks that control goes on to inside the region, one for each jump in order; -1 leaves the region. */
  readonly targets: readonly number[];
  /** Whether it only compares a computed location with its targets (see withSwitches). */
  readonly isSwitch?: boolean;
}

/**
 * The unit of compilation: the control-flow graph found from a hot entry along direct jumps and behind calls. Block 0 is the
 * entry; blocks stand in reverse postorder.
 */
export interface Region {
  readonly entry: Location;
  readonly blocks: readonly RegionBlock[];
  /** Modes of the functions that were copied into it, by number (see CallInliner). */
  readonly copiedModes: readonly number[];
  /** Guest instructions in all blocks. */
  readonly instructions: number;
}

/** How large a region may grow. */
export interface RegionLimits {
  readonly blocks: number;
  /** IR instructions. */
  readonly operations: number;
}

/** What is known of computed jumps and calls. */
export interface RegionHints {
  /** Locations that a jump or call instruction has gone to, those first that it goes to most. */
  targetsOf(site: Location): readonly Location[];
  readonly slots: LocationSlots;
  /** A block of a function that may be copied into its callers. */
  calleeAt(at: Location): IrBlock | undefined;
}

const NO_HINTS: RegionHints = {
  targetsOf: () => [],
  slots: { pc: 0, mode: 0 },
  calleeAt: () => undefined,
};

const JUMP = opcode.jump;
const CALL = opcode.call;
const CALL_INDIRECT = opcode['call.indirect'];

/** Where control goes on inside a region after a jump: the target of a jump, the return point of a call. */
export function continuation(code: Int32Array, at: number): Location | undefined {
  switch (code[at]) {
    case JUMP:
      return { pc: code[at + 1]! >>> 0, mode: code[at + 2]! };
    case CALL:
    case CALL_INDIRECT:
      return { pc: code[at + 3]! >>> 0, mode: code[at + 4]! };
    default:
      return undefined;
  }
}

/** The continuations of a block, in the order of its jumps. */
export function continuationsOf(ir: IrBlock): Location[] {
  const found: Location[] = [];
  for (let at = 0; at < ir.code.length; at += IR_STRIDE) {
    const next = continuation(ir.code, at);
    if (next !== undefined) found.push(next);
  }
  return found;
}

/**
 * Finds the region of an entry. `blockAt` gives the IR of a location, or undefined for what shall stay outside (code that
 * has not run, that cannot be fetched). Undefined if there is no block at the entry itself.
 */
export function formRegion(
  entry: Location,
  blockAt: (at: Location) => IrBlock | undefined,
  limits: RegionLimits,
  { targetsOf, slots, calleeAt }: RegionHints = NO_HINTS,
): Region | undefined {
  const found = new Map<number, IrBlock>();
  const queue: Location[] = [entry];
  const inliner = new CallInliner(calleeAt, targetsOf);
  let operations = 0;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const key = locationKey(next.pc, next.mode);
    if (found.has(key) || found.size >= limits.blocks) continue;
    const known = blockAt(next);
    if (known === undefined) continue;
    const { ir, copies } = inliner.inline(known);
    const size = ir.code.length / IR_STRIDE;
    if (found.size > 0 && operations + size > limits.operations) continue;
    operations += size;
    found.set(key, ir);
    for (const copy of copies) {
      operations += copy.code.length / IR_STRIDE;
      found.set(locationKey(copy.pc, copy.mode), copy);
      queue.push(...continuationsOf(copy));
    }
    queue.push(...continuationsOf(ir), ...computedTargets(ir, targetsOf));
  }
  // A block that runs into another goes on there, so that no code is in the region twice.
  for (const [key, ir] of found) {
    if (isCopy(ir.mode)) continue;
    found.set(
      key,
      cutAt(ir, (pc, mode) => found.has(locationKey(pc, mode))),
    );
  }
  const first = found.get(locationKey(entry.pc, entry.mode));
  if (first === undefined) return undefined;
  const { blocks: all, switches, start } = withSwitches(found, first, targetsOf, slots);
  const order = reversePostorder(start, all);
  const place = new Map(order.map((ir, index) => [locationKey(ir.pc, ir.mode), index]));
  const blocks = order.map((ir) => ({
    ir,
    key: locationKey(ir.pc, ir.mode),
    targets: continuationsOf(ir).map(({ pc, mode }) => place.get(locationKey(pc, mode)) ?? -1),
    isSwitch: switches.has(ir),
  }));
  return {
    entry,
    blocks: unrollLoops(nestLoops(cutIrreducible(blocks))),
    copiedModes: inliner.modes,
    instructions: [...found.values()].reduce((sum, ir) => sum + ir.instructions, 0),
  };
}

function reversePostorder(start: IrBlock, found: ReadonlyMap<number, IrBlock>): IrBlock[] {
  const seen = new Set<IrBlock>([start]);
  const postorder: IrBlock[] = [];
  const stack: { ir: IrBlock; next: Location[] }[] = [{ ir: start, next: continuationsOf(start) }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1]!;
    const to = top.next.pop();
    if (to === undefined) {
      postorder.push(top.ir);
      stack.pop();
      continue;
    }
    const ir = found.get(locationKey(to.pc, to.mode));
    if (ir === undefined || seen.has(ir)) continue;
    seen.add(ir);
    stack.push({ ir, next: continuationsOf(ir) });
  }
  return postorder.reverse();
}

/** Immediate dominators by Cooper, Harvey and Kennedy's algorithm; the entry's is itself. Blocks in reverse postorder. */
export function immediateDominators(blocks: readonly RegionBlock[]): Int32Array {
  const predecessors: number[][] = blocks.map(() => []);
  blocks.forEach((block, from) => {
    for (const to of block.targets) if (to >= 0) predecessors[to]!.push(from);
  });
  const idom = new Int32Array(blocks.length).fill(-1);
  idom[0] = 0;
  const meet = (a: number, b: number): number => {
    while (a !== b) {
      while (a > b) a = idom[a]!;
      while (b > a) b = idom[b]!;
    }
    return a;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (let block = 1; block < blocks.length; block++) {
      let dominator = -1;
      for (const from of predecessors[block]!) {
        if (idom[from] === -1) continue;
        dominator = dominator === -1 ? from : meet(dominator, from);
      }
      if (idom[block] !== dominator) {
        idom[block] = dominator;
        changed = true;
      }
    }
  }
  return idom;
}

/** Whether block a dominates block b. */
export function dominates(idom: Int32Array, a: number, b: number): boolean {
  while (b > a) b = idom[b]!;
  return a === b;
}

/**
 * Structured control flow has no way to enter a loop in its middle: an edge that goes backward to a block which does not
 * dominate its source leaves the region instead, and goes on in the region of its target.
 */
function cutIrreducible(blocks: readonly RegionBlock[]): readonly RegionBlock[] {
  for (;;) {
    const idom = immediateDominators(blocks);
    let cut = false;
    blocks = blocks.map((block, from) => {
      const targets = block.targets.map((to) => {
        if (to < 0 || to > from || dominates(idom, to, from)) return to;
        cut = true;
        return -1;
      });
      return { ...block, targets };
    });
    if (!cut) return blocks;
    const reachable = reach(blocks);
    if (reachable.length < blocks.length) blocks = renumber(blocks, reachable);
  }
}

function reach(blocks: readonly RegionBlock[]): number[] {
  const seen = new Set<number>([0]);
  for (const block of seen) for (const to of blocks[block]!.targets) if (to >= 0) seen.add(to);
  return [...seen].sort((a, b) => a - b);
}

function renumber(blocks: readonly RegionBlock[], kept: readonly number[]): RegionBlock[] {
  const place = new Map(kept.map((old, index) => [old, index]));
  return kept.map((old) => ({
    ...blocks[old]!,
    targets: blocks[old]!.targets.map((to) => place.get(to) ?? -1),
  }));
}
