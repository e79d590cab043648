import type { OpenFile } from './open-file';

/** A process's descriptors. Shared by its threads, copied by fork. */
export interface FdTable {
  /** @throws KernelError EBADF */
  get(fd: number): OpenFile;
  /** Whether the descriptor is open. */
  has(fd: number): boolean;
  /** Puts a file at the lowest free descriptor at or above `from`. @throws KernelError EMFILE */
  add(file: OpenFile, options?: { readonly cloexec?: boolean; readonly from?: number }): number;
  /** Puts a file at a descriptor, closing what was there. */
  set(fd: number, file: OpenFile, cloexec?: boolean): void;
  close(fd: number): void;
  cloexec(fd: number): boolean;
  setCloexec(fd: number, on: boolean): void;
  readonly open: IterableIterator<number>;
}
