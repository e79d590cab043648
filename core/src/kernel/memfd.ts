import { SealFlag } from '../abi/flags';
import { errno } from './errno';
import type { OpenFile } from './open-file';
import type { FileBytes } from './regular-file';
import { RegularFile } from './regular-file';
import type { Thread } from './thread';
import { MemoryFileSystem } from './vfs/tmpfs/memory-filesystem';

/** A file without a name, in memory (memfd_create(2)). */
export class MemoryFd extends RegularFile {
  constructor(
    flags: number,
    name: string,
    bytes: FileBytes,
    private sealed: number,
  ) {
    super(flags, `/memfd:${name}`, undefined, bytes);
  }

  /** Seals, as `SealFlag` bits: asked for, or added. @throws KernelError EPERM */
  seals(add?: number): number {
    if (add === undefined) return this.sealed;
    if (this.sealed & SealFlag.F_SEAL_SEAL) throw errno('EPERM');
    this.sealed |= add;
    return 0;
  }

  private checkWrite(end: number): void {
    if (this.sealed & (SealFlag.F_SEAL_WRITE | SealFlag.F_SEAL_FUTURE_WRITE)) throw errno('EPERM');
    if (this.sealed & SealFlag.F_SEAL_GROW && end > this.bytes.size) throw errno('EPERM');
  }
  override write(buffer: Uint8Array, thread: Thread): number {
    this.checkWrite(this.seek(0, 'SEEK_CUR') + buffer.length);
    return super.write(buffer, thread);
  }
  override pwrite(buffer: Uint8Array, position: number): number {
    this.checkWrite(position + buffer.length);
    return super.pwrite(buffer, position);
  }
  override truncate(size: number): void {
    if (size < this.bytes.size && this.sealed & SealFlag.F_SEAL_SHRINK) throw errno('EPERM');
    if (size > this.bytes.size && this.sealed & SealFlag.F_SEAL_GROW) throw errno('EPERM');
    super.truncate(size);
  }
}

const stores = new WeakMap<object, MemoryFileSystem>();

/** Makes a memory file. @param sealed - its seals at the start, `SealFlag` bits. */
export function createMemoryFd(t: Thread, name: string, flags: number, sealed: number): OpenFile {
  let store = stores.get(t.kernel);
  if (store === undefined) {
    store = new MemoryFileSystem(() => t.kernel.now('realtime'));
    stores.set(t.kernel, store);
  }
  const { fsuid: uid, fsgid: gid } = t.process.credentials;
  const file = store.root.tmpfile(flags, 0o777, { uid, gid });
  return new MemoryFd(flags, name, (file as RegularFile).bytes, sealed);
}
