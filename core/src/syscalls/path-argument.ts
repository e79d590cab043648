import { AtFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import type { OpenFile } from '../kernel/open-file';
import type { Thread } from '../kernel/thread';
import type { Attributes, Node, Owner } from '../kernel/vfs/node';
import { inGroup, Permission, permits } from '../kernel/vfs/permission';
import { S_IFDIR, S_ISVTX, type Stat } from '../kernel/vfs/stat';
import type { Location, LookupOptions } from '../kernel/vfs/vfs';

/** A directory descriptor of an *at call. */
export type DirectoryFd = number | 'AT_FDCWD';

/** The place of an open directory. @throws KernelError EBADF, ENOTDIR */
export function placeOf(file: OpenFile): Location {
  if (file.location !== undefined) return file.location;
  if (file.node === undefined || file.node.type !== S_IFDIR) throw errno('ENOTDIR');
  return { node: file.node, path: file.path };
}

/**
 * Where a relative path of an *at call begins; undefined for the working directory.
 * @param beneath - the path may not leave that directory (O_RESOLVE_BENEATH, RESOLVE_BENEATH).
 */
export function startOf(t: Thread, fd: DirectoryFd, path: string, beneath = false): LookupOptions {
  const stays = beneath || (t.abi.confines?.(t, fd) ?? false);
  const limit = stays ? { beneath: t.abi.errno['ENOTCAPABLE'] === undefined ? 'EXDEV' : 'ENOTCAPABLE' } : {};
  if (fd === 'AT_FDCWD' || path.startsWith('/')) return limit;
  return { at: placeOf(t.files.get(fd)), ...limit };
}

/** What a path leads to. */
export const locate = (t: Thread, fd: DirectoryFd, path: string, follow = true, beneath = false): Location =>
  t.kernel.vfs.lookup(t.process.fs, t.process.credentials, path, {
    ...startOf(t, fd, path, beneath),
    follow,
  });

/** The directory of a path's last component. */
export const locateParent = (t: Thread, fd: DirectoryFd, path: string, beneath = false) =>
  t.kernel.vfs.lookupParent(t.process.fs, t.process.credentials, path, startOf(t, fd, path, beneath));

/** Something whose attributes can be asked for and set: a file behind a path or a descriptor. */
export interface Target {
  readonly node: Node | undefined;
  /** Where it was found. */
  readonly path: string;
  stat(): Stat;
  setattr(attributes: Attributes): void;
}

const ofNode = ({ node, path }: Location): Target => ({
  node,
  path,
  stat: () => node.stat(),
  setattr: (attributes) => node.setattr(attributes),
});

/** The file of a descriptor. @throws KernelError EBADF */
export function targetOfFd(t: Thread, fd: number): Target {
  const file = t.files.get(fd);
  return {
    node: file.node,
    path: file.path,
    stat: () => file.stat(),
    setattr(attributes) {
      if (file.setattr !== undefined) file.setattr(attributes);
      else if (file.node !== undefined) file.node.setattr(attributes);
      else throw errno('EINVAL');
    },
  };
}

/** The file of an *at call's arguments, AT_EMPTY_PATH and AT_SYMLINK_NOFOLLOW included. */
export function targetOf(t: Thread, fd: DirectoryFd, path: string, flags: number): Target {
  if (path === '' && flags & AtFlag.AT_EMPTY_PATH)
    return fd === 'AT_FDCWD' ? ofNode(t.process.fs.cwd) : targetOfFd(t, fd);
  const follow = (flags & AtFlag.AT_SYMLINK_NOFOLLOW) === 0;
  return ofNode(locate(t, fd, path, follow, (flags & AtFlag.AT_RESOLVE_BENEATH) !== 0));
}

/** Whether the host decides for this user and file system. */
export const hostDecides = (t: Thread, node: Node | undefined): boolean =>
  node?.fs.hostChecksAccess === true && t.process.credentials.fsuid === t.kernel.host.user.uid;

/** @throws KernelError EROFS, EACCES where the directory may not be changed */
export function checkDirectoryWrite(t: Thread, directory: Node): void {
  if (directory.fs.readOnly) throw errno('EROFS');
  if (hostDecides(t, directory)) return;
  if (!permits(directory.stat(), t.process.credentials, Permission.write | Permission.execute))
    throw errno('EACCES');
}

/** Sticky directories: only owners remove what is in them. @throws KernelError EPERM */
export function checkRemoval(t: Thread, directory: Node, victim: Node): void {
  checkDirectoryWrite(t, directory);
  if (hostDecides(t, directory)) return;
  const { fsuid } = t.process.credentials;
  const { st_mode, st_uid } = directory.stat();
  if (!(st_mode & S_ISVTX) || fsuid === 0 || fsuid === st_uid) return;
  if (victim.stat().st_uid !== fsuid) throw errno('EPERM');
}

/** @throws KernelError EPERM where the caller neither owns the file nor is the superuser */
export function checkOwner(t: Thread, target: Target): void {
  if (target.node?.fs.readOnly) throw errno('EROFS');
  if (hostDecides(t, target.node)) return;
  const { fsuid } = t.process.credentials;
  if (fsuid !== 0 && fsuid !== target.stat().st_uid) throw errno('EPERM');
}

/** @throws KernelError EPERM where the caller may not give the file to these owners */
export function checkChown(
  t: Thread,
  target: Target,
  uid: number | undefined,
  gid: number | undefined,
): void {
  if (target.node?.fs.readOnly) throw errno('EROFS');
  const { credentials } = t.process;
  if (credentials.fsuid === 0 || hostDecides(t, target.node)) return;
  const stat = target.stat();
  const allowed =
    stat.st_uid === credentials.fsuid &&
    (uid === undefined || uid === stat.st_uid) &&
    (gid === undefined || gid === stat.st_gid || inGroup(credentials, gid));
  if (!allowed) throw errno('EPERM');
}

/** Who owns what a thread makes in a directory. */
export function ownerOf(t: Thread, directory: Node): Owner {
  const { fsuid: uid, fsgid: gid } = t.process.credentials;
  if (directory.fs.hostChecksAccess) return { uid, gid };
  const { st_mode, st_gid } = directory.stat();
  return { uid, gid: st_mode & 0o2000 ? st_gid : gid };
}
