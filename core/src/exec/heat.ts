import { pack, unpack } from './archive';
import { JumpTargets } from './jump-targets';
import { LocationTable } from './location-table';

/** Kind of the archive that heat is kept in. */
const KIND = 0x48_45_41_32;
/** Blocks that were entered less often are not kept: they would be the larger part, and would take hundreds of runs to matter. */
const LEAST_KEPT = 16;
/** Entries that a run must have added for them to be worth a write. */
const WORTH_KEEPING = 50_000;

/**
 * How often the interpreter has entered blocks: in this run, in all processes, and in the earlier runs of the program. Code that
 * is lukewarm in every run is worth compiling once the sum is. Known by location alone: where other code lies there, it
 * is compiled a little too early or too late.
 */
export class Heat {
  /** Of earlier runs, by pc and then mode, ascending. */
  private keptPcs = new Uint32Array(0);
  private keptModes = new Int32Array(0);
  private keptEntries = new Uint32Array(0);
  /** Of the locations that this run has changed: with what was kept. */
  private readonly changed = new LocationTable();
  private added = 0;
  /** Where computed jumps have gone, in this run and earlier ones. */
  readonly targets = new JumpTargets();
  private wasSettled = false;
  /** Runs that have added to it. */
  runs = 0;
  /** Whether the last run's machine code was hardly more than what it began with, so that the next need not look. */
  settled = false;

  /** Locations that had been entered so many times when the run began. */
  backlog(entries: number): number {
    let count = 0;
    for (const kept of this.keptEntries) if (kept >= entries) count++;
    return count;
  }

  /** Entries of a location's block in this run. */
  ofThisRun(pc: number, mode: number): number {
    const changed = this.changed.get(pc, mode);
    return changed >= 0 ? Math.max(0, changed - this.kept(pc >>> 0, mode)) : 0;
  }

  /** Entries of a location's block in all runs. */
  of(pc: number, mode: number): number {
    const changed = this.changed.get(pc, mode);
    return changed >= 0 ? changed : this.kept(pc >>> 0, mode);
  }

  /** Counts further entries. */
  add(pc: number, mode: number, entries: number): void {
    if (entries <= 0) return;
    this.added += entries;
    this.changed.set(pc, mode, Math.min(this.of(pc, mode) + entries, 0x7fff_ffff));
  }

  /** Lets a location have been entered `most` times at the most. */
  cap(pc: number, mode: number, most: number): void {
    if (this.of(pc, mode) > most) this.changed.set(pc, mode, most);
  }

  /**
   * Takes over what an earlier run has kept.
   * @returns false where the bytes are nothing of the kind
   */
  load(bytes: Uint8Array): boolean {
    const parts = unpack(KIND, bytes);
    if (parts?.length !== 5 || parts[3]!.length !== 2) return false;
    const [pcs, modes, entries] = parts
      .slice(0, 3)
      .map(({ buffer, byteOffset, length }) => new Uint32Array(buffer, byteOffset, length >>> 2));
    if (pcs!.length !== modes!.length || pcs!.length !== entries!.length) return false;
    this.keptPcs = pcs as Uint32Array<ArrayBuffer>;
    this.keptModes = new Int32Array(modes!.buffer as ArrayBuffer, modes!.byteOffset, modes!.length);
    this.keptEntries = entries as Uint32Array<ArrayBuffer>;
    this.wasSettled = parts[3]![0] === 1;
    this.settled = this.wasSettled;
    this.runs = parts[3]![1]!;
    this.targets.load(parts[4]!);
    return true;
  }

  /** What the next run should know; undefined where that is hardly more than this one did. */
  save(): Uint8Array | undefined {
    if (this.added < WORTH_KEEPING && this.settled === this.wasSettled) return undefined;
    const all: { readonly pc: number; readonly mode: number; readonly entries: number }[] = [];
    this.keptPcs.forEach((pc, n) => {
      const mode = this.keptModes[n]!;
      if (this.changed.get(pc, mode) < 0) all.push({ pc, mode, entries: this.keptEntries[n]! });
    });
    this.changed.forEach((pc, mode, entries) => {
      if (entries >= LEAST_KEPT) all.push({ pc: pc >>> 0, mode, entries });
    });
    all.sort((a, b) => a.pc - b.pc || a.mode - b.mode);
    const columns = [
      Uint32Array.from(all, ({ pc }) => pc),
      Int32Array.from(all, ({ mode }) => mode),
      Uint32Array.from(all, ({ entries }) => entries),
    ];
    const parts = columns.map(({ buffer }) => new Uint8Array(buffer));
    const state = Uint8Array.of(this.settled ? 1 : 0, Math.min(this.runs + 1, 255));
    return pack(KIND, [...parts, state, this.targets.save()]);
  }

  private kept(pc: number, mode: number): number {
    const { keptPcs, keptModes } = this;
    let low = 0;
    let high = keptPcs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keptPcs[middle]! < pc || (keptPcs[middle] === pc && keptModes[middle]! < mode)) low = middle + 1;
      else high = middle;
    }
    return keptPcs[low] === pc && keptModes[low] === mode ? this.keptEntries[low]! : 0;
  }
}
