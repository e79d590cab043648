import type { NativeCode } from '../../exec/engine';
import { Heat } from '../../exec/heat';
import { locationKey } from '../../isa/location';
import type { CompileLog } from '../compile-log';
import type { Region } from '../region/region';
import { emitRegion, type RegionCode } from '../region/region-emitter';
import type { RegionTarget } from '../region/region-frame';
import { INTERPRETER } from './dispatcher';
import { packModules, unpackModules } from './kept-store';
import { buildModule } from './module-builder';
import { aliveByte, MAX_REGIONS } from './tables';

/** Guest code that a region was translated from. */
export interface CodeRange {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** A region that has been compiled, for all address spaces in which its code lies. */
export interface StoredRegion {
  readonly id: number;
  readonly pc: number;
  readonly mode: number;
  readonly key: number;
  readonly code: RegionCode;
  /** Where the code is in the bytes of its module. */
  inModule: { readonly start: number; readonly length: number };
  readonly ranges: readonly CodeRange[];
  readonly instructions: number;
  /** The module that holds it now, and its place in the module's table; none before the first flush. */
  module: CodeModule | undefined;
  place: number;
  /** Address spaces in which it is valid now. */
  users: number;
  /** The guest code has changed everywhere: it will not be used again. */
  discarded: boolean;
}

/** A WebAssembly module with regions. */
export interface CodeModule {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly wasm: WebAssembly.Module;
  readonly regions: readonly StoredRegion[];
}

/** What compiling has done since the start. */
export interface JitCounters {
  regions: number;
  /** Entries of regions that went over from the interpreter, in all address spaces. */
  tierUps: number;
  /** Guest instructions in regions. */
  instructions: number;
  modules: number;
  consolidations: number;
  /** Bytes of WebAssembly made. */
  bytes: number;
  /** Milliseconds spent on forming, writing and building. */
  milliseconds: number;
}

/** How long compiling may take, so that a program that has much code and little time does not spend it on that. */
export interface CompileBudget {
  /** Milliseconds that it may take in any case. */
  readonly allowance: number;
  /** Milliseconds that it may take for each one since the start. */
  readonly share: number;
}

/** By how much more code there must be than what was kept for it to be written again. */
const GROWTH_WORTH_KEEPING = 1.1;
/** Milliseconds of a run in which the engine may have optimised more than it had. */
const LONG_RUN = 300;
/** Fewest warm blocks for which a run compiles eagerly; where there are more regions than that already, as many as those. */
const LEAST_BACKLOG = 100;
/** Further runs that are expected of a program: what one run enters a part of the threshold often is warm then. */
const FUTURE_RUNS = 4;
/** Most bytes kept. */
const MOST_KEPT = 64 << 20;

/**
 * The compiled code of all processes of one architecture and model. Code is found by location and content, so that a
 * program that runs again, or in several processes, is compiled once.
 */
export class CodeStore {
  /** How often blocks that are not compiled were entered. */
  readonly heat = new Heat();
  /** Executions that know of entries which heat does not have yet. */
  readonly reporters = new Set<{ report(): void }>();
  private readonly byKey = new Map<number, StoredRegion[]>();
  /** Modules that some region's code is in. */
  private readonly modules = new Set<CodeModule>();
  private pending: StoredRegion[] = [];
  private regionCount = 0;
  private moduleCount: number = INTERPRETER;
  /** Numbers of modules that earlier runs have made. */
  private taken: ReadonlySet<number> = new Set();
  private readonly begun: number;
  private eagerFrom = 0;
  /** What `restore` brought. */
  private keptRegions = 0;
  private keptModules = 0;
  private keptNative = 0;

  /** @param budget - absent: without limit. */
  constructor(
    private readonly target: RegionTarget,
    private readonly counters: JitCounters,
    private readonly now: () => number,
    private readonly budget?: CompileBudget,
    private readonly log?: CompileLog,
  ) {
    this.begun = now();
  }

  /**
   * Takes over how often an earlier run's blocks were entered.
   * @param threshold - entries of a block that pay for compiling it.
   */
  restoreHeat(archive: Uint8Array, threshold: number): void {
    const { heat } = this;
    if (!heat.load(archive)) return;
    const warm = threshold * Math.min(1, heat.runs / FUTURE_RUNS);
    if (heat.backlog(warm) >= Math.max(LEAST_BACKLOG, this.keptRegions)) this.eagerFrom = warm;
  }

  /**
   * Entries in all runs from which on blocks are compiled in this one, without limit: earlier runs have left many such. 0 where
   * they have not. The compiler takes 120 µs a guest instruction for the first thousands, and 30 µs once it is warm itself;
   * a few in each run would cost more than they save.
   */
  get eager(): number {
    return this.eagerFrom;
  }

  /** Whether the budget leaves time to compile something now. */
  get mayCompile(): boolean {
    const { budget, counters } = this;
    if (budget === undefined || this.eagerFrom > 0) return true;
    return counters.milliseconds <= budget.allowance + budget.share * (this.now() - this.begun);
  }

  /** Regions with code for a location, whatever they were translated from. */
  candidates(key: number): readonly StoredRegion[] {
    return this.byKey.get(key) ?? [];
  }

  /** Regions of the largest module. */
  get largestModule(): number {
    let most = 0;
    for (const { regions } of this.modules) most = Math.max(most, regions.length);
    return most;
  }

  /** Regions that wait for a module. */
  get waiting(): number {
    return this.pending.length;
  }

  /** Compiles a region; it can run after the next flush. Undefined where the store is full. */
  add(region: Region, ranges: readonly CodeRange[]): StoredRegion | undefined {
    if (this.regionCount >= MAX_REGIONS) return undefined;
    const started = this.now();
    const id = this.regionCount++;
    const { pc, mode } = region.entry;
    const stored: StoredRegion = {
      id,
      pc,
      mode,
      key: locationKey(pc, mode),
      code: emitRegion(region, this.target, aliveByte(id)),
      inModule: { start: 0, length: 0 },
      ranges,
      instructions: region.instructions,
      module: undefined,
      place: 0,
      users: 0,
      discarded: false,
    };
    const known = this.byKey.get(stored.key);
    if (known === undefined) this.byKey.set(stored.key, [stored]);
    else known.unshift(stored);
    this.pending.push(stored);
    this.counters.regions++;
    this.counters.instructions += region.instructions;
    this.counters.milliseconds += this.now() - started;
    this.log?.region(id, region, stored.code);
    return stored;
  }

  /** Forgets a region whose guest code was overwritten where it was last in use. */
  discard(region: StoredRegion): void {
    region.discarded = true;
    const rest = this.candidates(region.key).filter((other) => other !== region);
    if (rest.length === 0) this.byKey.delete(region.key);
    else this.byKey.set(region.key, rest);
    this.pending = this.pending.filter((other) => other !== region);
  }

  /** An address space has begun to use a region. */
  tieredUp(): void {
    this.counters.tierUps++;
  }

  /** Makes a module of what is pending. */
  flush(): void {
    if (this.pending.length === 0) return;
    const started = this.now();
    this.build(this.pending);
    this.pending = [];
    this.counters.milliseconds += this.now() - started;
  }

  /** Puts regions that were compiled apart into one new module, where calls between them are direct. */
  consolidate(regions: readonly StoredRegion[]): void {
    const started = this.now();
    const built = new Set(regions);
    this.pending = this.pending.filter((region) => !built.has(region));
    this.build(regions);
    this.counters.consolidations++;
    this.counters.milliseconds += this.now() - started;
  }

  /**
   * Takes over what an earlier run has compiled.
   * @returns false where the bytes are no such code, or the store is not empty.
   */
  restore(archive: Uint8Array, native: NativeCode | undefined): boolean {
    const kept = this.regionCount === 0 ? unpackModules(archive, native) : undefined;
    if (kept === undefined) return false;
    for (const module of kept.modules) this.modules.add(module);
    for (const region of kept.regions) {
      const known = this.byKey.get(region.key);
      if (known === undefined) this.byKey.set(region.key, [region]);
      else known.push(region);
    }
    this.regionCount = kept.nextRegion;
    this.taken = new Set(kept.modules.map(({ id }) => id));
    this.keptRegions = kept.regions.length;
    this.keptModules = kept.modules.length;
    this.keptNative = kept.nativeBytes;
    return true;
  }

  /** What the next run should begin with; undefined where that is hardly more than this one began with. */
  keep(native: NativeCode | undefined): Uint8Array | undefined {
    const isLive = (module: CodeModule): boolean =>
      module.regions.some((region) => region.module === module && !region.discarded);
    const modules = [...this.modules].filter(isLive);
    const regions = [...this.byKey.values()].reduce((sum, { length }) => sum + length, 0);
    const grown = regions > this.keptRegions * GROWTH_WORTH_KEEPING || modules.length < this.keptModules;
    if (grown) this.heat.settled = false;
    else if (this.heat.settled || this.now() - this.begun < LONG_RUN) return undefined;
    if (regions === 0) return undefined;
    const { archive, nativeBytes } = packModules(modules, this.regionCount, native);
    if (!grown && nativeBytes <= this.keptNative * GROWTH_WORTH_KEEPING) {
      this.heat.settled = true;
      return undefined;
    }
    return archive.length <= MOST_KEPT ? archive : undefined;
  }

  /** The heat that the next run should begin with; undefined where that is hardly more than this one began with. */
  keepHeat(): Uint8Array | undefined {
    for (const reporter of this.reporters) reporter.report();
    return this.heat.save();
  }

  private build(regions: readonly StoredRegion[]): void {
    do this.moduleCount++;
    while (this.taken.has(this.moduleCount));
    const id = this.moduleCount;
    // Of several regions for one location the newest comes last and gets the direct calls.
    const { bytes, bodies } = buildModule(
      regions.map(({ key, code: { body, relocations, unlikely } }) => ({ key, body, relocations, unlikely })),
      id,
      this.target.mode,
    );
    const module: CodeModule = { id, bytes, wasm: new WebAssembly.Module(bytes), regions };
    const before = new Set(regions.map((region) => region.module));
    regions.forEach((region, place) => {
      region.module = module;
      region.place = place;
      region.inModule = bodies[place]!;
    });
    this.modules.add(module);
    for (const old of before)
      if (old?.regions.every((region) => region.module !== old)) this.modules.delete(old);
    this.log?.module(module, bytes.length);
    this.counters.modules++;
    this.counters.bytes += bytes.length;
  }
}
