import { errno } from '../kernel/errno';
import { entryEvent, fileWatchers } from '../kernel/file-watch';
import type { Thread } from '../kernel/thread';
import { Permission, permits } from '../kernel/vfs/permission';
import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFMT, S_IFREG } from '../kernel/vfs/stat';
import type { Location } from '../kernel/vfs/vfs';
import { encodeText } from '../memory/text';
import { atfd, fd, fileMode, mode, off, path, ptr, size, uint } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition, variant } from '../syscall/define';
import {
  checkDirectoryWrite,
  checkRemoval,
  type DirectoryFd,
  hostDecides,
  locate,
  locateParent,
  ownerOf,
  placeOf,
} from './path-argument';

function makeDirectory(t: Thread, at: DirectoryFd, name: string, permissions: number): number {
  const { directory, name: last } = locateParent(t, at, name);
  if (last === '/' || last === '.' || last === '..') throw errno('EEXIST');
  const { node } = directory;
  if (node.lookup(last) !== undefined) throw errno('EEXIST');
  checkDirectoryWrite(t, node);
  node.mkdir(last, permissions & ~t.process.fs.umask & 0o1777, ownerOf(t, node));
  entryEvent(t, 'create', node, last, true);
  return 0;
}
export const mkdir: SyscallDefinition = defineSyscall({
  name: 'mkdir',
  args: { path, mode },
  run: (t, { path: name, mode: permissions }) => makeDirectory(t, 'AT_FDCWD', name, permissions),
});
export const mkdirat: SyscallDefinition = defineSyscall({
  name: 'mkdirat',
  args: { dirfd: atfd, path, mode },
  run: (t, { dirfd, path: name, mode: permissions }) => makeDirectory(t, dirfd, name, permissions),
});

/** Removes an empty directory. */
export function removeDirectory(t: Thread, at: DirectoryFd, name: string, beneath = false): number {
  const { directory, name: last } = locateParent(t, at, name, beneath);
  if (last === '/') throw errno('EBUSY');
  if (last === '.') throw errno('EINVAL');
  if (last === '..') throw errno('ENOTEMPTY');
  const victim = directory.node.lookup(last);
  if (victim === undefined) throw errno('ENOENT');
  if (victim.type !== S_IFDIR) throw errno('ENOTDIR');
  const full = directory.path === '/' ? `/${last}` : `${directory.path}/${last}`;
  if (t.kernel.vfs.mounts.some(({ path: mounted }) => mounted === full)) throw errno('EBUSY');
  checkRemoval(t, directory.node, victim);
  directory.node.rmdir(last);
  entryEvent(t, 'delete', directory.node, last, true);
  const watchers = fileWatchers(t.kernel);
  if (watchers.active) watchers.tell(victim, 'delete-self', undefined, true);
  return 0;
}
export const rmdir: SyscallDefinition = defineSyscall({
  name: 'rmdir',
  args: { path },
  run: (t, { path: name }) => removeDirectory(t, 'AT_FDCWD', name),
});

function makeNode(t: Thread, at: DirectoryFd, name: string, wanted: number, rdev: number): number {
  const { directory, name: last, trailingSlash } = locateParent(t, at, name);
  if (last === '/' || last === '.' || last === '..') throw errno('EEXIST');
  const { node } = directory;
  const type = wanted & S_IFMT || S_IFREG;
  if (type === S_IFDIR) throw errno('EPERM');
  if (node.lookup(last) !== undefined) throw errno('EEXIST');
  if (trailingSlash) throw errno('ENOENT');
  if ((type === S_IFCHR || type === S_IFBLK) && t.process.credentials.euid !== 0) throw errno('EPERM');
  checkDirectoryWrite(t, node);
  const permissions = wanted & 0o7777 & ~t.process.fs.umask;
  node.mknod(last, type | permissions, rdev, ownerOf(t, node));
  entryEvent(t, 'create', node, last, false);
  return 0;
}
export const mknod: SyscallDefinition = defineSyscall({
  name: 'mknod',
  args: { path, mode: fileMode, dev: uint },
  run: (t, { path: name, mode: wanted, dev }) => makeNode(t, 'AT_FDCWD', name, wanted, dev),
});
export const mknodat: SyscallDefinition = defineSyscall({
  name: 'mknodat',
  args: { dirfd: atfd, path, mode: fileMode, dev: uint },
  run: (t, { dirfd, path: name, mode: wanted, dev }) => makeNode(t, dirfd, name, wanted, dev),
});

/** mknod and mknodat where dev_t has 64 bits, of which devices use the lower half. */
export const mknodWide = variant(mknod, { args: { dev: off as never } });
export const mknodatWide = variant(mknodat, { args: { dev: off as never } });

function enter(t: Thread, place: Location): Location {
  if (place.node.type !== S_IFDIR) throw errno('ENOTDIR');
  const stat = place.node.stat();
  const { credentials } = t.process;
  const allowed = hostDecides(t, place.node)
    ? permits(stat, credentials, Permission.execute) || credentials.fsuid === 0
    : permits(stat, credentials, Permission.execute);
  if (!allowed) throw errno('EACCES');
  return place;
}
export const chdir: SyscallDefinition = defineSyscall({
  name: 'chdir',
  args: { path },
  run(t, { path: name }) {
    t.process.fs.cwd = enter(t, locate(t, 'AT_FDCWD', name));
  },
});
export const fchdir: SyscallDefinition = defineSyscall({
  name: 'fchdir',
  args: { fd },
  run(t, { fd: number }) {
    t.process.fs.cwd = enter(t, placeOf(t.files.get(number)));
  },
});
export const chroot: SyscallDefinition = defineSyscall({
  name: 'chroot',
  args: { path },
  run(t, { path: name }) {
    const place = enter(t, locate(t, 'AT_FDCWD', name));
    if (t.process.credentials.euid !== 0) throw errno('EPERM');
    t.process.fs.root = place;
  },
});

/** A path as the process sees it: below its root. */
export function shownPath(t: Thread, path: string): string {
  const { root } = t.process.fs;
  if (root.path === '/') return path;
  if (path === root.path) return '/';
  return path.startsWith(`${root.path}/`) ? path.slice(root.path.length) : `(unreachable)${path}`;
}
/** The working directory as the process sees it. */
export function workingDirectory(t: Thread): string {
  const { cwd } = t.process.fs;
  if (cwd.node.stat().st_nlink === 0) throw errno('ENOENT');
  return shownPath(t, cwd.path);
}
/** __realpathat(fd, path, buf, size, flags): where a path leads, without links in it (FreeBSD 13, sys/kern/vfs_cache.c). */
export const __realpathat: SyscallDefinition = defineSyscall({
  name: '__realpathat',
  args: { dirfd: atfd, path, buf: ptr, size, flags: uint },
  run(t, { dirfd, path: name, buf, size: room, flags }) {
    if (flags !== 0) throw errno('EINVAL');
    const text = encodeText(`${shownPath(t, locate(t, dirfd, name).path)}\0`);
    if (room < 2) throw errno('EINVAL');
    if (text.length > room) throw errno('ENOMEM');
    t.mem.write(buf, text);
  },
});
/** fchroot(fd): chroot to an open directory (FreeBSD 15, NetBSD). */
export const fchroot: SyscallDefinition = defineSyscall({
  name: 'fchroot',
  args: { fd },
  run(t, { fd: number }) {
    const place = enter(t, placeOf(t.files.get(number)));
    if (t.process.credentials.euid !== 0) throw errno('EPERM');
    t.process.fs.root = place;
  },
});
/** Returns the length with the closing NUL, as Linux and the BSDs' __getcwd do. */
export const getcwd: SyscallDefinition = defineSyscall({
  name: 'getcwd',
  args: { buf: ptr, size },
  run(t, { buf, size: room }) {
    const text = encodeText(`${workingDirectory(t)}\0`);
    if (text.length > room) throw errno('ERANGE');
    t.mem.write(buf, text);
    return text.length;
  },
});

/** Permission bits of a mode_t argument. */
const PERMISSIONS = 0o7777;

/** mkfifo and mkfifoat where they are calls of their own. */
export const mkfifo: SyscallDefinition = defineSyscall({
  name: 'mkfifo',
  args: { path, mode },
  run: (t, { path: name, mode: wanted }) =>
    mknod.run(t, { path: name, mode: S_IFIFO | (wanted & PERMISSIONS), dev: 0 }),
});
export const mkfifoat: SyscallDefinition = defineSyscall({
  name: 'mkfifoat',
  args: { dirfd: atfd, path, mode },
  run: (t, { dirfd, path: name, mode: wanted }) =>
    mknodat.run(t, { dirfd, path: name, mode: S_IFIFO | (wanted & PERMISSIONS), dev: 0 }),
});
