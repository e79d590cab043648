import { errno } from '../../errno';
import { OpenFileBase } from '../../open-file-base';
import type { Node } from '../node';
import type { Stat } from '../stat';

/** An open file whose content is made when it is opened (and again after a rewind), as those of /proc are. */
export class TextFile extends OpenFileBase {
  private offset = 0;
  private content: Uint8Array | undefined;

  constructor(
    flags: number,
    override readonly node: Node,
    private readonly make: () => Uint8Array,
    private readonly store?: (data: Uint8Array) => void,
  ) {
    super(flags, '');
  }

  private get bytes(): Uint8Array {
    return (this.content ??= this.make());
  }
  override read(buffer: Uint8Array): number {
    if (this.offset === 0) this.content = undefined;
    const n = this.pread(buffer, this.offset);
    this.offset += n;
    return n;
  }
  override pread(buffer: Uint8Array, position: number): number {
    const part = this.bytes.subarray(position, position + buffer.length);
    buffer.set(part);
    return part.length;
  }
  override write(buffer: Uint8Array): number {
    if (this.store === undefined) throw errno('EACCES');
    this.store(buffer.slice());
    this.content = undefined;
    return buffer.length;
  }
  override pwrite(buffer: Uint8Array): number {
    return this.write(buffer);
  }
  override seek(offset: number, whence: string): number {
    const from = whence === 'SEEK_CUR' ? this.offset : whence === 'SEEK_SET' ? 0 : this.bytes.length;
    if (from + offset < 0) throw errno('EINVAL');
    this.offset = from + offset;
    return this.offset;
  }
  override truncate(): void {}
  override stat(): Stat {
    return this.node.stat();
  }
}
