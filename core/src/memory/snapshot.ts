import { PAGE_SIZE } from './layout';
import type { Frame } from './memory-pool';
import { PageFlag } from './page-flags';
import { PageStore } from './page-store';

/** An address space that was forked: as a source of pages. */
export interface SnapshotSource {
  readonly frame: Frame;
  /** What the source itself was forked from. */
  readonly inheritedFrom: Snapshot | undefined;
  /** A snapshot needs nothing any more. */
  released(snapshot: Snapshot): void;
}

/**
 * The private pages of a parent at the moment of a fork. Nothing is copied then: the child takes a page from the parent's
 * memory when it first touches it, and the parent saves a page here before changing it.
 */
export class Snapshot {
  private readonly saved = new Map<number, Uint8Array>();
  private readonly store = new PageStore();

  /**
   * @param source - the parent
   * @param child - the child's memory: its `inherited` bits say which pages it still needs from here
   */
  constructor(
    readonly source: SnapshotSource,
    private readonly child: Frame,
  ) {}

  /** The parent is about to change a page. */
  save(page: number, bytes: Uint8Array): void {
    if ((this.child.pages[page]! & PageFlag.inherited) === 0 || this.saved.has(page)) return;
    this.saved.set(page, this.store.copy(bytes));
  }

  /** The bytes of a page as they were, valid until guest code runs. */
  page(page: number): Uint8Array {
    const saved = this.saved.get(page);
    if (saved !== undefined) return saved;
    const { frame, inheritedFrom } = this.source;
    if ((frame.pages[page]! & PageFlag.inherited) !== 0) return inheritedFrom!.page(page);
    return new Uint8Array(frame.memory.buffer, page * PAGE_SIZE, PAGE_SIZE);
  }

  /** The child has its page, or does not want it: what was saved for it is dropped. */
  forget(page: number): void {
    const copy = this.saved.get(page);
    if (copy === undefined) return;
    this.saved.delete(page);
    this.store.drop(copy);
  }

  release(): void {
    this.saved.clear();
    this.source.released(this);
  }
}
