import { OpenFlag } from '../../../abi/flags';
import type { HostOpen, HostStat } from '../../../host/host';
import { DirectoryFile } from '../../directory-file';
import { errno } from '../../errno';
import type { OpenFile } from '../../open-file';
import { canRead, canWrite } from '../../open-file-base';
import { RegularFile } from '../../regular-file';
import type { Attributes, DirectoryEntry, Node } from '../node';
import { NodeBase } from '../node-base';
import { S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK, type Stat } from '../stat';
import { directoriesChange } from './directory-cache';
import { HostBytes } from './host-bytes';
import type { HostFileSystem } from './host-filesystem';
import { FILE_TYPES, statOfHost } from './host-stat';

/**
 * A file or directory of the host at a path that path resolution has built from resolved components: no symbolic link
 * lies above its last one.
 */
export class HostNode extends NodeBase {
  readonly id: number | string;
  readonly type: number;
  /** What the lookup saw; good for the first question after it. */
  private seen: HostStat | undefined;

  constructor(
    readonly fs: HostFileSystem,
    readonly hostPath: string,
    stat: HostStat,
    fresh = true,
  ) {
    super();
    this.type = FILE_TYPES[stat.type];
    this.id = stat.dev === fs.dev ? stat.ino : `${stat.dev}:${stat.ino}`;
    if (fresh) this.seen = stat;
  }

  stat(): Stat {
    const { seen } = this;
    this.seen = undefined;
    return statOfHost(seen ?? this.fs.files.lstat(this.hostPath));
  }

  override setattr(attributes: Attributes): void {
    this.fs.checkWritable();
    this.seen = undefined;
    const { files } = this.fs;
    const { mode, uid, gid, size, atime, mtime } = attributes;
    const link = this.type === S_IFLNK;
    if (size !== undefined) {
      if (this.type === S_IFDIR) throw errno('EISDIR');
      if (this.type !== S_IFREG) throw errno('EINVAL');
      const file = files.open(this.hostPath, { read: false, write: true, nofollow: true });
      try {
        file.truncate(size);
      } finally {
        file.close();
      }
    }
    if (uid !== undefined || gid !== undefined) {
      const now = files.lstat(this.hostPath);
      files.lchown(this.hostPath, uid ?? now.uid, gid ?? now.gid);
    }
    if (mode !== undefined) {
      if (link) throw errno('EOPNOTSUPP');
      files.chmod(this.hostPath, mode & 0o7777);
    }
    if (atime !== undefined || mtime !== undefined) {
      const now = files.lstat(this.hostPath);
      files.lutimes(this.hostPath, atime ?? now.atime, mtime ?? now.mtime);
    }
  }

  open(flags: number): OpenFile {
    this.seen = undefined;
    if (this.type === S_IFDIR) {
      if (canWrite(flags)) throw errno('EISDIR');
      this.fs.files
        .open(this.hostPath, { read: true, write: false, directory: true, nofollow: true })
        .close();
      return new DirectoryFile(flags, '', this, () => this.fs.inode(parentPath(this.hostPath)));
    }
    if (this.type === S_IFLNK) throw errno('ELOOP');
    if (this.type === S_IFSOCK) throw errno('ENXIO');
    return this.openBytes(this.hostPath, flags, { nofollow: true });
  }

  private openBytes(path: string, flags: number, how: Partial<HostOpen>): OpenFile {
    const write = canWrite(flags);
    if (write || flags & OpenFlag.O_TRUNC) this.fs.checkWritable();
    const file = this.fs.files.open(path, {
      read: canRead(flags),
      write,
      truncate: (flags & OpenFlag.O_TRUNC) !== 0,
      append: (flags & OpenFlag.O_APPEND) !== 0,
      ...how,
    });
    return new RegularFile(flags, '', this, new HostBytes(file));
  }

  override readlink(): string {
    if (this.type !== S_IFLNK) throw errno('EINVAL');
    return this.fs.files.readlink(this.hostPath);
  }

  // Directories

  private child(name: string): string {
    if (this.type !== S_IFDIR) throw errno('ENOTDIR');
    this.seen = undefined;
    return this.hostPath === '/' ? `/${name}` : `${this.hostPath}/${name}`;
  }
  private changing(name: string): string {
    this.fs.checkWritable();
    return this.child(name);
  }

  override lookup(name: string): Node | undefined {
    const path = this.child(name);
    const { directories } = this.fs;
    const known = directories?.get(path);
    if (known !== undefined) return new HostNode(this.fs, path, known, false);
    const stat = this.fs.tryLstat(path);
    if (stat === undefined) return this.fs.virtual.get(path);
    if (stat.type === 'directory') directories?.put(path, stat);
    return new HostNode(this.fs, path, stat);
  }

  override readdir(): readonly DirectoryEntry[] {
    const { fs } = this;
    const entries: DirectoryEntry[] = fs.files.readdir(this.hostPath).map(({ name, type, ino }) => ({
      name,
      get ino() {
        // Not every host lists inodes; asking costs a call for each, so only those that are read out are asked for.
        return ino || fs.inode(this.path);
      },
      path: this.child(name),
      type: type === 'unknown' ? 0 : FILE_TYPES[type],
    }));
    for (const [path, node] of this.fs.virtual)
      if (parentPath(path) === this.hostPath)
        entries.push({ name: path.slice(path.lastIndexOf('/') + 1), ino: Number(node.id), type: node.type });
    return entries;
  }

  private made(path: string): HostNode {
    return new HostNode(this.fs, path, this.fs.files.lstat(path));
  }
  private absent(path: string): string {
    if (this.fs.virtual.has(path)) throw errno('EEXIST');
    return path;
  }

  override mknod(name: string, mode: number, rdev: number): Node {
    const path = this.absent(this.changing(name));
    const { files } = this.fs;
    switch (mode & S_IFMT) {
      case 0:
      case S_IFREG:
        files
          .open(path, { read: false, write: true, create: true, exclusive: true, mode: mode & 0o7777 })
          .close();
        return this.made(path);
      case S_IFIFO:
        files.mkfifo(path, mode & 0o7777);
        return this.made(path);
      case S_IFSOCK:
        // Hosts make socket files only for sockets of their own: this one exists for guests.
        if (this.fs.tryLstat(path) !== undefined) throw errno('EEXIST');
        return this.fs.addVirtual(path, mode, rdev);
      default:
        throw errno('EPERM');
    }
  }

  create(name: string, flags: number, mode: number): OpenFile {
    const path = this.absent(this.changing(name));
    const file = this.fs.files.open(path, {
      read: canRead(flags),
      write: canWrite(flags),
      append: (flags & OpenFlag.O_APPEND) !== 0,
      create: true,
      exclusive: true,
      nofollow: true,
      mode: mode & 0o7777,
    });
    const node = new HostNode(this.fs, path, file.stat());
    return new RegularFile(flags, '', node, new HostBytes(file));
  }

  override mkdir(name: string, mode: number): Node {
    const path = this.absent(this.changing(name));
    this.fs.files.mkdir(path, mode & 0o7777);
    return this.made(path);
  }
  override symlink(name: string, target: string): Node {
    const path = this.absent(this.changing(name));
    this.fs.files.symlink(target, path);
    return this.made(path);
  }
  override link(name: string, node: Node): void {
    if (!(node instanceof HostNode) || node.fs !== this.fs) throw errno('EXDEV');
    this.fs.files.link(node.hostPath, this.absent(this.changing(name)));
  }
  override unlink(name: string): void {
    const path = this.changing(name);
    if (!this.fs.virtual.delete(path)) this.fs.files.unlink(path);
  }
  override rmdir(name: string): void {
    directoriesChange();
    this.fs.files.rmdir(this.changing(name));
  }

  override rename(
    from: string,
    directory: Node,
    to: string,
    options: { readonly noreplace?: boolean; readonly exchange?: boolean },
  ): void {
    if (!(directory instanceof HostNode) || directory.fs !== this.fs) throw errno('EXDEV');
    directoriesChange();
    const source = this.changing(from);
    const target = directory.changing(to);
    // Hosts offer no exchange, and no atomic "unless it exists" but for a link.
    if (options.exchange) throw errno('EINVAL');
    if (options.noreplace && directory.lookup(to) !== undefined) throw errno('EEXIST');
    const socket = this.fs.virtual.get(source);
    if (socket === undefined) {
      this.fs.files.rename(source, target);
      this.fs.virtual.delete(target);
      return;
    }
    if (this.fs.tryLstat(target) !== undefined) this.fs.files.unlink(target);
    this.fs.virtual.delete(source);
    this.fs.virtual.set(target, socket);
  }
}

/** The path without its last component. */
const parentPath = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/** Type bits of what stat says; kept beside the node for callers that have only a Stat. */
export const typeOf = (stat: Stat): number => stat.st_mode & S_IFMT;
