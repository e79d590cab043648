import type { BigIntStats } from 'node:fs';
import type { HostStat } from '@anyuser/core';
import { exactTimes } from './time';

/** By the S_IFMT bits. A map, since number keys of an object that are written in octal get lost in formatting. */
const TYPES: ReadonlyMap<number, HostStat['type']> = new Map([
  [0o010000, 'fifo'],
  [0o020000, 'character'],
  [0o040000, 'directory'],
  [0o060000, 'block'],
  [0o100000, 'file'],
  [0o120000, 'symlink'],
  [0o140000, 'socket'],
]);

/** Node's stat in the host interface's terms. */
export function hostStat(stat: BigIntStats): HostStat {
  const mode = Number(stat.mode);
  const dev = Number(stat.dev);
  const ino = Number(stat.ino);
  const { atime, mtime } = exactTimes(dev, ino, stat.atimeNs, stat.mtimeNs);
  return {
    type: TYPES.get(mode & 0o170000) ?? 'file',
    dev,
    ino,
    mode: mode & 0o7777,
    nlink: Number(stat.nlink),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    rdev: Number(stat.rdev),
    size: Number(stat.size),
    blksize: Number(stat.blksize),
    blocks: Number(stat.blocks),
    atime,
    mtime,
    ctime: stat.ctimeNs,
    birthtime: stat.birthtimeNs,
  };
}
