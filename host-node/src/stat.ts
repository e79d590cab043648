import type { BigIntStats } from 'node:fs';
import type { HostStat } from '@anyuser/core';

/** By the S_IFMT bits. A map, since number keys of an object cannot be octal. */
/** By the format bits of st_mode. */
const TYPES: Readonly<Record<number, HostStat['type']>> = {
  2401: 'fifo',
  4802: 'character',
  9604: 'directory',
  14406: 'block',
  16807: 'file',
  21609: 'symlink',
  26411: 'socket',
};

/** Node's stat in the host interface's terms. */
export function hostStat(stat: BigIntStats): HostStat {
  const mode = Number(stat.mode);
  return {
    type: TYPES.get(mode & 0o170000) ?? 'file',
    dev: Number(stat.dev),
    ino: Number(stat.ino),
    mode: mode & 0o7777,
    nlink: Number(stat.nlink),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    rdev: Number(stat.rdev),
    size: Number(stat.size),
    blksize: Number(stat.blksize),
    blocks: Number(stat.blocks),
    atime: stat.atimeNs,
    mtime: stat.mtimeNs,
    ctime: stat.ctimeNs,
    birthtime: stat.birthtimeNs,
  };
}
