import { OpenFlag, SealFlag } from '../abi/flags';
import { PAGE_SIZE } from '../memory/layout';
import { errno } from './errno';
import { drop, hold } from './file-reference';
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

/** Pages of shared memory by the memory object that they belong to and the place in it. */
const pages = new WeakMap<object, Map<number, OpenFile>>();

/** A page of shared memory that belongs to a guest address in whatever process: the one there is, or a new one. */
export function pageAt(t: Thread, address: number, create: boolean): OpenFile | undefined {
  const { object, offset } = t.kernel.futexes.key(t, address, true);
  const own = pages.get(object) ?? new Map<number, OpenFile>();
  pages.set(object, own);
  let page = own.get(offset);
  if (page === undefined && create) {
    page = hold(createMemoryFd(t, 'page', OpenFlag.O_RDWR, 0));
    page.truncate(PAGE_SIZE);
    own.set(offset, page);
  }
  return page;
}
/** Forgets the page of an address; who has it open keeps it. */
export function dropPageAt(t: Thread, address: number): void {
  const { object, offset } = t.kernel.futexes.key(t, address, true);
  const page = pages.get(object)?.get(offset);
  pages.get(object)?.delete(offset);
  if (page !== undefined) drop(page);
}
