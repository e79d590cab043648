import {
  decodeText,
  defineSyscall,
  encodeText,
  errno,
  int,
  ptr,
  type SyscallDefinition,
  size,
  type Thread,
} from '@anyuser/core';
import {
  giveOld,
  type SysctlNode,
  SysctlTree,
  sysctlByNameCall,
  sysctlBytes,
  sysctlCall,
} from '@anyuser/os-bsd';
import { NODES } from '../sysctl.table';

const tree = new SysctlTree(NODES);
const plain = sysctlCall('__sysctl', tree);
export const __sysctlbyname = sysctlByNameCall(tree);

/** Numbers below 0, which tell of the tree itself (sys/sys/sysctl.h, CTL_SYSCTL). */
const META = { name: 1, next: 2, nextNoSkip: 7, name2oid: 3, oidfmt: 4 } as const;
/** Who may change a node, and by the type of its value its kind and that kind's letter; nodes with others below have none. */
const KIND = { read: 0x8000_0000, write: 0x4000_0000 } as const;
const FORMATS: Readonly<Record<string, readonly [kind: number, letter: string]>> = {
  undefined: [1, 'N'],
  number: [2, 'I'],
  string: [3, 'A'],
  object: [5, 'S'],
};

/** Leaves in the order of their numbers. */
const ordered = [...NODES].sort((a, b) => compare(a.mib, b.mib));

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

function words(t: Thread, values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [...sysctlBytes(t, value)]));
}

/** Whether a leaf is below numbers, or is theirs. */
const isBelow = (node: SysctlNode, mib: readonly number[]): boolean =>
  compare(mib, node.mib.slice(0, mib.length)) === 0;

/** Kind and format of a leaf, or of a node that has others below it. @throws KernelError ENOENT */
function formatOf(t: Thread, mib: readonly number[]): Uint8Array {
  const node = tree.find(mib)?.node ?? NODES.find((each) => isBelow(each, mib));
  if (node === undefined) throw errno('ENOENT');
  const value = node.open || node.mib.length > mib.length ? undefined : node.read(t, []);
  const [kind, letter] = FORMATS[typeof value] ?? FORMATS['object']!;
  const access = KIND.read | (node.write === undefined ? 0 : KIND.write);
  return Uint8Array.of(...words(t, [kind | access]), ...encodeText(`${letter}\0`));
}

/** The name of a node, with the numbers behind a leaf as they are. */
function nameOf(mib: readonly number[]): string {
  const found = tree.find(mib);
  if (found !== undefined) return [found.node.name, ...found.rest].join('.');
  const parts =
    NODES.find((each) => isBelow(each, mib))
      ?.name.split('.')
      .slice(0, mib.length) ?? [];
  return [...parts, ...mib.slice(parts.length)].join('.');
}

/** __sysctl(202): a node, or {0, …}, what sysctl(8) and sysctlnametomib(3) ask of the tree (sys/kern/kern_sysctl.c). */
export const __sysctl: SyscallDefinition = defineSyscall({
  name: '__sysctl',
  args: { name: ptr, namelen: int, old: ptr, oldlenp: ptr, new: ptr, newlen: size },
  run(t, args) {
    const { name, namelen, old, oldlenp, new: fresh, newlen } = args;
    if (namelen < 2 || namelen > 24 || t.mem.i32(name) !== 0) return plain.run(t, args as never);
    const mib = Array.from({ length: namelen - 2 }, (_, i) => t.mem.i32(name + 4 * (i + 2)));
    const give = (bytes: Uint8Array): void => giveOld(t, bytes, old, oldlenp);
    switch (t.mem.i32(name + 4)) {
      case META.name:
        return give(encodeText(`${nameOf(mib)}\0`));
      case META.next:
      case META.nextNoSkip: {
        const next = ordered.find((node) => compare(node.mib, mib) > 0);
        if (next === undefined) throw errno('ENOENT');
        return give(words(t, next.mib));
      }
      case META.oidfmt:
        return give(formatOf(t, mib));
      case META.name2oid: {
        const node = tree.named(decodeText(t.mem.bytes(fresh, newlen).slice()).replace(/\0.*$/, ''));
        if (node === undefined) throw errno('ENOENT');
        return give(words(t, node.mib));
      }
      default:
        throw errno('ENOENT');
    }
  },
});
