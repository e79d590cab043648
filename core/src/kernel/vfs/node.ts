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

  // Directories
  /** A direct child, undefined where there is none. */
  lookup(name: string): Node | undefined;
  readdir(): readonly DirectoryEntry[];
  /** Makes a regular file, fifo, socket or device: S_IF* and permission bits. EEXIST if there. */
  mknod(name: string, mode: number, rdev: number): Node;
  mkdir(name: string, mode: number): Node;
  symlink(name: string, target: string): Node;
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
  readonly root: Node;
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
