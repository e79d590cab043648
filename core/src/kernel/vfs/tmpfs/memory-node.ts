import { OpenFlag } from '../../../abi/flags';
import { encodeText } from '../../../memory/text';
import { DirectoryFile } from '../../directory-file';
import { errno } from '../../errno';
import type { OpenFile } from '../../open-file';
import { RegularFile } from '../../regular-file';
import type { Attributes, DirectoryEntry, Node, Owner } from '../node';
import { NodeBase } from '../node-base';
import { S_IFDIR, S_IFLNK, S_IFMT, S_IFREG, type Stat } from '../stat';
import { MemoryFile } from './memory-file';
import type { MemoryFileSystem } from './memory-filesystem';
import { SparseBytes } from './sparse-bytes';

const ROOT: Owner = { uid: 0, gid: 0 };

/** An object of a memory file system. */
export class MemoryNode extends NodeBase {
  readonly id: number;
  nlink = 0;
  /** How often the bytes have changed: mappings of unchanged bytes share translated code. */
  changes = 0;
  atime: bigint;
  mtime: bigint;
  ctime: bigint;
  private readonly birthtime: bigint;
  /** Regular files only. */
  readonly bytes: SparseBytes | undefined;
  /** Directories only. */
  private readonly entries: Map<string, MemoryNode> | undefined;
  private parent: MemoryNode | undefined;

  constructor(
    readonly fs: MemoryFileSystem,
    private mode: number,
    private owner: Owner,
    private readonly rdev = 0,
    private readonly target = '',
  ) {
    super();
    this.id = fs.nextId();
    this.birthtime = this.atime = this.mtime = this.ctime = fs.now();
    if (this.type === S_IFREG) this.bytes = new SparseBytes();
    if (this.type === S_IFDIR) {
      this.entries = new Map();
      this.nlink = 1;
    }
  }

  get type(): number {
    return this.mode & S_IFMT;
  }

  stat(): Stat {
    const size =
      this.bytes?.size ??
      (this.type === S_IFLNK ? encodeText(this.target).length : (this.entries?.size ?? 0) * 20);
    return {
      st_dev: this.fs.dev,
      st_ino: this.id,
      st_mode: this.mode,
      st_nlink: this.nlink,
      st_uid: this.owner.uid,
      st_gid: this.owner.gid,
      st_rdev: this.rdev,
      st_size: size,
      st_blksize: 4096,
      st_blocks: Math.ceil((this.bytes?.allocated ?? 0) / 512),
      st_atim: this.atime,
      st_mtim: this.mtime,
      st_ctim: this.ctime,
      st_birthtim: this.birthtime,
    };
  }

  override setattr(attributes: Attributes): void {
    const { mode, uid, gid, size, atime, mtime } = attributes;
    this.fs.checkWritable();
    const now = this.fs.now();
    if (size !== undefined) {
      if (this.bytes === undefined) throw errno(this.entries === undefined ? 'EINVAL' : 'EISDIR');
      this.bytes.truncate(size);
      this.mtime = now;
    }
    if (mode !== undefined) this.mode = this.type | (mode & 0o7777);
    if (uid !== undefined || gid !== undefined)
      this.owner = { uid: uid ?? this.owner.uid, gid: gid ?? this.owner.gid };
    if (atime !== undefined) this.atime = atime;
    if (mtime !== undefined) this.mtime = mtime;
    this.ctime = now;
  }

  open(flags: number): OpenFile {
    if (this.entries !== undefined) return new DirectoryFile(flags, '', this, () => (this.parent ?? this).id);
    if (this.bytes === undefined) throw errno('ENXIO');
    if (flags & OpenFlag.O_TRUNC) this.setattr({ size: 0 });
    return new RegularFile(flags, '', this, new MemoryFile(this, this.bytes));
  }

  override readlink(): string {
    if (this.type !== S_IFLNK) throw errno('EINVAL');
    return this.target;
  }

  // Directories

  private get children(): Map<string, MemoryNode> {
    if (this.entries === undefined) throw errno('ENOTDIR');
    return this.entries;
  }

  override lookup(name: string): MemoryNode | undefined {
    return this.children.get(name);
  }

  override readdir(): readonly DirectoryEntry[] {
    this.atime = this.fs.now();
    return Array.from(this.children, ([name, node]) => ({ name, ino: node.id, type: node.type }));
  }

  private add(name: string, node: MemoryNode): MemoryNode {
    this.fs.checkWritable();
    const { children } = this;
    if (children.has(name)) throw errno('EEXIST');
    // A directory that was removed while somebody still stands in it takes nothing new.
    if (this.nlink === 0) throw errno('ENOENT');
    children.set(name, node);
    node.nlink++;
    if (node.entries !== undefined) {
      node.parent = this;
      this.nlink++;
    }
    this.mtime = this.ctime = node.ctime = this.fs.now();
    return node;
  }

  private remove(name: string, node: MemoryNode): void {
    this.children.delete(name);
    node.nlink--;
    if (node.entries !== undefined) {
      node.nlink = 0;
      this.nlink--;
    }
    this.mtime = this.ctime = node.ctime = this.fs.now();
  }

  override mknod(name: string, mode: number, rdev: number, owner = ROOT): MemoryNode {
    return this.add(name, new MemoryNode(this.fs, mode & S_IFMT ? mode : mode | S_IFREG, owner, rdev));
  }
  create(name: string, flags: number, mode: number, owner = ROOT): OpenFile {
    return this.mknod(name, S_IFREG | mode, 0, owner).open(flags & ~OpenFlag.O_TRUNC);
  }
  tmpfile(flags: number, mode: number, owner = ROOT): OpenFile {
    this.fs.checkWritable();
    return new MemoryNode(this.fs, S_IFREG | mode, owner).open(flags);
  }
  override mkdir(name: string, mode: number, owner = ROOT): MemoryNode {
    return this.add(name, new MemoryNode(this.fs, S_IFDIR | mode, owner));
  }
  override symlink(name: string, target: string, owner = ROOT): MemoryNode {
    return this.add(name, new MemoryNode(this.fs, S_IFLNK | 0o777, owner, 0, target));
  }
  override link(name: string, node: Node): void {
    if (!(node instanceof MemoryNode) || node.fs !== this.fs) throw errno('EXDEV');
    if (node.entries !== undefined) throw errno('EPERM');
    this.add(name, node);
  }

  override unlink(name: string): void {
    this.fs.checkWritable();
    const node = this.children.get(name);
    if (node === undefined) throw errno('ENOENT');
    if (node.entries !== undefined) throw errno('EISDIR');
    this.remove(name, node);
  }
  override rmdir(name: string): void {
    this.fs.checkWritable();
    const node = this.children.get(name);
    if (node === undefined) throw errno('ENOENT');
    if (node.children.size > 0) throw errno('ENOTEMPTY');
    this.remove(name, node);
  }

  override rename(
    from: string,
    directory: Node,
    to: string,
    options: { readonly noreplace?: boolean; readonly exchange?: boolean },
  ): void {
    this.fs.checkWritable();
    if (!(directory instanceof MemoryNode) || directory.fs !== this.fs) throw errno('EXDEV');
    const node = this.children.get(from);
    if (node === undefined) throw errno('ENOENT');
    const old = directory.children.get(to);
    if (options.noreplace && old !== undefined) throw errno('EEXIST');
    if (options.exchange && old === undefined) throw errno('ENOENT');
    if (node.contains(directory) || (options.exchange && old!.contains(this))) throw errno('EINVAL');
    if (old === node) return;
    if (options.exchange) {
      this.remove(from, node);
      directory.remove(to, old!);
      restore(old!);
      restore(node);
      this.add(from, old!);
      directory.add(to, node);
      return;
    }
    if (old !== undefined) {
      if (old.entries !== undefined) {
        if (node.entries === undefined) throw errno('EISDIR');
        if (old.entries.size > 0) throw errno('ENOTEMPTY');
      } else if (node.entries !== undefined) throw errno('ENOTDIR');
      directory.remove(to, old);
    }
    this.remove(from, node);
    restore(node);
    directory.add(to, node);
  }

  /** Bytes held by the files below. */
  usage(): number {
    let sum = this.bytes?.allocated ?? 0;
    for (const child of this.entries?.values() ?? []) sum += child.usage();
    return sum;
  }

  /** Whether this directory is the other or lies above it. */
  private contains(other: MemoryNode): boolean {
    if (this.entries === undefined) return false;
    for (let at: MemoryNode | undefined = other; at !== undefined; at = at.parent)
      if (at === this) return true;
    return false;
  }
}

/** A directory that is taken out of one place to be put into another keeps its own `.`. */
function restore(node: MemoryNode): void {
  if (node.type === S_IFDIR) node.nlink = 1 + node.readdir().filter(({ type }) => type === S_IFDIR).length;
}
