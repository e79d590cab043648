import { OpenFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { entryEvent, fileEvent, fileWatchers } from '../kernel/file-watch';
import type { OpenFile } from '../kernel/open-file';
import { canWrite } from '../kernel/open-file-base';
import type { Thread } from '../kernel/thread';
import { Permission, permits } from '../kernel/vfs/permission';
import { S_IFDIR, S_IFREG } from '../kernel/vfs/stat';
import { atfd, buffer, choice, fd, flags, int, mode, off, path, ptr, size } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { type DirectoryFd, hostDecides, locate, locateParent, startOf } from './path-argument';
import {
  type Extent,
  gather,
  MOST_BYTES,
  readable,
  readIovec,
  readTo,
  readVector,
  scatter,
  totalLength,
  writable,
  writeFrom,
  writeVector,
} from './transfer';

/** Flags that open consumes; the rest stays with the open file. */
const OPEN_ONLY =
  OpenFlag.O_CREAT |
  OpenFlag.O_EXCL |
  OpenFlag.O_NOCTTY |
  OpenFlag.O_TRUNC |
  OpenFlag.O_CLOEXEC |
  OpenFlag.O_TMPFILE |
  OpenFlag.O_SHLOCK |
  OpenFlag.O_EXLOCK |
  OpenFlag.O_RESOLVE_BENEATH;

/** Where an open that may create will add an entry; undefined where there is one, or nobody watches. */
function newEntry(t: Thread, at: DirectoryFd, name: string): ReturnType<typeof locateParent> | undefined {
  if (!fileWatchers(t.kernel).active) return undefined;
  try {
    const parent = locateParent(t, at, name);
    return parent.directory.node.lookup(parent.name) === undefined ? parent : undefined;
  } catch {
    // The open itself says what is wrong.
    return undefined;
  }
}

/** Opens a path and gives it a descriptor, as all forms of open do. */
export function openPath(
  t: Thread,
  at: DirectoryFd,
  name: string,
  how: number,
  permissions: number,
): number | Promise<number> {
  const { process, kernel } = t;
  const appears = (how & OpenFlag.O_CREAT) !== 0 ? newEntry(t, at, name) : undefined;
  const file = kernel.vfs.open(
    process.fs,
    process.credentials,
    name,
    how,
    permissions & ~process.fs.umask & 0o7777,
    startOf(t, at, name, (how & OpenFlag.O_RESOLVE_BENEATH) !== 0),
  );
  if (appears !== undefined) entryEvent(t, 'create', appears.directory.node, appears.name, false);
  else if (how & OpenFlag.O_TRUNC && canWrite(how)) fileEvent(t, 'modify', file);
  file.flags = how & ~OPEN_ONLY;
  const install = (): number => {
    const number = t.files.add(file, { cloexec: (how & OpenFlag.O_CLOEXEC) !== 0 });
    fileEvent(t, 'open', file);
    return number;
  };
  try {
    const waiting = file.opening?.(t);
    return waiting === undefined ? install() : waiting.then(install, fail(file));
  } catch (error) {
    return fail(file)(error);
  }
}

const fail =
  (file: OpenFile) =>
  (error: unknown): never => {
    file.release();
    throw error;
  };

export const open: SyscallDefinition = defineSyscall({
  name: 'open',
  args: { path, flags: flags('open'), mode },
  run: (t, { path: name, flags: how, mode: permissions }) => openPath(t, 'AT_FDCWD', name, how, permissions),
});
export const openat: SyscallDefinition = defineSyscall({
  name: 'openat',
  args: { dirfd: atfd, path, flags: flags('open'), mode },
  run: (t, { dirfd, path: name, flags: how, mode: permissions }) =>
    openPath(t, dirfd, name, how, permissions),
});
export const creat: SyscallDefinition = defineSyscall({
  name: 'creat',
  args: { path, mode },
  run: (t, { path: name, mode: permissions }) =>
    openPath(t, 'AT_FDCWD', name, OpenFlag.O_CREAT | OpenFlag.O_WRONLY | OpenFlag.O_TRUNC, permissions),
});

export const read: SyscallDefinition = defineSyscall({
  name: 'read',
  args: { fd, buf: buffer('out', 'count'), count: size },
  run(t, { fd: number, buf, count }) {
    const file = readable(t, number);
    fileEvent(t, 'access', file);
    return readTo(t, file, buf, count);
  },
});
export const write: SyscallDefinition = defineSyscall({
  name: 'write',
  args: { fd, buf: buffer('in', 'count'), count: size },
  run(t, { fd: number, buf, count }) {
    const file = writable(t, number);
    fileEvent(t, 'modify', file);
    return writeFrom(t, file, buf, count);
  },
});
export const readv: SyscallDefinition = defineSyscall({
  name: 'readv',
  args: { fd, iov: ptr, iovcnt: int },
  run: (t, { fd: number, iov, iovcnt }) => readVector(t, readable(t, number), readIovec(t, iov, iovcnt)),
});
export const writev: SyscallDefinition = defineSyscall({
  name: 'writev',
  args: { fd, iov: ptr, iovcnt: int },
  run(t, { fd: number, iov, iovcnt }) {
    const file = writable(t, number);
    fileEvent(t, 'modify', file);
    return writeVector(t, file, readIovec(t, iov, iovcnt));
  },
});

/** pread and preadv at a position. */
export function readAt(t: Thread, file: OpenFile, extents: readonly Extent[], position: number): number {
  if (position < 0) throw errno('EINVAL');
  if (extents.length === 1) {
    const { address, length } = extents[0]!;
    return file.pread(t.mem.prefix(address, Math.min(length, MOST_BYTES), 'write'), position);
  }
  const data = new Uint8Array(totalLength(extents));
  const n = file.pread(data, position);
  scatter(t, extents, data.subarray(0, n));
  return n;
}
/** pwrite and pwritev at a position. */
export function writeAt(t: Thread, file: OpenFile, extents: readonly Extent[], position: number): number {
  if (position < 0) throw errno('EINVAL');
  fileEvent(t, 'modify', file);
  if (extents.length !== 1) return file.pwrite(gather(t, extents), position);
  const { address, length } = extents[0]!;
  return file.pwrite(t.mem.prefix(address, Math.min(length, MOST_BYTES), 'read'), position);
}

export const pread: SyscallDefinition = defineSyscall({
  name: 'pread',
  args: { fd, buf: buffer('out', 'count'), count: size, offset: off },
  run: (t, { fd: number, buf, count, offset }) =>
    readAt(t, readable(t, number), [{ address: buf, length: count }], offset),
});
export const pwrite: SyscallDefinition = defineSyscall({
  name: 'pwrite',
  args: { fd, buf: buffer('in', 'count'), count: size, offset: off },
  run: (t, { fd: number, buf, count, offset }) =>
    writeAt(t, writable(t, number), [{ address: buf, length: count }], offset),
});
export const preadv: SyscallDefinition = defineSyscall({
  name: 'preadv',
  args: { fd, iov: ptr, iovcnt: int, offset: off },
  run: (t, { fd: number, iov, iovcnt, offset }) =>
    readAt(t, readable(t, number), readIovec(t, iov, iovcnt), offset),
});
export const pwritev: SyscallDefinition = defineSyscall({
  name: 'pwritev',
  args: { fd, iov: ptr, iovcnt: int, offset: off },
  run: (t, { fd: number, iov, iovcnt, offset }) =>
    writeAt(t, writable(t, number), readIovec(t, iov, iovcnt), offset),
});

/** The names that seek takes. */
export type Whence = Parameters<OpenFile['seek']>[1];

export const lseek: SyscallDefinition = defineSyscall({
  name: 'lseek',
  args: { fd, offset: off, whence: choice('whence') },
  returns: 'off',
  run(t, { fd: number, offset, whence }) {
    const at = t.files.get(number).seek(offset, whence as Whence);
    return at > 0x7fff_ffff ? BigInt(at) : at;
  },
});

/** Sets the size of a file by path. */
export function truncatePath(t: Thread, name: string, length: number): number {
  if (length < 0) throw errno('EINVAL');
  const { node, path: at } = locate(t, 'AT_FDCWD', name);
  if (node.type === S_IFDIR) throw errno('EISDIR');
  if (node.type !== S_IFREG) throw errno('EINVAL');
  if (node.fs.readOnly) throw errno('EROFS');
  if (!hostDecides(t, node) && !permits(node.stat(), t.process.credentials, Permission.write))
    throw errno('EACCES');
  node.setattr({ size: length });
  fileEvent(t, 'modify', node, at);
  return 0;
}
/** Sets the size of an open file. */
export function truncateFile(t: Thread, number: number, length: number): number {
  const file = t.files.get(number);
  if (length < 0 || !canWrite(file.flags)) throw errno('EINVAL');
  const limit = t.process.limits.get('RLIMIT_FSIZE')?.soft ?? Infinity;
  if (length > limit) {
    t.signal({ signal: 'SIGXFSZ', code: 'SI_KERNEL' });
    throw errno('EFBIG');
  }
  file.truncate(length);
  fileEvent(t, 'modify', file);
  return 0;
}
export const truncate: SyscallDefinition = defineSyscall({
  name: 'truncate',
  args: { path, length: off },
  run: (t, { path: name, length }) => truncatePath(t, name, length),
});
export const ftruncate: SyscallDefinition = defineSyscall({
  name: 'ftruncate',
  args: { fd, length: off },
  run: (t, { fd: number, length }) => truncateFile(t, number, length),
});

export const fsync: SyscallDefinition = defineSyscall({
  name: 'fsync',
  args: { fd },
  run: (t, { fd: number }) => t.files.get(number).sync(false),
});
export const fdatasync: SyscallDefinition = defineSyscall({
  name: 'fdatasync',
  args: { fd },
  run: (t, { fd: number }) => t.files.get(number).sync(true),
});
/** Every write has reached the host already; whether its disk has it is the host's business. */
export const sync: SyscallDefinition = defineSyscall({ name: 'sync', args: {}, run: () => 0 });
