import type { Abi } from '../abi/abi';
import type { Thread } from './thread';
import type { Attributes, DirectoryEntry, Node } from './vfs/node';
import type { Stat } from './vfs/stat';
import type { Location } from './vfs/vfs';
import type { WaitQueue } from './wait-queue';

/** A page source of file-backed mappings. */
export interface Mappable {
  /** Identity for shared mappings and for the code cache: equal keys have equal bytes. */
  readonly key: string;
  /** The file itself, however its bytes change: shared mappings of equal identity share their pages. `key` if absent. */
  readonly identity?: string;
  /** Reads bytes at a file offset; returns how many there are. */
  read(buffer: Uint8Array, position: number): number;
  /** Writes back a shared mapping. */
  write?(buffer: Uint8Array, position: number): number;
  readonly size: number;
}

/**
 * An open file description: what descriptors, dup and fork share. `undefined` from a transfer means that it would block;
 * `readiness` wakes at every change of poll().
 */
export interface OpenFile {
  /** Canonical OpenFlag bits of open and F_SETFL. */
  flags: number;
  readonly node: Node | undefined;
  /** For /proc/self/fd and F_GETPATH: a path or `socket:[12]`. */
  readonly path: string;
  /** How many descriptors, running calls and messages in flight hold it (file-reference.ts). */
  holders?: number;
  /** Where it was opened: the start of *at lookups. */
  location?: Location;
  /** Reads at the file offset, which moves. 0 at the end. */
  read(buffer: Uint8Array, thread: Thread): number | undefined;
  write(buffer: Uint8Array, thread: Thread): number | undefined;
  /** ESPIPE where there are no positions. */
  pread(buffer: Uint8Array, position: number): number;
  pwrite(buffer: Uint8Array, position: number): number;
  /** Moves the offset; returns the new one. */
  seek(offset: number, whence: 'SEEK_SET' | 'SEEK_CUR' | 'SEEK_END' | 'SEEK_DATA' | 'SEEK_HOLE'): number;
  /** PollEvent bits that hold now. */
  poll(): number;
  readonly readiness: WaitQueue;
  stat(): Stat;
  truncate(size: number): void;
  sync(dataOnly: boolean): void;
  /** Entries from a cookie on (0 = start); each with the cookie that follows it. ENOTDIR for others. */
  readdir(cookie: number): readonly (DirectoryEntry & { readonly next: number })[];
  /** ENODEV where it cannot be mapped. */
  mappable(): Mappable;
  /** A request by its header's name (`TIOCGWINSZ`) with its raw argument; ENOTTY where it does not apply. */
  ioctl(request: string, argument: number, thread: Thread, abi: Abi): number | Promise<number>;
  /** Sets attributes of what is open, even where no path leads to it any more. Absent: those of the node. */
  setattr?(attributes: Attributes): void;
  /** What open(2) itself still waits for (the other end of a fifo). */
  opening?(thread: Thread): Promise<void> | undefined;
  /** Opens the same object again with other flags, for paths of /proc/self/fd. ENXIO where absent. */
  reopen?(flags: number): OpenFile;
  /** How long a blocking transfer waits at most, in nanoseconds, before it fails with EAGAIN (SO_RCVTIMEO, SO_SNDTIMEO). */
  timeout?(direction: 'read' | 'write'): bigint | undefined;
  /** How long a blocking read waits at most, in nanoseconds, before it gives 0 (terminals with VTIME). */
  patience?(): bigint | undefined;
  /** The process that the file stands for (pidfd_open(2)). */
  readonly processId?: number;
  /** Seals of a memory file (`SealFlag` bits): asked for, or added. */
  seals?(add?: number): number;
  /** Descriptor-specific lines of /proc/self/fdinfo. */
  info?(): string;
  /** The last descriptor is gone. */
  release(): void;
}
