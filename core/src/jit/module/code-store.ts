import { locationKey } from '../../isa/location';
import type { CompileLog } from '../compile-log';
import type { Region } from '../region/region';
import { emitRegion, type RegionCode } from '../region/region-emitter';
import type { RegionTarget } from '../region/region-frame';
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
  readonly wasm: WebAssembly.Module;
  readonly regions: readonly StoredRegion[];
}

/** What compiling has done since the start. */
export interface JitCounters {
  regions: number;
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

/**
 * The compiled code of all processes of one architecture and model. Code is found by location and content, so that a
 * program that runs again, or in several processes, is compiled once.
 */
export class CodeStore {
  private readonly byKey = new Map<number, StoredRegion[]>();
  private pending: StoredRegion[] = [];
  private regionCount = 0;
  private moduleCount = 0;
  private readonly begun: number;

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

  /** Whether the budget leaves time to compile something now. */
  get mayCompile(): boolean {
    const { budget, counters } = this;
    if (budget === undefined) return true;
    return counters.milliseconds <= budget.allowance + budget.share * (this.now() - this.begun);
  }

  /** Regions with code for a location, whatever they were translated from. */
  candidates(key: number): readonly StoredRegion[] {
    return this.byKey.get(key) ?? [];
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

  private build(regions: readonly StoredRegion[]): void {
    const id = ++this.moduleCount;
    // Of several regions for one location the newest comes last and gets the direct calls.
    const bytes = buildModule(
      regions.map(({ key, code }) => ({ key, ...code })),
      id,
      this.target.mode,
    );
    const module: CodeModule = { id, wasm: new WebAssembly.Module(bytes), regions };
    regions.forEach((region, place) => {
      region.module = module;
      region.place = place;
    });
    this.log?.module(module, bytes.length);
    this.counters.modules++;
    this.counters.bytes += bytes.length;
  }
}
