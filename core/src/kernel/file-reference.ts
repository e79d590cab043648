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
  const listeners = releases.get(file);
  releases.delete(file);
  file.release();
  if (listeners !== undefined) for (const listener of listeners) listener();
}

const releases = new WeakMap<OpenFile, Set<() => void>>();

/** Calls back when the file is released. Returns a function that takes it back. */
export function onRelease(file: OpenFile, listener: () => void): () => void {
  let listeners = releases.get(file);
  if (listeners === undefined) {
    listeners = new Set();
    releases.set(file, listeners);
  }
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** How many hold the file. */
export const heldBy = (file: OpenFile): number => holders.get(file) ?? 0;
