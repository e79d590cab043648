import type { Mappable } from '../../open-file';
import type { FileBytes } from '../../regular-file';
import type { Attributes } from '../node';
import type { Stat } from '../stat';
import type { MemoryNode } from './memory-node';
import type { SparseBytes } from './sparse-bytes';

/** The bytes of a file in memory, as an open file uses them. They live on while open, even without a name. */
export class MemoryFile implements FileBytes {
  constructor(
    private readonly node: MemoryNode,
    private readonly bytes: SparseBytes,
  ) {}

  get size(): number {
    return this.bytes.size;
  }
  read(buffer: Uint8Array, position: number | 'current'): number {
    this.node.atime = this.node.fs.now();
    return this.bytes.read(buffer, position === 'current' ? 0 : position);
  }
  write(buffer: Uint8Array, position: number | 'append' | 'current'): number {
    if (buffer.length === 0) return 0;
    this.node.fs.reserve(buffer.length);
    this.node.mtime = this.node.ctime = this.node.fs.now();
    this.node.changes++;
    return this.bytes.write(buffer, typeof position === 'number' ? position : this.bytes.size);
  }
  truncate(size: number): void {
    this.node.changes++;
    this.node.setattr({ size });
  }
  sync(): void {}
  stat(): Stat {
    return this.node.stat();
  }
  setattr(attributes: Attributes): void {
    this.node.setattr(attributes);
  }
  seekData(position: number, hole: boolean): number | undefined {
    return this.bytes.next(position, hole);
  }
  allocate(mode: 'reserve' | 'punch', keepSize: boolean, offset: number, length: number): void {
    this.node.changes++;
    if (mode === 'punch') this.bytes.punch(offset, length);
    else if (!keepSize && offset + length > this.bytes.size) this.bytes.truncate(offset + length);
    this.node.mtime = this.node.ctime = this.node.fs.now();
  }
  mappable(): Mappable {
    const { bytes, node } = this;
    const identity = `${node.fs.dev}:${node.id}`;
    return {
      key: `${identity}:${node.changes}`,
      identity,
      read: (buffer, position) => bytes.read(buffer, position),
      write: (buffer, position) => bytes.write(buffer, position),
      get size() {
        return bytes.size;
      },
    };
  }
  close(): void {}
}
