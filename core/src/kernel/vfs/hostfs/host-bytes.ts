import type { HostFile } from '../../../host/host';
import type { Mappable } from '../../open-file';
import type { FileBytes } from '../../regular-file';
import type { Attributes } from '../node';
import type { Stat } from '../stat';
import { statOfHost } from './host-stat';

/** The bytes of an open host file. */
export class HostBytes implements FileBytes {
  constructor(private readonly file: HostFile) {}

  get size(): number {
    return this.file.stat().size;
  }
  read(buffer: Uint8Array, position: number | 'current'): number {
    return this.file.read(buffer, position);
  }
  write(buffer: Uint8Array, position: number | 'append' | 'current'): number {
    return this.file.write(buffer, position);
  }
  position(): number | undefined {
    return this.file.position?.();
  }
  truncate(size: number): void {
    this.file.truncate(size);
  }
  sync(dataOnly: boolean): void {
    this.file.sync(dataOnly);
  }
  stat(): Stat {
    return statOfHost(this.file.stat());
  }
  setattr(attributes: Attributes): void {
    const { mode, uid, gid, size, atime, mtime } = attributes;
    if (size !== undefined) this.file.truncate(size);
    if (uid !== undefined || gid !== undefined) {
      const now = this.file.stat();
      this.file.chown(uid ?? now.uid, gid ?? now.gid);
    }
    if (mode !== undefined) this.file.chmod(mode & 0o7777);
    if (atime !== undefined || mtime !== undefined) {
      const now = this.file.stat();
      this.file.utimes(atime ?? now.atime, mtime ?? now.mtime);
    }
  }
  /** Reserving is what writing does anyway; there is no way to punch holes through the host. */
  allocate(mode: 'reserve' | 'punch', keepSize: boolean, offset: number, length: number): void {
    if (mode === 'punch') {
      const end = Math.min(offset + length, this.size);
      const zero = new Uint8Array(Math.min(65_536, Math.max(0, end - offset)));
      for (let at = offset; at < end; at += zero.length)
        this.file.write(zero.subarray(0, Math.min(zero.length, end - at)), at);
      return;
    }
    if (!keepSize && offset + length > this.size) this.file.truncate(offset + length);
  }
  mappable(): Mappable {
    const { file } = this;
    const stat = file.stat();
    const identity = `host:${stat.dev}:${stat.ino}`;
    return {
      key: `${identity}:${stat.mtime}:${stat.size}`,
      identity,
      read: (buffer, position) => file.read(buffer, position),
      write: (buffer, position) => file.write(buffer, position),
      get size() {
        return file.stat().size;
      },
    };
  }
  close(): void {
    this.file.close();
  }
}
