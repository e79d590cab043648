import type { HostFiles, HostStat } from '../../../host/host';
import { errno, KernelError } from '../../errno';
import type { FileSystem, Node } from '../node';
import { MemoryFileSystem } from '../tmpfs/memory-filesystem';
import { DirectoryCache } from './directory-cache';
import { HostNode } from './host-node';

/**
 * A directory of the host, or a single file of it, as a file system. Confined: host paths are built only from names that
 * path resolution has looked up one by one; `..` and symbolic links are the resolver's business and never reach the host.
 */
export class HostFileSystem implements FileSystem {
  readonly type = 'hostfs';
  readonly hostChecksAccess = true;
  readonly dev: number;
  readonly root: Node;
  readonly readOnly: boolean;
  /** Sockets bound by guests, by host path: they exist in the kernel only. */
  readonly virtual = new Map<string, Node>();
  /** Directories seen a moment ago; absent where no clock was given. */
  readonly directories: DirectoryCache | undefined;
  private store: MemoryFileSystem | undefined;

  /**
   * @param source - absolute host path of its root; symbolic links in it are followed now.
   * @param options.elapsed - time of the host, nanoseconds: lets directories be remembered for a moment.
   * @throws KernelError ENOENT, …
   */
  constructor(
    readonly files: HostFiles,
    readonly source: string,
    readonly now: () => bigint,
    options: { readonly readOnly?: boolean; readonly elapsed?: () => bigint } = {},
  ) {
    this.readOnly = options.readOnly ?? false;
    this.directories = options.elapsed && new DirectoryCache(options.elapsed);
    const path = source.replace(/\/+$/, '') || '/';
    let stat = files.lstat(path);
    let real = path;
    for (let depth = 0; stat.type === 'symlink'; depth++) {
      if (depth === 40) throw errno('ELOOP');
      const target = files.readlink(real);
      real = target.startsWith('/') ? target : `${real.slice(0, real.lastIndexOf('/'))}/${target}`;
      stat = files.lstat(real);
    }
    this.dev = stat.dev;
    this.root = new HostNode(this, real, stat);
  }

  /** @throws KernelError EROFS */
  checkWritable(): void {
    if (this.readOnly) throw errno('EROFS');
  }

  tryLstat(path: string): HostStat | undefined {
    if (this.files.tryLstat !== undefined) return this.files.tryLstat(path);
    try {
      return this.files.lstat(path);
    } catch (error) {
      if (error instanceof KernelError && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Makes an object that only guests see. */
  addVirtual(path: string, mode: number, rdev: number): Node {
    this.store ??= new MemoryFileSystem(this.now);
    const node = this.store.root.mknod(path.replaceAll('/', '\\'), mode, rdev);
    this.virtual.set(path, node);
    return node;
  }

  /** Inode of a host path for `..` entries, 1 where it cannot be seen. */
  inode(path: string): number {
    return this.tryLstat(path)?.ino ?? 1;
  }

  statfs(): ReturnType<FileSystem['statfs']> {
    return this.statfsOf(this.root);
  }
  statfsOf(node: Node): ReturnType<FileSystem['statfs']> {
    const path = node instanceof HostNode ? node.hostPath : (this.root as HostNode).hostPath;
    return { ...this.files.statfs(path), namelen: 255 };
  }
}
