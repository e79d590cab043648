import type { HostStat } from '../../../host/host';
import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFREG, S_IFSOCK, type Stat } from '../stat';

/** S_IF* bits of the host's words. */
export const FILE_TYPES: Readonly<Record<HostStat['type'], number>> = {
  file: S_IFREG,
  directory: S_IFDIR,
  symlink: S_IFLNK,
  fifo: S_IFIFO,
  socket: S_IFSOCK,
  character: S_IFCHR,
  block: S_IFBLK,
};

/** What the host says of a file, in the kernel's terms. */
export const statOfHost = (stat: HostStat): Stat => ({
  st_dev: stat.dev,
  st_ino: stat.ino,
  st_mode: FILE_TYPES[stat.type] | stat.mode,
  st_nlink: stat.nlink,
  st_uid: stat.uid,
  st_gid: stat.gid,
  st_rdev: stat.rdev,
  st_size: stat.size,
  st_blksize: stat.blksize,
  st_blocks: stat.blocks,
  st_atim: stat.atime,
  st_mtim: stat.mtime,
  st_ctim: stat.ctime,
  st_birthtim: stat.birthtime,
});
