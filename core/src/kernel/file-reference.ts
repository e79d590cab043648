import type { OpenFile } from './open-file';

/**
 * One holder more. A file counts as held from the first `hold` on; the last `drop` releases it. Returns the file.
 */
export function hold<F extends OpenFile>(file: F): F {
  file.holders = (file.holders ?? 0) + 1;
  return file;
}

/** One holder less; the last one releases the file. */
export function drop(file: OpenFile): void {
  const count = (file.holders || 1) - 1;
  file.holders = count;
  if (count > 0) return;
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
export const heldBy = (file: OpenFile): number => file.holders ?? 0;
