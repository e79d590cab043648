import { IR_STRIDE } from '../../ir/block';
import { opcode } from '../../ir/op';
import { ByteWriter } from '../wasm/byte-writer';
import { emitBlock } from './block-emitter';
import { loopCosts } from './loop-nest';
import { checkAhead } from './memory-access';
import { immediateDominators, type Region } from './region';
import { RegionFrame, type RegionTarget } from './region-frame';
import type { Relocation } from './relocation';

/** A region as a WebAssembly function. */
export interface RegionCode {
  /** Entry of a code section: size, locals, instructions. */
  readonly body: Uint8Array;
  readonly relocations: readonly Relocation[];
  /** Offsets from the locals' declarations of branches that are seldom taken. */
  readonly unlikely: readonly number[];
}

/**
 * Writes the function of a region. The control-flow graph becomes nested blocks and loops by way of its dominator tree
 * (Ramsey, "Beyond Relooper", ICFP 2022): a block is written where its dominator branches to it, or behind the WebAssembly
 * block from which several branches reach it.
 * @param aliveAddress - where the address space says whether the region's code is valid in it.
 */
export function emitRegion(region: Region, target: RegionTarget, aliveAddress: number): RegionCode {
  const { blocks } = region;
  const frame = new RegionFrame(region, target);
  const { writer: w } = frame;
  const idom = immediateDominators(blocks);
  const forward = new Int32Array(blocks.length);
  const isLoop = blocks.map(() => false);
  blocks.forEach((block, from) => {
    for (const to of block.targets) {
      if (to < 0) continue;
      if (to <= from) isLoop[to] = true;
      else forward[to]!++;
    }
  });
  const loopCost = loopCosts(blocks);
  const isMerge = blocks.map((_, index) => forward[index]! > 1);
  const children: number[][] = blocks.map(() => []);
  for (let block = blocks.length - 1; block > 0; block--) children[idom[block]!]!.push(block);
  const labels = new Map<number, number>();
  const loops = new Map<number, number>();

  const branch = (from: number, to: number): void => {
    if (to <= from) w.br(loops.get(to)!);
    else if (isMerge[to]) w.br(labels.get(to)!);
    else tree(to);
  };
  const within = (block: number, merges: readonly number[]): void => {
    const [last, ...rest] = merges;
    if (last === undefined) {
      const dirty = frame.flow.dirtyIn[block]!.clone();
      const { ir, isSwitch } = blocks[block]!;
      if (isLoop[block] && ir.instructions === 0 && !isSwitch) frame.takeFuel(loopCost[block]!);
      else if (isLoop[block])
        frame.chargeFuel(
          loopCost[block]!,
          isSwitch ? undefined : ir,
          dirty,
          frame.deferredFlow.stateIn[block]!,
        );
      frame.scoped(() => emitBlock(frame, block, dirty, (to) => branch(block, to)));
      return;
    }
    labels.set(last, w.block());
    within(block, rest);
    w.end();
    tree(last);
  };
  const tree = (block: number): void => {
    const merges = children[block]!.filter((child) => isMerge[child]);
    if (!isLoop[block]) {
      within(block, merges);
      return;
    }
    const { ir } = blocks[block]!;
    const before = frame.checkFlow.before(block);
    if (before.size > 0)
      checkAhead(frame, before, ir, frame.flow.dirtyIn[block]!, frame.deferredFlow.stateIn[block]!);
    loops.set(block, w.loop());
    within(block, merges);
    w.end();
  };

  frame.requireAlive(aliveAddress, region.entry);
  frame.openSlow();
  frame.loadFuel();
  // Code without loops that goes to no other region ends by itself: it needs no fuel.
  if (!isLoop[0] && leadsOn(region)) {
    frame.chargeFuel(blocks[0]!.ir.instructions, region.entry, [], frame.deferredFlow.stateIn[0]!);
  }
  frame.loadSlots(frame.flow.liveIn[0]!);
  tree(0);
  frame.closeSlow();
  frame.finishDepths();
  const to = new ByteWriter(w.code.length + 64);
  w.finish(to);
  const start = to.length - 1 - w.code.length;
  const head = start - sizeLength(to.view());
  return {
    unlikely: w.unlikely.map((at) => at + head),
    body: to.view().slice(),
    relocations: frame.relocations.map((relocation) => ({ ...relocation, at: relocation.at + start })),
  };
}

/** Whether a region calls or jumps to others directly, so that control could go round for ever without its run loop. */
function leadsOn({ blocks }: Region): boolean {
  return blocks.some(({ ir, targets }) => {
    if (targets.includes(-1)) return true;
    for (let at = 0; at < ir.code.length; at += IR_STRIDE) {
      const op = ir.code[at]!;
      if (op === opcode.call || op === opcode['call.indirect'] || op === opcode['jump.indirect']) return true;
    }
    return false;
  });
}

/** Bytes of the LEB128 number that an entry of a code section begins with. */
function sizeLength(entry: Uint8Array): number {
  let length = 1;
  while (entry[length - 1]! & 0x80) length++;
  return length;
}
