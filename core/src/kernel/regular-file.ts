import type { Abi } from '../abi/abi';
import { OpenFlag } from '../abi/flags';
import type { HostFile } from '../host/host';
import { errno } from './errno';
import type { Mappable } from './open-file';
import { canRead, canWrite, OpenFileBase } from './open-file-base';
import type { Thread } from './thread';
import type { Attributes, Node } from './vfs/node';
import type { Stat } from './vfs/stat';

/** Where a regular file's bytes are: a host file, or memory. */
export type FileBytes = Pick<HostFile, 'read' | 'write' | 'truncate' | 'sync' | 'position'> & {
  /** Bytes now. */
  readonly size: number;
  stat(): Stat;
  setattr(attributes: Attributes): void;
  mappable(): Mappable;
  /** The next data or hole at or after a position; undefined where there is none (ENXIO). Absent: data throughout. */
  seekData?(position: number, hole: boolean): number | undefined;
  /** Reserves or punches, as fallocate(2). EOPNOTSUPP if absent. */
  allocate?(mode: 'reserve' | 'punch', keepSize: boolean, offset: number, length: number): void;
  close(): void;
};

/** An open regular file: bytes with positions, and one offset that all its descriptors share. */
export class RegularFile extends OpenFileBase {
  private offset = 0;
  /** The host keeps the offset, since others share it and write after the guest: until the guest seeks. */
  private hosted: boolean;

  /** @param inherited - open for writing since before the guest started, by somebody who may use it after the guest. */
  constructor(
    flags: number,
    path: string,
    override readonly node: Node | undefined,
    readonly bytes: FileBytes,
    inherited = false,
  ) {
    super(flags, path);
    this.hosted = inherited;
  }

  override read(buffer: Uint8Array, _thread: Thread): number {
    const n = this.bytes.read(buffer, this.hosted ? 'current' : this.offset);
    this.offset += n;
    return n;
  }

  override write(buffer: Uint8Array, thread: Thread): number {
    const append = (this.flags & OpenFlag.O_APPEND) !== 0;
    const room = limitWrite(thread, append ? this.bytes.size : this.offset, buffer.length);
    const data = room < buffer.length ? buffer.subarray(0, room) : buffer;
    const n = this.bytes.write(data, this.hosted ? 'current' : append ? 'append' : this.offset);
    this.offset = append && !this.hosted ? this.bytes.size : this.offset + n;
    return n;
  }

  override pread(buffer: Uint8Array, position: number): number {
    return this.bytes.read(buffer, position);
  }
  override pwrite(buffer: Uint8Array, position: number): number {
    return this.bytes.write(buffer, (this.flags & OpenFlag.O_APPEND) !== 0 ? 'append' : position);
  }

  override seek(
    offset: number,
    whence: 'SEEK_SET' | 'SEEK_CUR' | 'SEEK_END' | 'SEEK_DATA' | 'SEEK_HOLE',
  ): number {
    if (this.hosted) {
      this.offset = this.bytes.position?.() ?? this.offset;
      if (whence === 'SEEK_CUR' && offset === 0) return this.offset;
      this.hosted = false;
    }
    const to = this.target(offset, whence);
    if (to < 0) throw errno('EINVAL');
    if (to > Number.MAX_SAFE_INTEGER) throw errno('EOVERFLOW');
    this.offset = to;
    return to;
  }

  private target(offset: number, whence: string): number {
    switch (whence) {
      case 'SEEK_SET':
        return offset;
      case 'SEEK_CUR':
        return this.offset + offset;
      case 'SEEK_END':
        return this.bytes.size + offset;
      default: {
        const { size } = this.bytes;
        if (offset < 0 || offset >= size) throw errno('ENXIO');
        const hole = whence === 'SEEK_HOLE';
        if (this.bytes.seekData === undefined) return hole ? size : offset;
        const found = this.bytes.seekData(offset, hole);
        if (found === undefined) throw errno('ENXIO');
        return found;
      }
    }
  }

  override stat(): Stat {
    return this.bytes.stat();
  }
  setattr(attributes: Attributes): void {
    this.bytes.setattr(attributes);
  }
  override truncate(size: number): void {
    this.bytes.truncate(size);
  }
  /** Reserves or punches, as fallocate(2). */
  allocate(mode: 'reserve' | 'punch', keepSize: boolean, offset: number, length: number): void {
    if (this.bytes.allocate === undefined) throw errno('EOPNOTSUPP');
    this.bytes.allocate(mode, keepSize, offset, length);
  }
  override sync(dataOnly: boolean): void {
    this.bytes.sync(dataOnly);
  }
  override mappable(): Mappable {
    return this.bytes.mappable();
  }
  override ioctl(request: string, argument: number, thread: Thread, _abi: Abi): number {
    if (request !== 'FIONREAD') throw errno('ENOTTY');
    thread.mem.setU32(argument, Math.max(0, this.bytes.size - this.offset));
    return 0;
  }
  /** For files without a node (inherited ones): another open file on the same bytes. */
  reopen(flags: number): RegularFile {
    if (this.node !== undefined) return this.node.open(flags) as RegularFile;
    return new RegularFile(flags, this.path, undefined, this.bytes, this.hosted);
  }
  override release(): void {
    this.bytes.close();
  }

  /** Whether the open mode allows reading and writing: splice and mappings ask. */
  get readable(): boolean {
    return canRead(this.flags);
  }
  get writable(): boolean {
    return canWrite(this.flags);
  }
}

/** How much of a write RLIMIT_FSIZE allows; SIGXFSZ and EFBIG where it allows nothing. */
function limitWrite(thread: Thread, position: number, length: number): number {
  const limit = thread.process.limits.get('RLIMIT_FSIZE')?.soft ?? Infinity;
  if (position + length <= limit) return length;
  if (position >= limit) {
    thread.signal({ signal: 'SIGXFSZ', code: 'SI_KERNEL' });
    throw errno('EFBIG');
  }
  return limit - position;
}
