import {
  defineSyscall,
  encodeText,
  errno,
  int,
  ptr,
  type SyscallDefinition,
  size,
  type Thread,
  text,
} from '@anyuser/core';

/** A value that a sysctl node gives: an int, a 64-bit number, a string (with its NUL), or bytes. */
export type SysctlValue = number | bigint | string | Uint8Array;

/** A leaf of an OS's tree: its name (`hw.ncpu`), its numbers, and what it reads as. */
export interface SysctlNode {
  readonly name: string;
  readonly mib: readonly number[];
  /** The value; `rest` are numbers behind the mib (KERN_PROC_PID, …). */
  read(t: Thread, rest: readonly number[]): SysctlValue;
  /** Sets it from the guest's bytes; absent: EPERM. */
  write?(t: Thread, data: Uint8Array): void;
  /** Takes further numbers. */
  readonly open?: boolean;
  /** Gives the value itself, where it depends on the room for it. */
  give?(t: Thread, rest: readonly number[], old: number, oldlenp: number): void;
}

/** An OS's sysctl tree, declared as data. */
export class SysctlTree {
  constructor(private readonly nodes: readonly SysctlNode[]) {}

  find(mib: readonly number[]): { readonly node: SysctlNode; readonly rest: readonly number[] } | undefined {
    for (const node of this.nodes) {
      if (mib.length < node.mib.length || (mib.length > node.mib.length && !node.open)) continue;
      if (node.mib.every((number, i) => mib[i] === number)) return { node, rest: mib.slice(node.mib.length) };
    }
    return undefined;
  }
  named(name: string): SysctlNode | undefined {
    return this.nodes.find((node) => node.name === name);
  }
}

/** A value as the guest's bytes. */
export function sysctlBytes(t: Thread, value: SysctlValue): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return Uint8Array.of(...encodeText(value), 0);
  const bytes = new Uint8Array(typeof value === 'bigint' ? 8 : 4);
  const view = new DataView(bytes.buffer);
  if (typeof value === 'bigint') view.setBigUint64(0, BigInt.asUintN(64, value), !t.mem.bigEndian);
  else view.setUint32(0, value >>> 0, !t.mem.bigEndian);
  return bytes;
}

const MAX_NAME = 24;

/** Gives a value to the caller: the old value's room is at oldlenp, which gets its length (kern_sysctl.c). @throws ENOMEM */
export function giveOld(t: Thread, data: Uint8Array, old: number, oldlenp: number): void {
  if (oldlenp === 0) {
    if (old !== 0) throw errno('EINVAL');
    return;
  }
  const room = t.mem.u32(oldlenp);
  if (old !== 0) t.mem.write(old, data.subarray(0, Math.min(room, data.length)));
  t.mem.setU32(oldlenp, old === 0 ? data.length : Math.min(room, data.length));
  if (old !== 0 && room < data.length) throw errno('ENOMEM');
}

function access(
  t: Thread,
  node: SysctlNode,
  rest: readonly number[],
  old: number,
  oldlenp: number,
  fresh: number,
  length: number,
): void {
  if (node.give !== undefined) node.give(t, rest, old, oldlenp);
  else giveOld(t, sysctlBytes(t, node.read(t, rest)), old, oldlenp);
  if (fresh === 0 || length === 0) return;
  if (node.write === undefined || t.process.credentials.euid !== 0) throw errno('EPERM');
  node.write(t, t.mem.bytes(fresh, length).slice());
}

/**
 * __sysctl: by numbers.
 * @param unknown - the error for a node that does not exist.
 */
export const sysctlCall = (
  name: string,
  tree: SysctlTree,
  unknown: 'ENOENT' | 'EOPNOTSUPP' = 'ENOENT',
): SyscallDefinition =>
  defineSyscall({
    name,
    args: { name: ptr, namelen: int, old: ptr, oldlenp: ptr, new: ptr, newlen: size },
    run(t, { name: address, namelen, old, oldlenp, new: fresh, newlen }) {
      if (namelen < 2 || namelen > MAX_NAME) throw errno('EINVAL');
      const mib = Array.from({ length: namelen }, (_, i) => t.mem.i32(address + 4 * i));
      const found = tree.find(mib);
      if (found === undefined) throw errno(unknown);
      access(t, found.node, found.rest, old, oldlenp, fresh, newlen);
    },
  });

/** __sysctlbyname: by name. */
export const sysctlByNameCall = (tree: SysctlTree): SyscallDefinition =>
  defineSyscall({
    name: '__sysctlbyname',
    args: { name: text, namelen: size, old: ptr, oldlenp: ptr, new: ptr, newlen: size },
    run(t, { name, old, oldlenp, new: fresh, newlen }) {
      const node = tree.named(name);
      if (node === undefined) throw errno('ENOENT');
      access(t, node, [], old, oldlenp, fresh, newlen);
    },
  });
