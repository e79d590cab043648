import type { Execution, Exit } from '../exec/engine';
import type { ExitCounters } from '../exec/exit-counters';
import type { InterpretedExecution } from '../exec/interpreted-execution';
import type { TierUp } from '../exec/tier-up';
import type { IrBlock } from '../ir/block';
import { ExitKind } from '../ir/op';
import type { Architecture } from '../isa/architecture';
import { type Location, locationKey } from '../isa/location';
import type { GuestMemory } from '../memory/guest-memory';
import { ENGINE_BASE, EngineWord, PAGE_SHIFT, STATE_BASE } from '../memory/layout';
import type { CodeModule, CodeRange, CodeStore, StoredRegion } from './module/code-store';
import { Dispatcher, type RunModule } from './module/dispatcher';
import { aliveByte, targetEntry } from './module/tables';
import type { LocationSlots } from './region/computed-jumps';
import { formRegion, type Region, type RegionLimits } from './region/region';
import { LEFT } from './region/region-frame';

const LIMITS: RegionLimits = { blocks: 96, operations: 6000 };
const FUEL = (ENGINE_BASE + EngineWord.fuel) >>> 2;
const STOPPED = (ENGINE_BASE + EngineWord.stopped) >>> 2;
const INTERPRETED = (ENGINE_BASE + EngineWord.interpreted) >>> 2;
const CROSSINGS = (ENGINE_BASE + EngineWord.crossings) >>> 2;
const EXIT_KIND = (ENGINE_BASE + EngineWord.exitKind) >>> 2;
const EXIT_INFO = (ENGINE_BASE + EngineWord.exitInfo) >>> 2;

/**
 * How often, for each region, control may go from module to module before all regions are put into one: each time costs 50 ns,
 * and compiling a region anew 0.5 ms.
 */
const CROSSINGS_PER_REGION = 2000;
/**
 * After regions were put together this many times as many must exist before it is done again so soon: each time all code is
 * compiled anew, so the growth keeps the sum in proportion to the code. Otherwise it takes CROSSINGS_WITHOUT_GROWTH times as often.
 */
const GROWTH = 1.5;
const CROSSINGS_WITHOUT_GROWTH = 20;
/**
 * Regions that are compiled together, and calls of `run` after which fewer are; where there are many already, a part of their
 * number, so that modules stay few.
 */
const BATCH = 6;
const MOST_TURNS = 4;
const BATCH_SHARE = 1 / 8;
const TURNS_SHARE = 1 / 16;

/**
 * Part of the threshold that a block must have been entered for a region to take it in. With a half, paths that are seldom at first stay outside
 * for good (ackermann takes 1.7 times as long); with a 64th, the run that compiles all that is warm takes 1.8 times as long (python).
 */
const WARM = 1 / 8;
/** Part of the threshold that a block counts as entered once a region contains it. */
const COOLED = 0.05;
/** Instructions of a region that others copy instead of going on in it. */
const SMALL = 40;

/** Places for regions that control came to last, a power of two. */
const RECENT = 1024;

/** Runs the guest code of one address space: what is hot as WebAssembly, the rest in the interpreter below. */
export class TranslatedExecution implements Execution, TierUp {
  private readonly exit: Exit = { kind: ExitKind.fuel, info: 0, address: 0, access: 'read' };
  private readonly words: Int32Array;
  private readonly pcIndex: number;
  private readonly modeIndex: number;
  private readonly slots: LocationSlots;
  /** Regions whose code is valid here, by location. */
  private readonly entries = new Map<number, StoredRegion>();
  /** Those of them that control came to last, by their pc: looked up at every change between tiers. */
  private readonly recent: (StoredRegion | undefined)[] = new Array(RECENT).fill(undefined);
  /** Locations without one that control came to last; −1 is no mode. */
  private readonly absentPc = new Int32Array(RECENT);
  private readonly absentMode = new Int32Array(RECENT).fill(-1);
  private readonly byPage = new Map<number, Set<StoredRegion>>();
  /** Modules that are instantiated here. */
  private readonly instances = new Set<CodeModule>();
  private dispatcher: Dispatcher | undefined;
  /** Locations that were not worth a region: they are not tried again. */
  private readonly refused = new Set<number>();
  /** Regions that are in the store and wait for a module. */
  private waiting: StoredRegion[] = [];
  private turns = 0;
  /** Regions when they were last put together. */
  private joined: number;
  private interpreter!: InterpretedExecution;

  constructor(
    private readonly memory: GuestMemory,
    architecture: Architecture,
    private readonly store: CodeStore,
    /** Why compiled code came back; `jump` to a location of another module or without code. */
    private readonly exits: ExitCounters,
    readonly threshold: number,
  ) {
    this.words = memory.words;
    this.joined = store.largestModule;
    this.pcIndex = (STATE_BASE + architecture.pc.offset) >>> 2;
    this.modeIndex = (STATE_BASE + architecture.mode.offset) >>> 2;
    this.slots = { pc: architecture.pc.offset, mode: architecture.mode.offset };
  }

  /** Sets the tier below, which has this execution as its TierUp. */
  attach(interpreter: InterpretedExecution): void {
    this.interpreter = interpreter;
    this.store.reporters.add(interpreter);
    this.memory.onCodeChange = (start, end) => {
      interpreter.invalidate(start, end);
      this.invalidate(start, end);
    };
  }

  run(fuel: number): Exit {
    const { words, exit } = this;
    if (
      this.store.waiting > 0 &&
      ++this.turns >= Math.max(MOST_TURNS, this.entries.size * TURNS_SHARE) &&
      this.store.mayCompile
    )
      this.flush();
    words[FUEL] = fuel;
    if (words[CROSSINGS]! > this.mostCrossings()) {
      if (this.store.mayCompile) this.consolidate();
      else words[CROSSINGS]! >>>= 1;
    }
    for (;;) {
      const pc = words[this.pcIndex]! >>> 0;
      const mode = words[this.modeIndex]!;
      const slot = (pc >>> 1) & (RECENT - 1);
      let region = this.recent[slot];
      if (region === undefined || region.pc !== pc || region.mode !== mode) {
        region = undefined;
        if (this.absentPc[slot] !== (pc | 0) || this.absentMode[slot] !== mode) {
          region = this.find(pc, mode);
          if (region === undefined) {
            this.absentPc[slot] = pc;
            this.absentMode[slot] = mode;
          } else this.recent[slot] = region;
        }
      }
      if (region === undefined) {
        const left = this.interpreter.resume(words[FUEL]!);
        if (left.kind !== ExitKind.jump) return left;
        continue;
      }
      words[EXIT_KIND] = ExitKind.jump;
      words[STOPPED] = -1;
      words[INTERPRETED] = 0;
      const next = this.enter(region);
      const stopped = words[STOPPED]!;
      if (stopped !== -1) {
        const left = this.interpreter.goOn(stopped, words[INTERPRETED]!);
        if (left.kind !== ExitKind.jump) return left;
        continue;
      }
      if (words[INTERPRETED] !== 0) this.interpreter.ran(words[INTERPRETED]!);
      // A guest may jump to the very address that says that compiled code was left.
      if (next !== LEFT || words[EXIT_KIND] === ExitKind.jump) {
        words[this.pcIndex] = next;
        this.exits.count(ExitKind.jump);
        if (words[FUEL]! >= 0) continue;
        exit.kind = ExitKind.fuel;
        return exit;
      }
      const kind = words[EXIT_KIND]!;
      this.exits.count(kind);
      if (kind === ExitKind.slow) {
        const left = this.interpreter.resume(words[FUEL]!);
        if (left.kind !== ExitKind.jump) return left;
        continue;
      }
      exit.kind = kind;
      exit.info = words[EXIT_INFO]!;
      return exit;
    }
  }

  step(): Exit {
    return this.interpreter.step();
  }

  dispose(): void {
    for (const region of this.entries.values()) this.drop(region);
    this.entries.clear();
    this.byPage.clear();
    this.instances.clear();
    this.dispatcher = undefined;
    this.interpreter.dispose();
    this.store.reporters.delete(this.interpreter);
  }

  // TierUp

  get eager(): boolean {
    return this.store.eager > 0;
  }

  patience(pc: number, mode: number): number {
    if (this.threshold === 1) return 1;
    const left = this.needed - this.heat(pc, mode);
    // What is hot already waits for the compiler's time.
    return left > 0 ? left : this.threshold >> 2;
  }

  /** Entries after which a block is compiled in this run. */
  private get needed(): number {
    return this.store.eager || this.threshold;
  }

  /** Entries of a block that count. */
  private heat(pc: number, mode: number): number {
    const { eager, heat } = this.store;
    return eager > 0 ? heat.of(pc, mode) : heat.ofThisRun(pc, mode);
  }

  entered(pc: number, mode: number, times: number): void {
    if (this.threshold > 1) this.store.heat.add(pc, mode, times);
  }

  jumped(site: Location, target: Location): void {
    this.store.heat.targets.add(site, target);
  }

  compiled(pc: number, mode: number): boolean {
    return this.find(pc, mode) !== undefined;
  }

  /** The region of a location that can run here, which may come from another process or an earlier run. */
  private find(pc: number, mode: number): StoredRegion | undefined {
    const key = locationKey(pc, mode);
    const known = this.entries.get(key);
    if (known !== undefined) return known;
    for (const region of this.store.candidates(key)) {
      if (region.module === undefined || !this.matches(region)) continue;
      this.adopt(region);
      return region;
    }
    return undefined;
  }

  hot(pc: number, mode: number): 'compiled' | 'later' | 'never' {
    const key = locationKey(pc, mode);
    if (this.compiled(pc, mode)) return 'compiled';
    if (this.refused.has(key)) return 'never';
    // Another region has come to contain it meanwhile.
    if (this.threshold > 1 && this.heat(pc, mode) < this.needed) return 'later';
    if (!this.store.mayCompile) return 'later';
    if (this.waiting.some((region) => region.key === key)) {
      this.flush();
      return this.entries.has(key) ? 'compiled' : 'never';
    }
    const region = formRegion(
      { pc, mode },
      (at) => (at.pc === pc || this.isWarm(at.pc, at.mode) ? this.blockAt(at) : undefined),
      LIMITS,
      {
        targetsOf: (site) => this.targetsOf(site),
        slots: this.slots,
        calleeAt: (at) => (this.hasRun(at) ? this.interpreter.translate(at.pc, at.mode) : undefined),
      },
    );
    const stored = region === undefined ? undefined : this.store.add(region, this.rangesOf(region));
    if (stored === undefined) {
      this.refused.add(key);
      return 'never';
    }
    this.cool(region!);
    this.waiting.push(stored);
    if (this.threshold > 1 && this.waiting.length < Math.max(BATCH, this.entries.size * BATCH_SHARE))
      return 'later';
    this.flush();
    return this.entries.has(key) ? 'compiled' : 'never';
  }

  private blockAt({ pc, mode }: Location): IrBlock | undefined {
    this.interpreter.reportTargets(pc, mode);
    return this.interpreter.translate(pc, mode);
  }

  /** Whether the block of a location is known to have run, in this process or in an earlier run; any where all is compiled at once. */
  private hasRun({ pc, mode }: Location): boolean {
    return (
      this.threshold === 1 ||
      this.interpreter.knows(pc, mode) ||
      this.entries.has(locationKey(pc, mode)) ||
      this.store.heat.of(pc, mode) > 0
    );
  }

  /** Where a computed jump has gone, the warmest locations first. */
  private targetsOf(site: Location): readonly Location[] {
    const { heat } = this.store;
    const warmth = new Map<Location, number>();
    for (const target of heat.targets.of(site)) {
      const { pc, mode } = target;
      warmth.set(target, heat.of(pc, mode) + this.interpreter.entries(pc, mode));
    }
    return [...warmth.keys()].sort((a, b) => warmth.get(b)! - warmth.get(a)!);
  }

  /** Whether a block is worth its place in the region of a hot one. */
  private isWarm(pc: number, mode: number): boolean {
    const { threshold, interpreter, store } = this;
    if (threshold === 1) return interpreter.knows(pc, mode);
    if (store.heat.of(pc, mode) + interpreter.entries(pc, mode) < this.needed * WARM) return false;
    const there = this.entries.get(locationKey(pc, mode));
    return there === undefined || there.instructions < SMALL;
  }

  /** The blocks of a region will be interpreted less: only what is entered by itself all the same will have its own. */
  private cool({ blocks }: Region): void {
    if (this.threshold === 1) return;
    const { heat } = this.store;
    for (const { ir } of blocks) {
      heat.cap(ir.pc, ir.mode, this.needed * COOLED);
      this.interpreter.recount(ir.pc, ir.mode);
    }
  }

  /** Makes the module of the regions that wait. */
  private flush(): void {
    this.store.flush();
    for (const region of this.waiting) if (!region.discarded && this.matches(region)) this.adopt(region);
    this.waiting = [];
    this.turns = 0;
  }

  /** How often control goes from module to module before all regions are put into one. */
  private mostCrossings(): number {
    const { size } = this.entries;
    const growth = size >= GROWTH * this.joined ? 1 : CROSSINGS_WITHOUT_GROWTH;
    return CROSSINGS_PER_REGION * (size + 50) * growth;
  }

  /** Brings all regions of this address space into one module. */
  private consolidate(): void {
    this.flush();
    this.words[CROSSINGS] = 0;
    this.joined = this.entries.size;
    const regions = [...this.entries.values()];
    if (regions.every(({ module }) => module === regions[0]!.module)) return;
    this.store.consolidate(regions);
    for (const { id } of this.instances) this.dispatcher?.remove(id);
    this.instances.clear();
  }

  private enter(region: StoredRegion): number {
    const { words } = this;
    if (region.module === undefined) this.flush();
    const module = region.module!;
    this.dispatcher ??= new Dispatcher(this.memory.memory, this.slots);
    this.dispatcher.interpretWith(this.interpreter.threaded);
    if (!this.instances.has(module)) {
      const { exports } = new WebAssembly.Instance(module.wasm, { e: { m: this.memory.memory } });
      this.dispatcher.add(module.id, exports['run'] as RunModule);
      this.instances.add(module);
      for (const other of module.regions) if (this.entries.get(other.key) === other) this.publish(other);
    }
    const at = targetEntry(region.pc) >>> 2;
    if (words[at] !== (region.pc | 0) || words[at + 1] !== region.mode || words[at + 2] !== module.id)
      this.publish(region);
    return this.dispatcher.run(region.pc, region.mode) >>> 0;
  }

  /** Puts a region into the table of branch targets. */
  private publish(region: StoredRegion): void {
    const { words } = this;
    const at = targetEntry(region.pc) >>> 2;
    words[at] = region.pc;
    words[at + 1] = region.mode;
    words[at + 2] = region.module!.id;
    words[at + 3] = region.place;
  }

  private setAlive(region: StoredRegion, alive: boolean): void {
    const address = aliveByte(region.id);
    const shift = (address & 3) << 3;
    const index = address >>> 2;
    this.words[index] = (this.words[index]! & ~(0xff << shift)) | ((alive ? 1 : 0) << shift);
  }

  /** Makes a region valid in this address space. */
  private adopt(region: StoredRegion): void {
    const before = this.entries.get(region.key);
    if (before !== undefined) this.drop(before);
    this.entries.set(region.key, region);
    const slot = (region.pc >>> 1) & (RECENT - 1);
    this.recent[slot] = undefined;
    this.absentMode[slot] = -1;
    region.users++;
    this.store.tieredUp();
    this.setAlive(region, true);
    for (const { start, bytes } of region.ranges) {
      for (let page = start >>> PAGE_SHIFT; page <= (start + bytes.length - 1) >>> PAGE_SHIFT; page++) {
        let regions = this.byPage.get(page);
        if (regions === undefined) {
          regions = new Set();
          this.byPage.set(page, regions);
        }
        if (!regions.has(region)) {
          regions.add(region);
          this.memory.markCode(page * 2 ** PAGE_SHIFT);
        }
      }
    }
    this.interpreter.setCompiled(region.pc, region.mode, true);
  }

  private drop(region: StoredRegion): void {
    const { words } = this;
    this.recent[(region.pc >>> 1) & (RECENT - 1)] = undefined;
    region.users--;
    this.setAlive(region, false);
    this.interpreter.setCompiled(region.pc, region.mode, false);
    const at = targetEntry(region.pc) >>> 2;
    if (words[at] === (region.pc | 0) && words[at + 1] === region.mode) words.fill(0, at, at + 4);
  }

  private invalidate(start: number, end: number): void {
    for (const [page, regions] of this.pagesBetween(start, end)) {
      for (const region of regions) {
        if (!region.ranges.some((range) => range.start < end && range.start + range.bytes.length > start))
          continue;
        regions.delete(region);
        if (this.entries.get(region.key) !== region) continue;
        this.entries.delete(region.key);
        this.drop(region);
        if (region.users > 0) continue;
        this.store.discard(region);
        const { module } = region;
        if (!module?.regions.every(({ discarded }) => discarded) || !this.instances.delete(module)) continue;
        this.dispatcher?.remove(module.id);
      }
      if (regions.size === 0) this.byPage.delete(page);
    }
  }

  private *pagesBetween(start: number, end: number): Iterable<[number, Set<StoredRegion>]> {
    const first = start >>> PAGE_SHIFT;
    const last = Math.floor((end - 1) / 2 ** PAGE_SHIFT);
    if (last - first < this.byPage.size) {
      for (let page = first; page <= last; page++) {
        const regions = this.byPage.get(page);
        if (regions !== undefined) yield [page, regions];
      }
    } else
      for (const [page, regions] of [...this.byPage])
        if (page >= first && page <= last) yield [page, regions];
  }

  /** The guest bytes under a region, adjoining blocks joined. */
  private rangesOf(region: Region): CodeRange[] {
    const spans = region.blocks
      .map(({ ir }) => ({ start: ir.pc, end: ir.pc + ir.size }))
      .sort((a, b) => a.start - b.start);
    const joined: { start: number; end: number }[] = [];
    for (const span of spans) {
      const last = joined[joined.length - 1];
      if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
      else joined.push({ ...span });
    }
    return joined.map(({ start, end }) => ({ start, bytes: this.copy(start, end) }));
  }

  private copy(start: number, end: number): Uint8Array {
    return new Uint8Array(this.words.buffer, start, end - start).slice();
  }

  private matches(region: StoredRegion): boolean {
    return region.ranges.every((range) => this.holds(range));
  }

  /** Whether a range of guest code can be executed here and has the same bytes. */
  private holds({ start, bytes }: CodeRange): boolean {
    for (let at = start; at < start + bytes.length; at = ((at >>> PAGE_SHIFT) + 1) * 2 ** PAGE_SHIFT) {
      if (this.memory.prepare(at, 1, 'execute') !== 0) return false;
    }
    const here = new Uint8Array(this.words.buffer, start, bytes.length);
    for (let i = 0; i < bytes.length; i++) if (here[i] !== bytes[i]) return false;
    return true;
  }
}
