import type { IrBlock } from '../../ir/block';
import { opcode } from '../../ir/op';
import type { RegionBlock } from './region';

/** How many loops are told apart that have one head. */
const MOST_LOOPS = 4;

/**
 * Tells loops apart that share a head. A region is entered where it is hottest, at the head of the innermost loop; as seen from
 * there, the loops around it lead back to the same head, and all of them would be one loop whose variables are those of all.
 * Here the outer loops get heads of their own, blocks without instructions that go on at the inner head.
 * @param blocks - in reverse postorder, reducible.
 */
export function nestLoops(blocks: readonly RegionBlock[]): readonly RegionBlock[] {
  for (let head = 0; head < blocks.length; head++) {
    for (let n = 1; n < MOST_LOOPS; n++) {
      const outer = outerEdges(blocks, head);
      if (outer === undefined) break;
      blocks = withHead(blocks, head, outer);
      head++;
    }
  }
  return blocks;
}

/** The blocks from which jumps go back to a head around the smallest of its loops; undefined if it has only one loop. */
function outerEdges(blocks: readonly RegionBlock[], head: number): ReadonlySet<number> | undefined {
  const latches = latchesOf(blocks, head);
  if (latches.length < 2) return undefined;
  const loops = latches.map((latch) => ({ latch, body: naturalLoop(blocks, head, latch) }));
  const smallest = loops.reduce((a, b) => (b.body.size < a.body.size ? b : a));
  const inner = new Set(smallest.body);
  // Edges from within the smallest loop, and from loops beside it, stay; what encloses it goes.
  const outer = loops.filter(({ latch, body }) => !inner.has(latch) && body.has(smallest.latch));
  return outer.length === 0 ? undefined : new Set(outer.map(({ latch }) => latch));
}

/** What the head of each loop pays: the instructions of its blocks that are in no inner loop; 0 for other blocks. */
export function loopCosts(blocks: readonly RegionBlock[]): Int32Array {
  const head = new Int32Array(blocks.length).fill(-1);
  // Later heads are those of inner loops.
  for (let at = 0; at < blocks.length; at++)
    for (const latch of latchesOf(blocks, at))
      for (const block of naturalLoop(blocks, at, latch)) head[block] = at;
  const costs = new Int32Array(blocks.length);
  head.forEach((at, block) => {
    if (at >= 0) costs[at]! += blocks[block]!.ir.instructions;
  });
  return costs;
}

/** The blocks that jump back to a head. */
export function latchesOf(blocks: readonly RegionBlock[], head: number): number[] {
  const latches: number[] = [];
  for (let from = head; from < blocks.length; from++)
    if (blocks[from]!.targets.includes(head)) latches.push(from);
  return latches;
}

/** The blocks from which control reaches a jump back without passing its head, and the head. */
export function naturalLoop(
  blocks: readonly RegionBlock[],
  head: number,
  latch: number,
): ReadonlySet<number> {
  const body = new Set([head, latch]);
  // In reverse postorder predecessors stand before, save those by jumps back, whose loops lie inside.
  for (let grown = true; grown; ) {
    grown = false;
    for (let block = blocks.length - 1; block > head; block--) {
      if (body.has(block) || !blocks[block]!.targets.some((to) => to !== head && body.has(to))) continue;
      body.add(block);
      grown = true;
    }
  }
  return body;
}

/** Puts a new head before one: it gets the jumps from outside and from the outer loops. */
function withHead(blocks: readonly RegionBlock[], head: number, outer: ReadonlySet<number>): RegionBlock[] {
  const { ir, key } = blocks[head]!;
  const moved = blocks.map((block, from) => ({
    ...block,
    targets: block.targets.map((to) => {
      if (to === head) return from < head || outer.has(from) ? head : head + 1;
      return to > head ? to + 1 : to;
    }),
  }));
  moved.splice(head, 0, { ir: goOnAt(ir), key, targets: [head + 1] });
  return moved;
}

/** A block that does nothing but go on at another one. */
function goOnAt({ pc, mode }: IrBlock): IrBlock {
  return { pc, mode, size: 0, instructions: 0, code: Int32Array.of(opcode.jump, pc, mode, 0, 0), pool: [] };
}
