import { KernelError } from '../kernel/errno';
import type { Mappable } from '../kernel/open-file';
import { PAGE_SIZE } from './layout';
import type { FileHold } from './mapped-file';

/** An address space, as holder of shared pages. */
export interface Holder {
  /** The bytes of one of its pages. */
  pageBytes(page: number): Uint8Array;
  /** From now on writes to the page must ask again. */
  revokeWrite(page: number): void;
  /** The page is no longer there. */
  invalidate(page: number): void;
}

interface Place {
  readonly space: Holder;
  readonly page: number;
}

interface SharedPage {
  /** Memories that hold the bytes. With a writer it is the only one. */
  holders: Place[];
  writer: boolean;
  /** Differs from the file. */
  dirty: boolean;
  /** The bytes, while nobody holds them. */
  bytes: Uint8Array | undefined;
}

/**
 * Memory that several mappings share: a file's pages or anonymous ones. Since each address space is a memory of its own,
 * a page is writable in one of them at a time, or readable in many; it moves when another touches it.
 */
export class SharedObject {
  private readonly pages = new Map<number, SharedPage>();
  private bytes = 0;

  /**
   * @param source - the file; undefined for anonymous memory.
   * @param onUnused - called when the last mapping is gone.
   */
  constructor(
    readonly source: Mappable | undefined,
    private readonly file?: FileHold,
    private readonly onUnused: () => void = () => {},
  ) {}

  /** Regions refer to so many bytes more. */
  retain(bytes: number): void {
    if (this.bytes === 0) this.file?.hold();
    this.bytes += bytes;
  }
  /** Regions refer to so many bytes less. The last one writes back what changed. */
  release(bytes: number): void {
    this.bytes -= bytes;
    if (this.bytes > 0) return;
    this.flush(0, Number.POSITIVE_INFINITY);
    this.pages.clear();
    this.onUnused();
    this.file?.drop();
  }

  /** Whether a byte offset lies in a page that exists: within the file, rounded up to a page. */
  contains(offset: number): boolean {
    return this.source === undefined || offset < this.source.size;
  }

  /**
   * Brings page `index` of the object into a space's page for reading or writing.
   * @param into - that page's bytes.
   */
  acquire(index: number, space: Holder, page: number, write: boolean, into: Uint8Array): void {
    let shared = this.pages.get(index);
    if (shared === undefined) {
      shared = { holders: [], writer: false, dirty: false, bytes: undefined };
      this.pages.set(index, shared);
    }
    const held = shared.holders.some((holder) => holder.space === space && holder.page === page);
    if (!held) into.set(this.bytesOf(index, shared));
    if (write) {
      for (const holder of shared.holders)
        if (holder.space !== space || holder.page !== page) holder.space.invalidate(holder.page);
      shared.holders = [{ space, page }];
      shared.writer = true;
      shared.dirty = true;
    } else if (!held) {
      if (shared.writer) {
        for (const holder of shared.holders) holder.space.revokeWrite(holder.page);
        shared.writer = false;
      }
      shared.holders.push({ space, page });
    }
    shared.bytes = undefined;
  }

  /** A space gives a page up: its bytes go back to the file or stay here for the others. */
  leave(index: number, space: Holder, page: number): void {
    const shared = this.pages.get(index);
    if (shared === undefined) return;
    if (shared.holders.length === 1) {
      if (this.source === undefined) shared.bytes = space.pageBytes(page).slice();
      else {
        if (shared.dirty) this.writeBack(index, space.pageBytes(page));
        this.pages.delete(index);
      }
    }
    shared.holders = shared.holders.filter((holder) => holder.space !== space || holder.page !== page);
    if (shared.holders.length === 0) shared.writer = false;
  }

  /** Writes changed pages of [from, to) back to the file; byte offsets. */
  flush(from: number, to: number): void {
    if (this.source === undefined) return;
    for (const [index, shared] of this.pages) {
      if (!shared.dirty || index * PAGE_SIZE < from - PAGE_SIZE + 1 || index * PAGE_SIZE >= to) continue;
      this.writeBack(index, this.bytesOf(index, shared));
      shared.dirty = false;
      shared.writer = false;
      for (const holder of shared.holders) holder.space.revokeWrite(holder.page);
    }
  }

  /** Drops bytes from an offset on, as truncation of the file or hole punching does. */
  discard(from: number, to: number): void {
    for (const [index, shared] of this.pages) {
      if (index * PAGE_SIZE < from || index * PAGE_SIZE >= to) continue;
      for (const holder of shared.holders) holder.space.invalidate(holder.page);
      this.pages.delete(index);
    }
  }

  /** What the object's memory says of a page, if any mapping has it: newer than the file. */
  peek(index: number): Uint8Array | undefined {
    const shared = this.pages.get(index);
    return shared === undefined || !shared.dirty ? undefined : this.bytesOf(index, shared);
  }

  private bytesOf(index: number, shared: SharedPage): Uint8Array {
    const holder = shared.holders[0];
    if (holder !== undefined) return holder.space.pageBytes(holder.page);
    if (shared.bytes !== undefined) return shared.bytes;
    const bytes = new Uint8Array(PAGE_SIZE);
    this.source?.read(bytes, index * PAGE_SIZE);
    return bytes;
  }

  private writeBack(index: number, bytes: Uint8Array): void {
    const { source } = this;
    if (source?.write === undefined) return;
    const length = Math.min(PAGE_SIZE, source.size - index * PAGE_SIZE);
    if (length > 0) source.write(bytes.subarray(0, length), index * PAGE_SIZE);
  }
}

/** The shared objects of a machine's files, by Mappable.identity. */
export class SharedObjects {
  private readonly byKey = new Map<string, SharedObject>();

  /** The object of a file; the first mapping's file is held open. */
  of(source: Mappable, file?: FileHold): SharedObject {
    let object = this.byKey.get(source.identity ?? source.key);
    if (object === undefined) {
      object = new SharedObject(source, file, () => this.byKey.delete(source.identity ?? source.key));
      this.byKey.set(source.identity ?? source.key, object);
    }
    return object;
  }
  /** The object of a file that is mapped shared now. */
  find(identity: string): SharedObject | undefined {
    return this.byKey.get(identity);
  }

  /** A file is about to be read: what its mappings have changed goes to it first. */
  beforeRead(file: { mappable(): Mappable }): void {
    this.mapped(file)?.flush(0, Number.POSITIVE_INFINITY);
  }
  /** A file is about to be written: its mappings will fetch their pages anew. */
  beforeWrite(file: { mappable(): Mappable }): void {
    const object = this.mapped(file);
    object?.flush(0, Number.POSITIVE_INFINITY);
    object?.discard(0, Number.POSITIVE_INFINITY);
  }

  private mapped(file: { mappable(): Mappable }): SharedObject | undefined {
    if (this.byKey.size === 0) return undefined;
    try {
      const { identity, key } = file.mappable();
      return this.byKey.get(identity ?? key);
    } catch (error) {
      if (error instanceof KernelError) return undefined;
      throw error;
    }
  }
}
