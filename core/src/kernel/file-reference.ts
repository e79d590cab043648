import type { OpenFile } from './open-file';

/**
 * How many descriptors, running calls and messages in flight hold each open file. A file counts as held from the first
 * `hold` on; the last `drop` releases it.
 */
const holders = new WeakMap<OpenFile, number>();

/** One holder more. Returns the file. */
export function hold<F extends OpenFile>(file: F): F {
  holders.set(file, (holders.get(file) ?? 0) + 1);
  return file;
}

/** One holder less; the last one releases the file. */
export function drop(file: OpenFile): void {
  const count = (holders.get(file) ?? 1) - 1;
  if (count > 0) {
    holders.set(file, count);
    return;
  }
  holders.delete(file);
  file.release();
}

/** How many hold the file. */
export const heldBy = (file: OpenFile): number => holders.get(file) ?? 0;
