import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { opcode } from '../../ir/op';
import { type Location, locationKey } from '../../isa/location';
import { isCopy } from './inlined-calls';
import { instructionAt } from './instruction-at';
import { splice } from './splice';

const { if: IF, end: END, jump: JUMP } = opcode;
const JUMP_INDIRECT = opcode['jump.indirect'];
const CONST = opcode['i32.const'];
const GET = opcode['i32.get'];
const SET = opcode['i32.set'];
const EQ = opcode['i32.eq'];
const AND = opcode['i32.and'];

/** Modes from here on downwards are those of blocks that no guest code lies under: switches, and the way in through one. */
const FIRST_SWITCH = -2;
const WAY_IN = -1;

/** Offsets in the CPU state by which a computed location comes to a switch: those of pc and mode, which no IR reads itself. */
export interface LocationSlots {
  readonly pc: number;
  readonly mode: number;
}

/** A computed jump in a block. */
interface Site {
  readonly block: number;
  readonly targets: readonly Location[];
}

/** Whether a jump goes to a location that is computed; where only the mode is, it is a change of mode. */
const isComputed = (code: Int32Array, at: number): boolean =>
  code[at] === JUMP_INDIRECT && code[code[at + 1]! * IR_STRIDE] !== CONST;

/** The locations that the computed jumps of a block have gone to. */
export function computedTargets(ir: IrBlock, targetsOf: (site: Location) => readonly Location[]): Location[] {
  const found: Location[] = [];
  for (let at = 0; at < ir.code.length; at += IR_STRIDE)
    if (isComputed(ir.code, at)) found.push(...targetsOf(instructionAt(ir, at)));
  return found;
}

/** Blocks of a region by key, with switches. */
export interface Switched {
  readonly blocks: ReadonlyMap<number, IrBlock>;
  /** Those of them that are switches. */
  readonly switches: ReadonlySet<IrBlock>;
  /** The block that the region begins with. */
  readonly start: IrBlock;
}

/**
 * Leads computed jumps whose targets lie in a region to *switches*: blocks that compare the location with each of the targets, go
 * on there, and for any other leave the region as the jump would have done. Jumps with a target in common share one:
 * between many jumps that each lead to all of many places there would be as many edges as pairs, and loops that can be entered in
 * several places. For the same reason a region whose entry is such a target is entered through the switch.
 */
export function withSwitches(
  found: ReadonlyMap<number, IrBlock>,
  start: IrBlock,
  targetsOf: (site: Location) => readonly Location[],
  slots: LocationSlots,
): Switched {
  const keys = [...found.keys()];
  const sites: Site[] = [];
  keys.forEach((key, block) => {
    const inside = new Map<number, Location>();
    for (const to of computedTargets(found.get(key)!, targetsOf)) {
      const at = locationKey(to.pc, to.mode);
      if (found.has(at)) inside.set(at, to);
    }
    if (inside.size > 0) sites.push({ block, targets: [...inside.values()] });
  });
  const blocks = new Map(found);
  const switches = new Set<IrBlock>();
  let entry = start;
  for (const cluster of clustersOf(sites)) {
    const at = { pc: found.get(keys[cluster[0]!.block]!)!.pc, mode: FIRST_SWITCH - switches.size };
    const targets = new Map<number, Location>();
    for (const site of cluster) {
      blocks.set(keys[site.block]!, leadTo(blocks.get(keys[site.block]!)!, at, slots));
      // One mode a pc, which the table of a switch is by.
      for (const to of site.targets) if (!targets.has(to.pc)) targets.set(to.pc, to);
    }
    const block = switchAt(at, [...targets.values()], slots);
    switches.add(block);
    blocks.set(locationKey(at.pc, at.mode), block);
    if (targets.get(start.pc)?.mode !== start.mode) continue;
    entry = enterThrough(start, at, slots);
    blocks.set(locationKey(entry.pc, entry.mode), entry);
  }
  if (entry === start) entry = blocks.get(locationKey(start.pc, start.mode))!;
  return { blocks, switches, start: entry };
}

/** Puts sites together that have a target in common. */
function clustersOf(sites: readonly Site[]): Site[][] {
  const clusters: { sites: Site[]; keys: Set<number> }[] = [];
  for (const site of sites) {
    const keys = new Set(site.targets.map(({ pc, mode }) => locationKey(pc, mode)));
    const merged = { sites: [site], keys };
    for (let n = clusters.length - 1; n >= 0; n--) {
      const other = clusters[n]!;
      if (![...other.keys].some((key) => keys.has(key))) continue;
      merged.sites.unshift(...other.sites);
      for (const key of other.keys) keys.add(key);
      clusters.splice(n, 1);
    }
    clusters.push(merged);
  }
  return clusters.map((cluster) => cluster.sites);
}

/** Sends the computed jumps of a block to a switch. */
function leadTo(ir: IrBlock, to: Location, slots: LocationSlots): IrBlock {
  for (let at = ir.code.length - IR_STRIDE; at >= 0; at -= IR_STRIDE) {
    if (!isComputed(ir.code, at)) continue;
    const [pc, mode] = [ir.code[at + 1]!, ir.code[at + 2]!];
    const words = [SET, pc, slots.pc, 0, 0, SET, mode, slots.mode, 0, 0, JUMP, to.pc, to.mode, 0, 0];
    ir = splice(ir, at / IR_STRIDE, words);
  }
  return ir;
}

/** A switch. Where there are many targets the emitter uses a table instead of the comparisons. */
function switchAt({ pc, mode }: Location, targets: readonly Location[], slots: LocationSlots): IrBlock {
  const words = [GET, slots.pc, 0, 0, 0, GET, slots.mode, 0, 0, 0];
  for (const to of targets) {
    const n = words.length / IR_STRIDE;
    words.push(CONST, to.pc | 0, 0, 0, 0, EQ, 0, n, 0, 0, CONST, to.mode, 0, 0, 0, EQ, 1, n + 2, 0, 0);
    words.push(AND, n + 1, n + 3, 0, 0, IF, n + 4, n + 7, n + 7, 0);
    words.push(JUMP, to.pc, to.mode, 0, 0, END, 0, 0, 0, 0);
  }
  words.push(JUMP_INDIRECT, 0, 1, 0, 0);
  return { pc, mode, size: 0, instructions: 0, code: Int32Array.from(words, (word) => word | 0), pool: [] };
}

function enterThrough({ pc, mode, instructions }: IrBlock, to: Location, slots: LocationSlots): IrBlock {
  const words = [CONST, pc, 0, 0, 0, SET, 0, slots.pc, 0, 0, CONST, mode, 0, 0, 0, SET, 2, slots.mode, 0, 0];
  words.push(JUMP, to.pc, to.mode, 0, 0);
  const code = Int32Array.from(words, (word) => word | 0);
  return { pc, mode: WAY_IN, size: 0, instructions, code, pool: [] };
}

/** Whether a jump goes to a switch: where it leaves the region, the location is in the slots. */
export const isSwitch = (mode: number): boolean => mode <= FIRST_SWITCH && !isCopy(mode);
