import { errno } from './errno';
import { OpenFileBase } from './open-file-base';
import type { Thread } from './thread';
import type { Attributes, DirectoryEntry, Node } from './vfs/node';
import { S_IFDIR, type Stat } from './vfs/stat';

/** An open directory. Entries are listed once and again after a rewind, so cookies stay good while files come and go. */
export class DirectoryFile extends OpenFileBase {
  private offset = 0;
  private listing: readonly (DirectoryEntry & { readonly next: number })[] | undefined;

  /** @param parentIno - the inode that `..` shows. @param extra - names that other mounts put here. */
  constructor(
    flags: number,
    path: string,
    override readonly node: Node,
    private readonly parentIno: () => number = () => node.stat().st_ino,
    private readonly extra: readonly DirectoryEntry[] = [],
  ) {
    super(flags, path);
  }

  override read(_buffer: Uint8Array, _thread: Thread): number {
    throw errno('EISDIR');
  }
  override pread(): number {
    throw errno('EISDIR');
  }
  override pwrite(): number {
    throw errno('EBADF');
  }
  override seek(offset: number, whence: string): number {
    const to = whence === 'SEEK_SET' ? offset : whence === 'SEEK_CUR' ? this.offset + offset : -1;
    if (to < 0) throw errno('EINVAL');
    if (to === 0 && this.offset !== 0) this.listing = undefined;
    this.offset = to;
    return to;
  }

  override readdir(cookie: number): readonly (DirectoryEntry & { readonly next: number })[] {
    this.listing ??= this.list();
    return cookie === 0 ? this.listing : this.listing.slice(cookie);
  }

  private list(): (DirectoryEntry & { readonly next: number })[] {
    const entries = this.node.readdir();
    const names = new Set(entries.map(({ name }) => name));
    const all: DirectoryEntry[] = [
      { name: '.', ino: this.node.stat().st_ino, type: S_IFDIR },
      { name: '..', ino: this.parentIno(), type: S_IFDIR },
      ...entries,
      ...this.extra.filter(({ name }) => !names.has(name)),
    ];
    return all.map((entry, index) => ({ ...entry, next: index + 1 }));
  }

  override stat(): Stat {
    return this.node.stat();
  }
  setattr(attributes: Attributes): void {
    this.node.setattr(attributes);
  }
  override sync(): void {}
}
