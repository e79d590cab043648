import { type AccessChecks, accessChecks, type KnownSlots } from './access-checks';
import { type CheckEvent, checkEvents } from './check-events';
import { type Checked, covers, fitTogether, isMultiple, isSame, meet, withRange } from './checked-ranges';
import { latchesOf, naturalLoop } from './loop-nest';
import { dominates, immediateDominators, type RegionBlock } from './region';
import type { Roots } from './roots';
import type { SlotMap } from './slots';

/** After so many passes what is known may only shrink; after so many more nothing is taken as known. */
const PASSES_GROWING = 3;
const MOST_PASSES = 10;

const NOTHING: KnownSlots = new Map();

/**
 * Follows permission and alignment checks through a region, so that an access is not checked again that another block has
 * checked around the same register, and moves the checks of accesses that every round of a loop makes at the same place before the loop.
 * Permissions change in the kernel only, so what is known holds until a call. A check before a loop that fails hands the loop's
 * first instruction to the interpreter, which goes on and decides exactly.
 */
export class CheckFlow {
  private readonly events: readonly (readonly CheckEvent[])[];
  private known: KnownSlots[];
  private ahead = new Map<number, KnownSlots>();

  constructor(
    private readonly blocks: readonly RegionBlock[],
    roots: readonly Roots[],
    slots: SlotMap,
    fpFlags: number | undefined,
  ) {
    this.events = blocks.map(({ ir }, index) => checkEvents(ir, roots[index]!, slots, fpFlags));
    this.known = this.solve();
    const ahead = this.invariantChecks();
    if (ahead.size === 0) return;
    this.ahead = ahead;
    this.known = this.solve();
  }

  /** The checks of a block. */
  checksOf(block: number): AccessChecks {
    return accessChecks(this.events[block]!, this.known[block]!);
  }

  /** What has to be checked before the loop of a head is entered, by slot. */
  before(head: number): KnownSlots {
    return this.ahead.get(head) ?? NOTHING;
  }

  /** What is known at the start of each block. */
  private solve(): KnownSlots[] {
    const { blocks } = this;
    const sources: { readonly from: number; readonly jump: number }[][] = blocks.map(() => []);
    blocks.forEach(({ targets }, from) => {
      targets.forEach((to, jump) => {
        if (to >= 0) sources[to]!.push({ from, jump });
      });
    });
    const left: (KnownSlots | undefined)[][] = blocks.map(() => []);
    const known: (KnownSlots | undefined)[] = blocks.map(() => undefined);
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      let changed = false;
      for (let block = 0; block < blocks.length; block++) {
        const old = known[block];
        let now = this.arriving(block, sources[block]!, left);
        if (old !== undefined && pass >= PASSES_GROWING) now = meetSlots(old, now);
        if (old !== undefined && sameSlots(old, now)) continue;
        changed = true;
        known[block] = now;
        accessChecks(this.events[block]!, now, (jump, after) => {
          left[block]![jump] = after;
        });
      }
      if (!changed) return known.map((slots) => slots!);
    }
    this.ahead = new Map();
    return blocks.map(() => NOTHING);
  }

  /** What is known on all ways to a block that have been followed so far. */
  private arriving(
    block: number,
    sources: readonly { readonly from: number; readonly jump: number }[],
    left: readonly (readonly (KnownSlots | undefined)[])[],
  ): KnownSlots {
    let outside: KnownSlots | undefined = block === 0 ? NOTHING : undefined;
    let round: KnownSlots | undefined;
    for (const { from, jump } of sources) {
      const known = left[from]![jump];
      if (known === undefined) continue;
      if (from >= block) round = round === undefined ? known : meetSlots(round, known);
      else outside = outside === undefined ? known : meetSlots(outside, known);
    }
    const entering = together(outside ?? NOTHING, this.before(block));
    return round === undefined ? entering : meetSlots(entering, round);
  }

  /** Checks in loops that are the same in every round, by the head of the outermost loop for which that holds. */
  private invariantChecks(): Map<number, KnownSlots> {
    const { blocks } = this;
    const ahead = new Map<number, KnownSlots>();
    const idom = immediateDominators(blocks);
    const bodies = new Map<number, ReadonlySet<number>>();
    for (let head = 0; head < blocks.length; head++) {
      const latches = latchesOf(blocks, head);
      // The interpreter can take over at guest code only.
      if (latches.length === 0 || blocks[head]!.ir.mode < 0) continue;
      const body = new Set(latches.flatMap((latch) => [...naturalLoop(blocks, head, latch)]));
      bodies.set(head, body);
      const written = this.writtenIn(body);
      if (written === undefined) continue;
      const wanted = new Map<number, Checked>();
      for (const block of body) {
        if (!latches.every((latch) => dominates(idom, block, latch))) continue;
        this.collect(block, written, wanted);
      }
      for (const [outer, slots] of ahead) if (bodies.get(outer)!.has(head)) dropKnown(wanted, slots);
      if (wanted.size > 0) ahead.set(head, wanted);
    }
    return ahead;
  }

  /** Registers that a loop writes; undefined if it calls. */
  private writtenIn(body: ReadonlySet<number>): ReadonlySet<number> | undefined {
    const written = new Set<number>();
    for (const block of body) {
      for (const event of this.events[block]!) {
        if (event.kind === 'leave' && event.call) return undefined;
        if (event.kind === 'write') written.add(event.slot);
      }
    }
    return written;
  }

  /** Adds the checks of a block that look at registers which are not written. */
  private collect(block: number, written: ReadonlySet<number>, wanted: Map<number, Checked>): void {
    const { groups, tests } = this.checksOf(block);
    for (const { slot, low, high, rights } of groups) {
      if (slot === undefined || written.has(slot)) continue;
      const { ranges, multiple, residue } = wanted.get(slot) ?? { ranges: [], multiple: 0, residue: 0 };
      const last = ranges[ranges.length - 1];
      const joined = { low: Math.min(last?.low ?? low, low), high: Math.max(last?.high ?? high, high) };
      const fits = last !== undefined && fitTogether(joined.low, joined.high);
      const all = fits
        ? withRange(ranges.slice(0, -1), { ...joined, rights: last.rights | rights })
        : withRange(ranges, { low, high, rights });
      wanted.set(slot, { ranges: all, multiple, residue });
    }
    for (const { slot, offset, multiple } of tests) {
      if (slot === undefined || written.has(slot)) continue;
      const { ranges, multiple: known } = wanted.get(slot) ?? { ranges: [], multiple: 0 };
      if (multiple > known) wanted.set(slot, { ranges, multiple, residue: offset });
    }
  }
}

/** Takes out of what is wanted before a loop what is checked before one around it. */
function dropKnown(wanted: Map<number, Checked>, known: KnownSlots): void {
  for (const [slot, { ranges, multiple, residue }] of wanted) {
    const outer = known.get(slot);
    if (outer === undefined) continue;
    const rest = ranges.filter(({ low, high, rights }) => !covers(outer.ranges, low, high, rights));
    const tested = multiple === 0 || isMultiple(outer, residue, multiple);
    if (rest.length === 0 && tested) wanted.delete(slot);
    else wanted.set(slot, { ranges: rest, multiple: tested ? 0 : multiple, residue });
  }
}

function meetSlots(a: KnownSlots, b: KnownSlots): KnownSlots {
  if (a === b) return a;
  const both = new Map<number, Checked>();
  for (const [slot, one] of a) {
    const other = b.get(slot);
    const known = other && meet(one, other);
    if (known !== undefined) both.set(slot, known);
  }
  return both;
}

function sameSlots(a: KnownSlots, b: KnownSlots): boolean {
  if (a.size !== b.size) return false;
  for (const [slot, one] of a) {
    const other = b.get(slot);
    if (other === undefined || !isSame(one, other)) return false;
  }
  return true;
}

function together(known: KnownSlots, checked: KnownSlots): KnownSlots {
  if (checked.size === 0) return known;
  const all = new Map(known);
  for (const [slot, { ranges, multiple, residue }] of checked) {
    const old = all.get(slot);
    if (old === undefined) all.set(slot, { ranges, multiple, residue });
    else {
      const more = ranges.reduce<Checked['ranges']>(withRange, old.ranges);
      all.set(slot, multiple > old.multiple ? { ranges: more, multiple, residue } : { ...old, ranges: more });
    }
  }
  return all;
}
