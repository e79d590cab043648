import { errno } from './errno';
import { OpenFileBase } from './open-file-base';
import type { Node } from './vfs/node';
import type { Stat } from './vfs/stat';

/** A descriptor that stands for a place in the tree and no more (O_PATH). */
export class PathFile extends OpenFileBase {
  constructor(
    flags: number,
    path: string,
    override readonly node: Node,
  ) {
    super(flags, path);
  }
  override read(): number {
    throw errno('EBADF');
  }
  override write(): number {
    throw errno('EBADF');
  }
  override pread(): number {
    throw errno('EBADF');
  }
  override pwrite(): number {
    throw errno('EBADF');
  }
  override seek(): number {
    throw errno('EBADF');
  }
  override truncate(): void {
    throw errno('EBADF');
  }
  override sync(): void {
    throw errno('EBADF');
  }
  override mappable(): never {
    throw errno('EBADF');
  }
  override ioctl(): number {
    throw errno('EBADF');
  }
  override stat(): Stat {
    return this.node.stat();
  }
}
