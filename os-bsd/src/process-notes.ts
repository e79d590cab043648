import type { Process } from '@anyuser/core';

/** What queues hear of processes besides their end. */
export type ProcessEvent = { readonly kind: 'fork'; readonly child: Process } | { readonly kind: 'exec' };
export type ProcessListener = (event: ProcessEvent) => void;

const listeners = new WeakMap<Process, Set<ProcessListener>>();

/** Listens to a process; returns what ends it. */
export function onProcessEvent(process: Process, listener: ProcessListener): () => void {
  let set = listeners.get(process);
  if (set === undefined) {
    set = new Set();
    listeners.set(process, set);
  }
  set.add(listener);
  return () => void set.delete(listener);
}

/** Tells of a fork or an exec: each BSD's personality calls it. */
export function tellProcessEvent(process: Process, event: ProcessEvent): void {
  const set = listeners.get(process);
  if (set !== undefined) for (const listener of [...set]) listener(event);
}
