import type { Mappable } from './open-file';
import { OpenFileBase } from './open-file-base';
import type { Thread } from './thread';
import type { Attributes, Node } from './vfs/node';
import type { Stat } from './vfs/stat';

/** What a character device without positions does. */
export interface CharacterDevice {
  read(buffer: Uint8Array): number;
  /** Returns how many bytes it took. @throws KernelError ENOSPC, … */
  write(buffer: Uint8Array): number;
  mappable?(): Mappable;
}

/** An open character device that is always ready and keeps no position: /dev/null and its kind. */
export class DeviceFile extends OpenFileBase {
  constructor(
    flags: number,
    path: string,
    override readonly node: Node,
    private readonly device: CharacterDevice,
  ) {
    super(flags, path);
  }
  override read(buffer: Uint8Array, _thread: Thread): number {
    return this.device.read(buffer);
  }
  override write(buffer: Uint8Array, _thread: Thread): number {
    return this.device.write(buffer);
  }
  override pread(buffer: Uint8Array): number {
    return this.device.read(buffer);
  }
  override pwrite(buffer: Uint8Array): number {
    return this.device.write(buffer);
  }
  /** Seeking is allowed and means nothing. */
  override seek(): number {
    return 0;
  }
  override mappable(): Mappable {
    return this.device.mappable?.() ?? super.mappable();
  }
  reopen(flags: number): DeviceFile {
    return new DeviceFile(flags, this.path, this.node, this.device);
  }
  override stat(): Stat {
    return this.node.stat();
  }
  setattr(attributes: Attributes): void {
    this.node.setattr(attributes);
  }
}
