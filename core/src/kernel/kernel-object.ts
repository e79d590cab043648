import { anonymousDevice } from './vfs/device-number';
import { S_IFSOCK, type Stat } from './vfs/stat';

let lastInode = 0;
let device: number | undefined;

/** A new inode number among the objects that no file system holds: sockets, event counters. */
export const objectInode = (): number => ++lastInode;

/** What stat says of an object that no file system holds. */
export const objectStat = (ino: number, mode: number, born = 0n): Stat => ({
  st_dev: (device ??= anonymousDevice()),
  st_ino: ino,
  st_mode: mode,
  st_nlink: 1,
  st_uid: 0,
  st_gid: 0,
  st_rdev: 0,
  st_size: 0,
  st_blksize: 4096,
  st_blocks: 0,
  st_atim: born,
  st_mtim: born,
  st_ctim: born,
  st_birthtim: born,
});

/** Mode of sockets. */
export const SOCKET_MODE = S_IFSOCK | 0o777;
/** Mode of anonymous inodes (epoll, eventfd, …), which have no type. */
export const ANONYMOUS_MODE = 0o600;
