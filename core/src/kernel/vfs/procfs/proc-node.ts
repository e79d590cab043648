import { encodeText } from '../../../memory/text';
import { DirectoryFile } from '../../directory-file';
import { errno } from '../../errno';
import type { OpenFile } from '../../open-file';
import { canWrite } from '../../open-file-base';
import type { Process } from '../../process';
import type { Attributes, DirectoryEntry, FileSystem, Node } from '../node';
import { NodeBase } from '../node-base';
import { S_IFDIR, S_IFLNK, S_IFMT, S_IFREG, type Stat } from '../stat';
import { TextFile } from './text-file';

/** What all nodes of one /proc share. */
export interface ProcContext {
  readonly fs: FileSystem;
  readonly now: () => bigint;
}

/** Who owns a node: the process that it tells of, root elsewhere. */
type Owner = () => { readonly uid: number; readonly gid: number };
const ROOT: Owner = () => ({ uid: 0, gid: 0 });

/** An inode number that stays the same for the same place. */
function inodeOf(id: string): number {
  let hash = 0x811c_9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x0100_0193);
  return (hash >>> 1) + 1;
}

/** A node of /proc: what it shows is made when somebody looks. */
abstract class ProcNode extends NodeBase {
  readonly fs: FileSystem;

  constructor(
    protected readonly context: ProcContext,
    readonly id: string,
    readonly type: number,
    private readonly mode: number,
    protected readonly owner: Owner,
  ) {
    super();
    this.fs = context.fs;
  }
  stat(): Stat {
    const now = this.context.now();
    const { uid, gid } = this.owner();
    return {
      st_dev: this.fs.dev,
      st_ino: inodeOf(this.id),
      st_mode: this.type | this.mode,
      st_nlink: this.type === S_IFDIR ? 2 : 1,
      st_uid: uid,
      st_gid: gid,
      st_rdev: 0,
      st_size: 0,
      st_blksize: 1024,
      st_blocks: 0,
      st_atim: now,
      st_mtim: now,
      st_ctim: now,
      st_birthtim: 0n,
    };
  }
}

/** A file: text made when it is read. */
export class ProcFile extends ProcNode {
  constructor(
    context: ProcContext,
    id: string,
    private readonly make: () => string | Uint8Array,
    options: {
      readonly owner?: Owner;
      readonly store?: (data: Uint8Array) => void;
      readonly mode?: number;
    } = {},
  ) {
    super(
      context,
      id,
      S_IFREG,
      options.mode ?? (options.store === undefined ? 0o444 : 0o644),
      options.owner ?? ROOT,
    );
    this.store = options.store;
  }
  private readonly store: ((data: Uint8Array) => void) | undefined;

  open(flags: number): OpenFile {
    if (canWrite(flags) && this.store === undefined) throw errno('EACCES');
    return new TextFile(
      flags,
      this,
      () => {
        const made = this.make();
        return typeof made === 'string' ? encodeText(made) : made;
      },
      this.store,
    );
  }
  override setattr(attributes: Attributes): void {
    // O_TRUNC of a writable entry does nothing, as on Linux.
    if (attributes.size === undefined) throw errno('EPERM');
  }
}

/** A symbolic link, possibly one that leads to an object without a path. */
export class ProcLink extends ProcNode {
  constructor(
    context: ProcContext,
    id: string,
    private readonly target: () => string,
    options: {
      readonly owner?: Owner;
      readonly mode?: number;
      readonly follow?: () => { readonly node: Node; readonly path: string };
    } = {},
  ) {
    super(context, id, S_IFLNK, options.mode ?? 0o777, options.owner ?? ROOT);
    this.follow = options.follow;
  }
  readonly follow: (() => { readonly node: Node; readonly path: string }) | undefined;

  override readlink(): string {
    return this.target();
  }
  open(): OpenFile {
    throw errno('ELOOP');
  }
}

/** A directory whose children are made when they are looked up. */
export class ProcDirectory extends ProcNode {
  /** The process whose directory it is. */
  readonly process: Process | undefined;

  /**
   * @param child - a child by name, undefined where there is none.
   * @param names - children to list, with their types.
   */
  constructor(
    context: ProcContext,
    id: string,
    private readonly child: (name: string) => Node | undefined,
    private readonly names: () => Iterable<string>,
    options: { readonly owner?: Owner; readonly mode?: number; readonly process?: Process } = {},
  ) {
    super(context, id, S_IFDIR, options.mode ?? 0o555, options.owner ?? ROOT);
    this.process = options.process;
  }
  override lookup(name: string): Node | undefined {
    return this.child(name);
  }
  override readdir(): readonly DirectoryEntry[] {
    const entries: DirectoryEntry[] = [];
    for (const name of this.names()) {
      const node = this.child(name);
      if (node !== undefined) entries.push({ name, ino: inodeOf(String(node.id)), type: node.type & S_IFMT });
    }
    return entries;
  }
  open(flags: number): OpenFile {
    if (canWrite(flags)) throw errno('EISDIR');
    return new DirectoryFile(flags, '', this);
  }
}
