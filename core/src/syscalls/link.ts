import { AtFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { entryEvent, fileEvent, fileWatchers } from '../kernel/file-watch';
import type { Thread } from '../kernel/thread';
import { S_IFDIR } from '../kernel/vfs/stat';
import { encodeText } from '../memory/text';
import { atfd, buffer, flags, int, path, size } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { removeDirectory } from './directory';
import {
  checkDirectoryWrite,
  checkRemoval,
  type DirectoryFd,
  locate,
  locateParent,
  ownerOf,
} from './path-argument';

function makeLink(
  t: Thread,
  fromFd: DirectoryFd,
  from: string,
  toFd: DirectoryFd,
  to: string,
  at: number,
): number {
  const source =
    from === '' && at & AtFlag.AT_EMPTY_PATH && fromFd !== 'AT_FDCWD'
      ? t.files.get(fromFd).node
      : locate(t, fromFd, from, (at & AtFlag.AT_SYMLINK_FOLLOW) !== 0).node;
  if (source === undefined) throw errno('ENOENT');
  if (source.type === S_IFDIR) throw errno('EPERM');
  const { directory, name, trailingSlash } = locateParent(t, toFd, to);
  if (name === '/' || name === '.' || name === '..') throw errno('EEXIST');
  if (directory.node.lookup(name) !== undefined) throw errno('EEXIST');
  if (trailingSlash) throw errno('ENOENT');
  if (source.fs !== directory.node.fs) throw errno('EXDEV');
  checkDirectoryWrite(t, directory.node);
  directory.node.link(name, source);
  entryEvent(t, 'create', directory.node, name, false);
  fileEvent(t, 'attrib', source);
  return 0;
}
export const link: SyscallDefinition = defineSyscall({
  name: 'link',
  args: { from: path, to: path },
  run: (t, { from, to }) => makeLink(t, 'AT_FDCWD', from, 'AT_FDCWD', to, 0),
});
export const linkat: SyscallDefinition = defineSyscall({
  name: 'linkat',
  args: { olddirfd: atfd, from: path, newdirfd: atfd, to: path, flags: flags('at', { strict: true }) },
  run: (t, { olddirfd, from, newdirfd, to, flags: at }) => makeLink(t, olddirfd, from, newdirfd, to, at),
});

function makeSymlink(t: Thread, target: string, at: DirectoryFd, name: string): number {
  if (target === '') throw errno('ENOENT');
  const { directory, name: last, trailingSlash } = locateParent(t, at, name);
  if (last === '/' || last === '.' || last === '..') throw errno('EEXIST');
  const { node } = directory;
  if (node.lookup(last) !== undefined) throw errno('EEXIST');
  if (trailingSlash) throw errno('ENOENT');
  checkDirectoryWrite(t, node);
  node.symlink(last, target, ownerOf(t, node));
  entryEvent(t, 'create', node, last, false);
  return 0;
}
export const symlink: SyscallDefinition = defineSyscall({
  name: 'symlink',
  args: { target: path, path },
  run: (t, { target, path: name }) => makeSymlink(t, target, 'AT_FDCWD', name),
});
export const symlinkat: SyscallDefinition = defineSyscall({
  name: 'symlinkat',
  args: { target: path, dirfd: atfd, path },
  run: (t, { target, dirfd, path: name }) => makeSymlink(t, target, dirfd, name),
});

function removeFile(t: Thread, at: DirectoryFd, name: string, beneath = false): number {
  const { directory, name: last, trailingSlash } = locateParent(t, at, name, beneath);
  if (last === '/' || last === '.' || last === '..') throw errno('EISDIR');
  const victim = directory.node.lookup(last);
  if (victim === undefined) throw errno('ENOENT');
  if (victim.type === S_IFDIR) throw errno('EISDIR');
  if (trailingSlash) throw errno('ENOTDIR');
  checkRemoval(t, directory.node, victim);
  directory.node.unlink(last);
  entryEvent(t, 'delete', directory.node, last, false);
  fileEvent(t, 'attrib', victim);
  const watchers = fileWatchers(t.kernel);
  if (watchers.active) watchers.tell(victim, 'delete-self', undefined, false);
  return 0;
}
export const unlink: SyscallDefinition = defineSyscall({
  name: 'unlink',
  args: { path },
  run: (t, { path: name }) => removeFile(t, 'AT_FDCWD', name),
});
export const unlinkat: SyscallDefinition = defineSyscall({
  name: 'unlinkat',
  args: { dirfd: atfd, path, flags: flags('unlinkat', { strict: true }) },
  run(t, { dirfd, path: name, flags: at }) {
    const beneath = (at & AtFlag.AT_RESOLVE_BENEATH) !== 0;
    const remove = at & AtFlag.AT_REMOVEDIR ? removeDirectory : removeFile;
    return remove(t, dirfd, name, beneath);
  },
});

/** fd of funlinkat that stands for any file. */
const FD_NONE = -200;

/** funlinkat(dfd, path, fd, flag): unlinkat, unless the name is no longer that of an open file (FreeBSD 13, sys/kern/vfs_syscalls.c). */
export const funlinkatCall = (base: SyscallDefinition): SyscallDefinition =>
  defineSyscall({
    name: 'funlinkat',
    args: { dirfd: atfd, path, fd: int, flag: flags('unlinkat', { strict: true }) },
    run(t, { dirfd, path: name, fd, flag }) {
      if (fd !== FD_NONE) {
        const { node } = t.files.get(fd);
        if (node === undefined) throw errno('EINVAL');
        const named = locate(t, dirfd, name, false).node;
        if (named.fs !== node.fs || named.stat().st_ino !== node.stat().st_ino) throw errno('EDEADLK');
      }
      return base.run(t, { dirfd, path: name, flags: flag });
    },
  });

function readLinkTo(t: Thread, at: DirectoryFd, name: string, address: number, room: number): number {
  if (room === 0) throw errno('EINVAL');
  // An empty path means the link that the descriptor itself stands for (O_PATH | O_NOFOLLOW).
  const node = name === '' && at !== 'AT_FDCWD' ? t.files.get(at).node : locate(t, at, name, false).node;
  if (node === undefined) throw errno('ENOENT');
  const target = encodeText(node.readlink());
  const n = Math.min(target.length, room);
  t.mem.write(address, target.subarray(0, n));
  return n;
}
export const readlink: SyscallDefinition = defineSyscall({
  name: 'readlink',
  args: { path, buf: buffer('out', 'size'), size },
  run: (t, { path: name, buf, size: room }) => readLinkTo(t, 'AT_FDCWD', name, buf, room),
});
export const readlinkat: SyscallDefinition = defineSyscall({
  name: 'readlinkat',
  args: { dirfd: atfd, path, buf: buffer('out', 'size'), size },
  run: (t, { dirfd, path: name, buf, size: room }) => readLinkTo(t, dirfd, name, buf, room),
});

/** How an entry is moved: not over another, or in exchange for it. */
export interface RenameOptions {
  readonly noreplace?: boolean;
  readonly exchange?: boolean;
}

/** Moves an entry, as all forms of rename do. */
export function renameEntry(
  t: Thread,
  fromFd: DirectoryFd,
  from: string,
  toFd: DirectoryFd,
  to: string,
  options: RenameOptions = {},
): number {
  const source = locateParent(t, fromFd, from);
  const target = locateParent(t, toFd, to);
  for (const { name } of [source, target])
    if (name === '/' || name === '.' || name === '..') throw errno('EBUSY');
  const moved = source.directory.node.lookup(source.name);
  if (moved === undefined) throw errno('ENOENT');
  const isDirectory = moved.type === S_IFDIR;
  if (!isDirectory && (source.trailingSlash || target.trailingSlash)) throw errno('ENOTDIR');
  if (source.directory.node.fs !== target.directory.node.fs) throw errno('EXDEV');
  const replaced = target.directory.node.lookup(target.name);
  if (replaced !== undefined && options.noreplace) throw errno('EEXIST');
  checkRemoval(t, source.directory.node, moved);
  if (replaced === undefined) checkDirectoryWrite(t, target.directory.node);
  else checkRemoval(t, target.directory.node, replaced);
  source.directory.node.rename(source.name, target.directory.node, target.name, options);
  const cookie = fileWatchers(t.kernel).cookie();
  entryEvent(t, 'moved-from', source.directory.node, source.name, isDirectory, cookie);
  entryEvent(t, 'moved-to', target.directory.node, target.name, isDirectory, cookie);
  const watchers = fileWatchers(t.kernel);
  if (watchers.active) watchers.tell(moved, 'move-self', undefined, isDirectory);
  return 0;
}
export const rename: SyscallDefinition = defineSyscall({
  name: 'rename',
  args: { from: path, to: path },
  run: (t, { from, to }) => renameEntry(t, 'AT_FDCWD', from, 'AT_FDCWD', to),
});
export const renameat: SyscallDefinition = defineSyscall({
  name: 'renameat',
  args: { olddirfd: atfd, from: path, newdirfd: atfd, to: path },
  run: (t, { olddirfd, from, newdirfd, to }) => renameEntry(t, olddirfd, from, newdirfd, to),
});
