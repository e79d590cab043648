import type { Thread } from '@anyuser/core';
import type { SysctlNode } from '@anyuser/os-bsd';
import { LEAVES } from './sysctl.table';

/** A node of the tree: a leaf has `node`, others have children by number. */
export interface SysctlEntry {
  readonly name: string;
  readonly number: number;
  readonly node: SysctlNode | undefined;
  readonly children: ReadonlyMap<number, SysctlEntry>;
}
interface Growing extends SysctlEntry {
  node: SysctlNode | undefined;
  readonly children: Map<number, Growing>;
}

/** The type that a node's values have. */
export function nodeType(t: Thread, node: SysctlNode): 'int' | 'string' | 'quad' | 'struct' {
  const value = node.read(t, []);
  if (typeof value === 'number') return 'int';
  if (typeof value === 'bigint') return 'quad';
  return typeof value === 'string' ? 'string' : 'struct';
}

function grow(leaves: readonly SysctlNode[]): SysctlEntry {
  const root: Growing = { name: '', number: 0, node: undefined, children: new Map() };
  for (const leaf of leaves) {
    let at = root;
    const names = leaf.name.split('.');
    leaf.mib.forEach((number, depth) => {
      let next = at.children.get(number);
      if (next === undefined) {
        next = { name: names[depth]!, number, node: undefined, children: new Map() };
        at.children.set(number, next);
      }
      at = next;
    });
    at.node = leaf;
  }
  return root;
}

/** NetBSD's tree. */
export const tree = grow(LEAVES);
