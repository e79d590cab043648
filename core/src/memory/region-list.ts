import { continues, type Region, sliceRegion } from './region';

/** The regions of an address space: sorted, without overlap. */
export class RegionList {
  private readonly list: Region[] = [];
  private last: Region | undefined;

  [Symbol.iterator](): IterableIterator<Region> {
    return this.list[Symbol.iterator]();
  }
  get count(): number {
    return this.list.length;
  }

  /** The region that holds an address. */
  find(address: number): Region | undefined {
    const { last } = this;
    if (last !== undefined && address >= last.start && address < last.end) return last;
    const region = this.list[this.indexAbove(address)];
    if (region === undefined || address < region.start) return undefined;
    this.last = region;
    return region;
  }
  /** The first region that ends above an address. */
  findAbove(address: number): Region | undefined {
    return this.list[this.indexAbove(address)];
  }
  /** The last region that ends at or below an address. */
  findBelow(address: number): Region | undefined {
    return this.list[this.indexAbove(address) - 1];
  }
  /** The regions that overlap [start, end), whole. */
  within(start: number, end: number): Region[] {
    const found: Region[] = [];
    for (let i = this.indexAbove(start); i < this.list.length && this.list[i]!.start < end; i++)
      found.push(this.list[i]!);
    return found;
  }
  /** Whether nothing is mapped in [start, end). */
  free(start: number, end: number): boolean {
    const above = this.findAbove(start);
    return above === undefined || above.start >= end;
  }
  /** Whether all of [start, end) is mapped. */
  covers(start: number, end: number): boolean {
    let at = start;
    for (const region of this.within(start, end)) {
      if (region.start > at) return false;
      at = region.end;
    }
    return at >= end;
  }

  /** Adds a region to free space, joined to its neighbours where they continue each other. */
  insert(region: Region): void {
    let index = this.indexAbove(region.start);
    const before = this.list[index - 1];
    const after = this.list[index];
    let added = region;
    if (before !== undefined && continues(before, added)) {
      added = { ...before, end: added.end };
      index--;
      this.list.splice(index, 1);
    }
    if (after !== undefined && continues(added, after)) {
      added = { ...added, end: after.end };
      this.list.splice(index, 1);
    }
    this.list.splice(index, 0, added);
    this.last = undefined;
  }

  /** Removes [start, end); returns the parts removed, cut to the range. */
  remove(start: number, end: number): Region[] {
    const first = this.indexAbove(start);
    let past = first;
    while (past < this.list.length && this.list[past]!.start < end) past++;
    const removed: Region[] = [];
    const kept: Region[] = [];
    for (let i = first; i < past; i++) {
      const region = this.list[i]!;
      if (region.start < start) kept.push(sliceRegion(region, region.start, start));
      removed.push(sliceRegion(region, Math.max(start, region.start), Math.min(end, region.end)));
      if (region.end > end) kept.push(sliceRegion(region, end, region.end));
    }
    this.list.splice(first, past - first, ...kept);
    this.last = undefined;
    return removed;
  }

  /** Replaces every part of [start, end) by a changed copy. */
  change(start: number, end: number, change: (part: Region) => Region): void {
    for (const part of this.remove(start, end)) this.insert(change(part));
  }

  /** The highest free range of a length below `top` and not below `bottom`; undefined if there is none. */
  gapBelow(top: number, bottom: number, length: number, align = 4096): number | undefined {
    let ceiling = top;
    for (let i = this.list.length - 1; i >= 0; i--) {
      const region = this.list[i]!;
      if (region.start >= top) continue;
      const at = alignDown(ceiling - length, align);
      if (at >= region.end && at >= bottom) return at;
      ceiling = Math.min(ceiling, region.start);
      if (ceiling <= bottom) return undefined;
    }
    const at = alignDown(ceiling - length, align);
    return at >= bottom ? at : undefined;
  }
  /** The lowest free range of a length in [bottom, top). */
  gapAbove(bottom: number, top: number, length: number, align = 4096): number | undefined {
    let floor = alignUp(bottom, align);
    for (let i = this.indexAbove(bottom); i < this.list.length; i++) {
      const region = this.list[i]!;
      if (region.start - floor >= length) break;
      floor = alignUp(Math.max(floor, region.end), align);
    }
    return floor + length <= top ? floor : undefined;
  }

  private indexAbove(address: number): number {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.list[middle]!.end > address) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

const alignDown = (value: number, align: number): number => Math.floor(value / align) * align;
const alignUp = (value: number, align: number): number => Math.ceil(value / align) * align;
