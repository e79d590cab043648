import { PAGE_SIZE } from './layout';

/** Pages of a slab: one allocation for many pages is far cheaper than many. */
const SLAB_PAGES = 64;

/** Copies of pages. */
export class PageStore {
  private readonly free: Uint8Array[] = [];

  /** A copy of a page. */
  copy(bytes: Uint8Array): Uint8Array {
    const page = this.free.pop() ?? this.grow();
    page.set(bytes);
    return page;
  }
  /** Gives a copy back. */
  drop(page: Uint8Array): void {
    this.free.push(page);
  }

  private grow(): Uint8Array {
    const slab = new ArrayBuffer(SLAB_PAGES * PAGE_SIZE);
    for (let at = SLAB_PAGES - 1; at > 0; at--)
      this.free.push(new Uint8Array(slab, at * PAGE_SIZE, PAGE_SIZE));
    return new Uint8Array(slab, 0, PAGE_SIZE);
  }
}
