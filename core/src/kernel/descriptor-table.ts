import { errno } from './errno';
import type { FdTable } from './fd-table';
import { drop, hold } from './file-reference';
import type { OpenFile } from './open-file';

interface Slot {
  readonly file: OpenFile;
  cloexec: boolean;
}

/** Highest number of descriptors that any process may have (fs.nr_open). */
const MOST = 1_048_576;

/** The descriptors of one process, or of several that share them (CLONE_FILES). */
export class DescriptorTable implements FdTable {
  private slots: (Slot | undefined)[] = [];
  private sharers = 1;
  /** Told of each descriptor that is closed, before it is free again: epoll sets, record locks. */
  private readonly closing = new Set<(fd: number, file: OpenFile) => void>();

  /** @param limit - the process's soft RLIMIT_NOFILE, asked at each new descriptor. */
  constructor(private readonly limit: () => number = () => 1024) {}

  get(fd: number): OpenFile {
    const slot = this.slots[fd];
    if (slot === undefined) throw errno('EBADF');
    return slot.file;
  }
  has(fd: number): boolean {
    return this.slots[fd] !== undefined;
  }

  add(file: OpenFile, options: { readonly cloexec?: boolean; readonly from?: number } = {}): number {
    let fd = options.from ?? 0;
    while (this.slots[fd] !== undefined) fd++;
    if (fd >= Math.min(this.limit(), MOST)) throw errno('EMFILE');
    this.slots[fd] = { file: hold(file), cloexec: options.cloexec ?? false };
    return fd;
  }

  set(fd: number, file: OpenFile, cloexec = false): void {
    if (fd < 0 || fd >= Math.min(this.limit(), MOST)) throw errno('EBADF');
    const old = this.slots[fd];
    hold(file);
    this.slots[fd] = { file, cloexec };
    if (old !== undefined) this.dropped(fd, old.file);
  }

  close(fd: number): void {
    const slot = this.slots[fd];
    if (slot === undefined) throw errno('EBADF');
    this.slots[fd] = undefined;
    this.dropped(fd, slot.file);
  }

  private dropped(fd: number, file: OpenFile): void {
    for (const listener of this.closing) listener(fd, file);
    drop(file);
  }

  cloexec(fd: number): boolean {
    const slot = this.slots[fd];
    if (slot === undefined) throw errno('EBADF');
    return slot.cloexec;
  }
  setCloexec(fd: number, on: boolean): void {
    const slot = this.slots[fd];
    if (slot === undefined) throw errno('EBADF');
    slot.cloexec = on;
  }

  get open(): IterableIterator<number> {
    return this.numbers();
  }
  private *numbers(): IterableIterator<number> {
    for (let fd = 0; fd < this.slots.length; fd++) if (this.slots[fd] !== undefined) yield fd;
  }

  /** Calls back at each close. Returns a function that ends it. */
  onClose(listener: (fd: number, file: OpenFile) => void): () => void {
    this.closing.add(listener);
    return () => void this.closing.delete(listener);
  }

  /** A copy for fork: the same open files behind the same numbers. */
  clone(limit: () => number = this.limit): DescriptorTable {
    const copy = new DescriptorTable(limit);
    copy.slots = this.slots.map((slot) => {
      if (slot === undefined) return undefined;
      hold(slot.file);
      return { ...slot };
    });
    return copy;
  }

  /** One process more that shares the table. */
  share(): this {
    this.sharers++;
    return this;
  }

  /** A process lets go of the table; the last one closes everything. */
  release(): void {
    if (--this.sharers === 0) for (const fd of this.numbers()) this.close(fd);
  }

  /** exec: closes what is marked close-on-exec. */
  closeOnExec(): void {
    for (const fd of this.numbers()) if (this.slots[fd]!.cloexec) this.close(fd);
  }
}
