/**
 * A map from locations. Keys stay small integers, which maps of JavaScript engines hash much faster than what locationKey
 * gives: one map a mode, of which programs use few.
 */
export class LocationMap<T> {
  private readonly modes = new Map<number, Map<number, T>>();
  private lastMode = -1;
  private lastMap: Map<number, T> | undefined;
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(pc: number, mode: number): T | undefined {
    return this.of(mode)?.get(pc | 0);
  }

  set(pc: number, mode: number, value: T): void {
    let map = this.of(mode);
    if (map === undefined) {
      map = new Map();
      this.modes.set(mode, map);
      this.lastMap = map;
    }
    this.count -= map.size;
    map.set(pc | 0, value);
    this.count += map.size;
  }

  delete(pc: number, mode: number): void {
    if (this.of(mode)?.delete(pc | 0)) this.count--;
  }

  clear(): void {
    this.modes.clear();
    this.lastMode = -1;
    this.lastMap = undefined;
    this.count = 0;
  }

  private of(mode: number): Map<number, T> | undefined {
    if (mode !== this.lastMode) {
      this.lastMode = mode;
      this.lastMap = this.modes.get(mode);
    }
    return this.lastMap;
  }
}
