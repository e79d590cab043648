import type { Process } from './process';

/** Something that a system keeps of every process, and that a child has from its parent. */
export interface InheritedValue<T> {
  of(process: Process): T;
  set(process: Process, value: T): void;
}

const keys = new Set<symbol>();

/** Declares a value of processes. @param initial - what the first process has. */
export function inheritedValue<T>(name: string, initial: T): InheritedValue<T> {
  const key = Symbol(name);
  keys.add(key);
  return {
    of: ({ extra }) => (extra.has(key) ? (extra.get(key) as T) : initial),
    set: ({ extra }, value) => void extra.set(key, value),
  };
}

/** fork: the child has what its parent has. */
export function inheritValues(parent: Process, child: Process): void {
  for (const [key, value] of parent.extra) if (keys.has(key)) child.extra.set(key, value);
}
