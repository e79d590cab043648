import type { MappedFile } from './mapped-file';
import type { SharedObject } from './shared-object';

/** What a range of an address space is mapped to. `start` and `end` are page-aligned; end is exclusive. */
export interface Region {
  start: number;
  end: number;
  /** Canonical ProtFlag bits: PROT_READ, PROT_WRITE, PROT_EXEC. */
  prot: number;
  /** What mprotect may raise prot to. */
  readonly maxProt: number;
  /** File of a private mapping. */
  readonly source: MappedFile | undefined;
  /** Object of a shared mapping. */
  readonly shared: SharedObject | undefined;
  /** Offset of `start` in the source or object, bytes. */
  offset: number;
  /** Grows downwards at a touch below its start. */
  readonly growsDown: boolean;
  /** Not given to children (MADV_DONTFORK), or given empty (MADV_WIPEONFORK). */
  onFork: 'copy' | 'drop' | 'wipe';
  /** Marks of the system's own, bits that the kernel itself does not look at (OpenBSD's stack and immutable mappings). */
  readonly tags: number;
  /** For /proc/self/maps: a path, `[heap]`, `[stack]` or nothing. */
  readonly name: string;
}

/** A range for a part of a region's address range, with the offset that belongs to it. */
export const sliceRegion = (region: Region, start: number, end: number): Region => ({
  ...region,
  start,
  end,
  offset: region.offset + (start - region.start),
});

/** Whether b directly continues a in every respect, so that both can be one region. */
export const continues = (a: Region, b: Region): boolean =>
  a.end === b.start &&
  a.prot === b.prot &&
  a.maxProt === b.maxProt &&
  a.source === b.source &&
  a.shared === b.shared &&
  a.growsDown === b.growsDown &&
  a.onFork === b.onFork &&
  a.tags === b.tags &&
  a.name === b.name &&
  ((a.source === undefined && a.shared === undefined) || a.offset + (a.end - a.start) === b.offset);
