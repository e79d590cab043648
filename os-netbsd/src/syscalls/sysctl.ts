import { defineSyscall, errno, int, ptr, size, structCodec, type Thread } from '@anyuser/core';
import { type SysctlNode, sysctlBytes } from '@anyuser/os-bsd';
import { nodeType, type SysctlEntry, tree } from '../sysctl';

/** Numbers that ask about nodes instead of values, below any node's (sys/sysctl.h). */
const CTL = { query: -2, create: -3, createsym: -4, destroy: -5, mmap: -6, describe: -7 } as const;
const CTL_MAXNAME = 12;

const SYSCTL_VERSION = 0x0100_0000;
const VERSION_MASK = 0xff00_0000;
const CTLTYPE = { node: 1, int: 2, string: 3, quad: 4, struct: 5 } as const;
const CTLFLAG = { readWrite: 0x70, permanent: 0x200 } as const;
/** Bytes of struct sysctldesc before its text, and what records are rounded to. */
const DESC_HEAD = 12;

/** Where a name leads: the last node on the way, and how many numbers it took. */
interface Place {
  readonly entry: SysctlEntry;
  readonly used: number;
}

/** @throws KernelError ENOTDIR below a value */
function locate(mib: readonly number[]): Place {
  let entry = tree;
  for (let used = 0; used < mib.length; used++) {
    if (entry.node !== undefined) {
      if (entry.node.open) return { entry, used };
      throw errno('ENOTDIR');
    }
    const next = entry.children.get(mib[used]!);
    if (next === undefined) return { entry, used };
    entry = next;
  }
  return { entry, used: mib.length };
}

/** What the call was given, and where its results go. */
interface Request {
  readonly old: number;
  /** Bytes of room there. */
  readonly room: number;
  readonly fresh: number;
  readonly length: number;
}

/** Gives as much of the old value as there is room for; returns its whole length. */
function give(t: Thread, { old, room }: Request, data: Uint8Array): number {
  if (old !== 0) t.mem.write(old, data.subarray(0, Math.min(room, data.length)));
  return data.length;
}

/** Reads the node that comes with a question. @throws KernelError EINVAL */
function question(t: Thread, { fresh, length }: Request): Readonly<Record<string, unknown>> {
  const codec = structCodec(t.abi, 'sysctlnode');
  if (fresh === 0 || length !== codec.size) throw errno('EINVAL');
  const node = codec.read(t.mem, fresh);
  if ((Number(node['sysctl_flags']) & VERSION_MASK) !== SYSCTL_VERSION) throw errno('EINVAL');
  return node;
}

/** A node as programs see it; addresses in the kernel are 0. */
function describeNode(t: Thread, { name, number, node, children }: SysctlEntry) {
  const type = node === undefined ? 'node' : nodeType(t, node);
  const bytes = node === undefined ? 0 : sysctlBytes(t, node.read(t, [])).length;
  const writable = node?.write !== undefined ? CTLFLAG.readWrite : 0;
  return {
    sysctl_flags: SYSCTL_VERSION | CTLFLAG.permanent | writable | CTLTYPE[type],
    sysctl_num: number,
    sysctl_name: new TextEncoder().encode(name),
    // A node of nodes has the size of the array and their number here.
    _sysctl_csize: children.size,
    _sysctl_clen: children.size,
    _sysctl_size: node === undefined ? structCodec(t.abi, 'sysctlnode').size : bytes,
  };
}

const byNumber = ({ children }: SysctlEntry): readonly SysctlEntry[] =>
  [...children.values()].sort((one, other) => one.number - other.number);

/** CTL_QUERY: all nodes below one, as far as there is room for whole ones. */
function query(t: Thread, entry: SysctlEntry, request: Request): number {
  if (entry.node !== undefined) throw errno('ENOTDIR');
  question(t, request);
  const codec = structCodec(t.abi, 'sysctlnode');
  const { old, room } = request;
  byNumber(entry).forEach((child, n) => {
    if (old !== 0 && (n + 1) * codec.size <= room)
      codec.write(t.mem, old + n * codec.size, describeNode(t, child));
  });
  return entry.children.size * codec.size;
}

/** CTL_DESCRIBE: a record for each node below one; the texts are empty, as in kernels made without them. */
function describe(t: Thread, entry: SysctlEntry, request: Request): number {
  if (entry.node !== undefined) throw errno('ENOTDIR');
  const only = request.fresh === 0 ? undefined : Number(question(t, request)['sysctl_num']);
  const children = byNumber(entry).filter(({ number }) => only === undefined || number === only);
  if (children.length === 0) throw errno('ENOENT');
  const record = DESC_HEAD + 4;
  const bytes = new Uint8Array(children.length * record);
  const view = new DataView(bytes.buffer);
  children.forEach(({ number }, n) => {
    view.setInt32(n * record, number, !t.mem.bigEndian);
    view.setUint32(n * record + 8, 1, !t.mem.bigEndian);
  });
  return give(t, request, bytes);
}

function lookUp(t: Thread, node: SysctlNode, rest: readonly number[], request: Request): number {
  const writes = request.fresh !== 0 && request.length > 0;
  if (writes && (t.process.credentials.euid !== 0 || node.write === undefined)) throw errno('EPERM');
  const data = sysctlBytes(t, node.read(t, rest));
  // Random bytes come in the number that is asked for.
  const length = give(
    t,
    request,
    node.open && data.length > request.room ? data.subarray(0, request.room) : data,
  );
  if (writes) {
    if (nodeType(t, node) !== 'string' && request.length !== data.length) throw errno('EINVAL');
    node.write!(t, t.mem.bytes(request.fresh, request.length).slice());
  }
  return length;
}

function dispatch(t: Thread, mib: readonly number[], request: Request): number {
  const { entry, used } = locate(mib);
  const { node } = entry;
  if (node !== undefined) return lookUp(t, node, mib.slice(used), request);
  // Nodes are asked about, not looked at.
  if (used === mib.length) throw errno('EINVAL');
  const next = mib[used]!;
  if (next >= 0 || used + 1 < mib.length) throw errno('ENOENT');
  switch (next) {
    case CTL.query:
      return query(t, entry, request);
    case CTL.describe:
      return describe(t, entry, request);
    case CTL.create:
    case CTL.createsym:
    case CTL.destroy:
      if (request.fresh === 0) throw errno('EINVAL');
      // No node here takes further ones.
      throw errno('EPERM');
    default:
      throw errno('EOPNOTSUPP');
  }
}

/** __sysctl(name, namelen, old, oldlenp, new, newlen): values, and nodes by CTL_QUERY (sys/kern/kern_sysctl.c). */
export const __sysctl = defineSyscall({
  name: '__sysctl',
  args: { name: ptr, namelen: int, oldv: ptr, oldlenp: ptr, newv: ptr, newlen: size },
  run(t, { name, namelen, oldv, oldlenp, newv, newlen }) {
    if (namelen < 1 || namelen > CTL_MAXNAME) throw errno('EINVAL');
    const mib = Array.from({ length: namelen }, (_, i) => t.mem.i32(name + 4 * i));
    const room = oldlenp === 0 ? 0 : t.mem.u32(oldlenp);
    const length = dispatch(t, mib, { old: oldv, room, fresh: newv, length: newlen });
    if (oldlenp !== 0) t.mem.setU32(oldlenp, length);
    if (oldv !== 0 && length > room) throw errno('ENOMEM');
  },
});
