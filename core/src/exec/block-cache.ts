import { PAGE_SHIFT } from '../memory/layout';
import { LocationMap } from './location-map';

/** A block of guest code that has been translated. */
export interface CachedBlock {
  readonly pc: number;
  readonly mode: number;
  /** Address after the last byte of guest code. */
  readonly end: number;
  /** Address of its threaded code, signed. */
  readonly code: number;
  /** Stands for compiled code alone: it has no threaded code but the micro-op that says so. */
  readonly stub: boolean;
  /** Guest code there has changed: the block must not be entered again. */
  dead: boolean;
  /** What its count of entries began with. */
  due: number;
}

/** The translated blocks of an address space: by location, by page of guest code and by address of their threaded code. */
export class BlockCache {
  private readonly byLocation = new LocationMap<CachedBlock>();
  private readonly byPage = new Map<number, CachedBlock[]>();
  /** In the order of their threaded code, dead ones included. */
  private readonly ordered: CachedBlock[] = [];

  get size(): number {
    return this.byLocation.size;
  }

  find(pc: number, mode: number): CachedBlock | undefined {
    return this.byLocation.get(pc, mode);
  }

  /** Adds a block whose threaded code lies behind that of all others. */
  add(block: CachedBlock): void {
    this.byLocation.set(block.pc, block.mode, block);
    this.ordered.push(block);
    for (let page = block.pc >>> PAGE_SHIFT; page <= lastPage(block); page++) {
      const blocks = this.byPage.get(page);
      if (blocks) blocks.push(block);
      else this.byPage.set(page, [block]);
    }
  }

  /** Takes one block out and marks it dead. */
  remove(block: CachedBlock): void {
    block.dead = true;
    this.byLocation.delete(block.pc, block.mode);
    for (let page = block.pc >>> PAGE_SHIFT; page <= lastPage(block); page++) {
      const blocks = this.byPage.get(page);
      if (blocks !== undefined)
        this.byPage.set(
          page,
          blocks.filter((other) => other !== block),
        );
    }
  }

  /** The block whose threaded code contains an address. */
  containing(code: number): CachedBlock | undefined {
    let low = 0;
    let high = this.ordered.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ordered[middle]!.code <= code) low = middle + 1;
      else high = middle;
    }
    return this.ordered[low - 1];
  }

  /** Takes the blocks that overlap guest addresses [start, end) out, marks them dead and returns them. */
  invalidate(start: number, end: number): readonly CachedBlock[] {
    const gone: CachedBlock[] = [];
    const first = start >>> PAGE_SHIFT;
    const last = Math.floor((end - 1) / 2 ** PAGE_SHIFT);
    if (last - first > this.byPage.size) {
      for (const page of [...this.byPage.keys()])
        if (page >= first && page <= last) this.page(page, start, end, gone);
    } else for (let page = first; page <= last; page++) this.page(page, start, end, gone);
    return gone;
  }

  /** All blocks, dead ones included. */
  get all(): readonly CachedBlock[] {
    return this.ordered;
  }

  clear(): void {
    this.byLocation.clear();
    this.byPage.clear();
    this.ordered.length = 0;
  }

  private page(page: number, start: number, end: number, gone: CachedBlock[]): void {
    const blocks = this.byPage.get(page);
    if (blocks === undefined) return;
    const rest = blocks.filter((block) => {
      if (block.dead) return false;
      if (block.pc >= end || block.end <= start) return true;
      block.dead = true;
      this.byLocation.delete(block.pc, block.mode);
      gone.push(block);
      return false;
    });
    if (rest.length === 0) this.byPage.delete(page);
    else this.byPage.set(page, rest);
  }
}

const lastPage = ({ pc, end }: CachedBlock): number => Math.max(pc, end - 1) >>> PAGE_SHIFT;
