import type { Helper } from '@anyuser/core';

const list: Helper[] = [];

/** The architecture's helpers, by number. Complete once the package is loaded. */
export const helpers: readonly Helper[] = list;

/** Adds a helper and gives its number for `ir.helper`. Called at module level only. */
export function defineHelper(helper: Helper): number {
  return list.push(helper) - 1;
}
