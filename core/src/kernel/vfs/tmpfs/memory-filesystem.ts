import { errno } from '../../errno';
import { anonymousDevice } from '../device-number';
import type { FileSystem } from '../node';
import { S_IFDIR } from '../stat';
import { MemoryNode } from './memory-node';

/** Files that live in memory: tmpfs(5). Complete but for size limits by user. */
export class MemoryFileSystem implements FileSystem {
  readonly type = 'tmpfs';
  readonly source = 'tmpfs';
  readonly dev = anonymousDevice();
  readonly root: MemoryNode;
  private lastId = 0;
  private frozen = false;

  /** @param now - nanoseconds since 1970. @param mode - permission bits of the root. @param limit - bytes that it may hold. */
  constructor(
    readonly now: () => bigint,
    mode = 0o755,
    private readonly limit = 2 ** 31,
  ) {
    this.root = new MemoryNode(this, S_IFDIR | mode, { uid: 0, gid: 0 });
    this.root.nlink = 2;
  }

  get readOnly(): boolean {
    return this.frozen;
  }
  /** No more changes from now on. */
  freeze(): this {
    this.frozen = true;
    return this;
  }
  /** @throws KernelError EROFS */
  checkWritable(): void {
    if (this.frozen) throw errno('EROFS');
  }

  private used = 0;
  /** Counts bytes written. @throws KernelError ENOSPC */
  reserve(bytes: number): void {
    this.checkWritable();
    // Approximate on purpose: overwriting counts again, so recount before refusing.
    this.used += bytes;
    if (this.used > this.limit) {
      this.used = this.root.usage() + bytes;
      if (this.used > this.limit) throw errno('ENOSPC');
    }
  }

  nextId(): number {
    return ++this.lastId;
  }

  statfs(): ReturnType<FileSystem['statfs']> {
    const bsize = 4096;
    const blocks = Math.floor(this.limit / bsize);
    const bfree = Math.max(0, blocks - Math.ceil(this.root.usage() / bsize));
    return {
      type: 0x0102_1994,
      bsize,
      blocks,
      bfree,
      bavail: bfree,
      files: 1_000_000,
      ffree: 1_000_000 - this.lastId,
      namelen: 255,
    };
  }
}
