import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { type Frame, type Place, placeOf, places } from './place';

/** The parts that are used of what `node --cpu-prof` writes (Chrome DevTools Protocol, `Profiler.Profile`). */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: Frame & { readonly lineNumber: number; readonly columnNumber: number };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

/** Finds the file that compiled JavaScript was made from; source maps are read once. */
export class Sources {
  private readonly maps = new Map<string, TraceMap | undefined>();

  /** Its place as a URL or path, or the file itself without a map; undefined for what is in no file. */
  of(url: string, line: number, column: number): string | undefined {
    if (url === '' || url.startsWith('node:') || url.startsWith('wasm:')) return undefined;
    const file = url.startsWith('file:') ? fileURLToPath(url) : url;
    const map = this.map(file);
    if (map === undefined) return file;
    return originalPositionFor(map, { line: line + 1, column })?.source ?? undefined;
  }

  private map(file: string): TraceMap | undefined {
    if (!this.maps.has(file)) {
      const beside = `${file}.map`;
      this.maps.set(
        file,
        existsSync(beside)
          ? new TraceMap(readFileSync(beside, 'utf8'), pathToFileURL(beside).href)
          : undefined,
      );
    }
    return this.maps.get(file);
  }
}

/**
 * Sums the time of each place. Code that belongs to nobody in particular, such as Node's loader, counts for the start as long as none of
 * anyuser's functions has called it.
 *
 * @returns seconds of the main thread
 */
export function timeByPlace(profile: CpuProfile, sources: Sources): Record<Place, number> {
  const parents = new Map<number, number>();
  for (const { id, children } of profile.nodes) for (const child of children ?? []) parents.set(child, id);
  const own = new Map<number, Place>();
  for (const { id, callFrame } of profile.nodes) {
    const source = sources.of(callFrame.url, callFrame.lineNumber, callFrame.columnNumber);
    own.set(id, placeOf(callFrame, source));
  }
  const called = (id: number): Place => {
    for (let at = parents.get(id); at !== undefined; at = parents.get(at)) {
      const place = own.get(at)!;
      if (place !== 'host') return place;
    }
    return 'start';
  };
  const times = Object.fromEntries(places.map((place) => [place, 0])) as Record<Place, number>;
  for (const [n, id] of profile.samples.entries()) {
    const place = own.get(id) ?? 'other';
    // V8 compiles WebAssembly, and takes kept code back, inside of its own functions.
    const caller = place === 'host' ? called(id) : place;
    const counts = caller === 'compile' || caller === 'keep' || caller === 'start' ? caller : place;
    times[counts] += profile.timeDeltas[n]! / 1e6;
  }
  return times;
}
