import { errno } from '../../errno';
import type { OpenFile } from '../../open-file';
import type { Attributes, FileSystem } from '../node';
import { NodeBase } from '../node-base';
import { S_IFMT, S_IFSOCK, type Stat } from '../stat';

/** An open file that no path leads to (a pipe, a deleted file), as /proc/self/fd shows it: opening it opens the same object again. */
export class ReopenedNode extends NodeBase {
  readonly id: string;
  readonly type: number;

  constructor(
    readonly fs: FileSystem,
    private readonly file: OpenFile,
  ) {
    super();
    const stat = file.stat();
    this.type = stat.st_mode & S_IFMT;
    this.id = `open:${stat.st_dev}:${stat.st_ino}`;
  }
  stat(): Stat {
    return this.file.stat();
  }
  override setattr(attributes: Attributes): void {
    if (this.file.setattr === undefined) throw errno('EPERM');
    this.file.setattr(attributes);
  }
  open(flags: number): OpenFile {
    if (this.type === S_IFSOCK || this.file.reopen === undefined) throw errno('ENXIO');
    return this.file.reopen(flags);
  }
}
