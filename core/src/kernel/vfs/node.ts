import type { OpenFile } from '../open-file';
import type { Stat } from './stat';

/** Attributes that can be set; absent ones stay. Times in nanoseconds. */
export interface Attributes {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly size?: number;
  readonly atime?: bigint;
  readonly mtime?: bigint;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly ino: number;
  /** S_IF* bits, 0 if unknown. */
  readonly type: number;
}

/** Who makes an object, for file systems that keep owners themselves. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * A file system object (inode, vnode). Two lookups of one object give equal `id`s. All methods are synchronous and throw
 * KernelError; those that make no sense for the type throw ENOTDIR, EINVAL, …
 */
export interface Node {
  readonly fs: FileSystem;
  /** Unique in its file system while in use. */
  readonly id: number | string;
  /** S_IF* bits. */
  readonly type: number;
  stat(): Stat;
  setattr(attributes: Attributes): void;
  /** Opens the object itself; flags are canonical OpenFlag bits. */
  open(flags: number): OpenFile;
  readlink(): string;
  /**
   * Where following the link leads if not to what its text says (/proc/self/fd/3, /proc/self/exe): the object itself.
   * Absent on ordinary symbolic links.
   */
  follow?(): { readonly node: Node; readonly path: string };

  // Directories
  /** A direct child, undefined where there is none. */
  lookup(name: string): Node | undefined;
  readdir(): readonly DirectoryEntry[];
  /** Makes a regular file, fifo, socket or device: S_IF* and permission bits. EEXIST if there. */
  mknod(name: string, mode: number, rdev: number, owner?: Owner): Node;
  /**
   * Makes a regular file and opens it in one step, so that the open mode need not agree with the permission bits (as
   * O_CREAT promises). Without it mknod and open are called. EEXIST if there.
   */
  create?(name: string, flags: number, mode: number, owner?: Owner): OpenFile;
  /** O_TMPFILE: opens a regular file without a name. EOPNOTSUPP without it. */
  tmpfile?(flags: number, mode: number, owner?: Owner): OpenFile;
  mkdir(name: string, mode: number, owner?: Owner): Node;
  symlink(name: string, target: string, owner?: Owner): Node;
  link(name: string, node: Node): void;
  unlink(name: string): void;
  rmdir(name: string): void;
  rename(
    from: string,
    directory: Node,
    to: string,
    options: { readonly noreplace?: boolean; readonly exchange?: boolean },
  ): void;
}

export interface FileSystem {
  /** `ext4`-like name for mount tables: `hostfs`, `tmpfs`, `proc`, `devtmpfs`. */
  readonly type: string;
  readonly dev: number;
  readonly readOnly: boolean;
  /** The host checks permissions for its own user: the kernel asks mode bits only for other users. */
  readonly hostChecksAccess?: boolean;
  /** Where it comes from, for mount tables: a host path, `tmpfs`, … */
  readonly source?: string;
  readonly root: Node;
  /** Of the part that holds a node, where a file system spans several of the host's. */
  statfsOf?(node: Node): ReturnType<FileSystem['statfs']>;
  /** Under the names of struct statvfs. */
  statfs(): {
    readonly type: number;
    readonly bsize: number;
    readonly blocks: number;
    readonly bfree: number;
    readonly bavail: number;
    readonly files: number;
    readonly ffree: number;
    readonly namelen: number;
  };
}
