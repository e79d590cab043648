import type { Abi } from '../abi/abi';
import { OpenFlag, PollEvent } from '../abi/flags';
import { errno } from './errno';
import type { Mappable, OpenFile } from './open-file';
import type { Thread } from './thread';
import type { DirectoryEntry, Node } from './vfs/node';
import type { Stat } from './vfs/stat';
import type { Location } from './vfs/vfs';
import { WaitQueue } from './wait-queue';

/** What each operation answers where a kind of file does not have it. Kinds of files override what they have. */
export abstract class OpenFileBase implements OpenFile {
  readonly node: Node | undefined = undefined;
  readonly readiness = new WaitQueue();
  holders = 0;
  location?: Location;

  constructor(
    public flags: number,
    readonly path: string,
  ) {}

  read(_buffer: Uint8Array, _thread: Thread): number | undefined {
    throw errno('EINVAL');
  }
  write(_buffer: Uint8Array, _thread: Thread): number | undefined {
    throw errno('EINVAL');
  }
  pread(_buffer: Uint8Array, _position: number): number {
    throw errno('ESPIPE');
  }
  pwrite(_buffer: Uint8Array, _position: number): number {
    throw errno('ESPIPE');
  }
  seek(_offset: number, _whence: 'SEEK_SET' | 'SEEK_CUR' | 'SEEK_END' | 'SEEK_DATA' | 'SEEK_HOLE'): number {
    throw errno('ESPIPE');
  }
  poll(): number {
    return PollEvent.POLLIN | PollEvent.POLLOUT | PollEvent.POLLRDNORM | PollEvent.POLLWRNORM;
  }
  abstract stat(): Stat;
  truncate(_size: number): void {
    throw errno('EINVAL');
  }
  sync(_dataOnly: boolean): void {
    throw errno('EINVAL');
  }
  readdir(_cookie: number): readonly (DirectoryEntry & { readonly next: number })[] {
    throw errno('ENOTDIR');
  }
  mappable(): Mappable {
    throw errno('ENODEV');
  }
  ioctl(_request: string, _argument: number, _thread: Thread, _abi: Abi): number | Promise<number> {
    throw errno('ENOTTY');
  }
  release(): void {}
}

/** Whether an open mode allows reading. */
export const canRead = (flags: number): boolean => (flags & (OpenFlag.O_WRONLY | OpenFlag.O_PATH)) === 0;

/** Whether an open mode allows writing. */
export const canWrite = (flags: number): boolean =>
  (flags & (OpenFlag.O_WRONLY | OpenFlag.O_RDWR)) !== 0 && (flags & OpenFlag.O_PATH) === 0;
