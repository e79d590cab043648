import type { StructValue } from '../../abi/struct';
import { major, minor } from './device-number';
import type { Stat } from './stat';

const BILLION = 1e9;
const scratch = new BigInt64Array(1);
const [low, high] = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? [0, 1] : [1, 0];
const halves = new Int32Array(scratch.buffer);

/**
 * Nanoseconds as a timespec; rounds down, so that tv_nsec is never negative. By long division, 16 bits at a time in exact
 * doubles: dividing bigints takes several times as long, and a stat has four times in it.
 */
export function timespecOf(nanoseconds: bigint): { readonly tv_sec: number; readonly tv_nsec: number } {
  scratch[0] = nanoseconds;
  const top = halves[high]!;
  const bottom = halves[low]!;
  const first = Math.floor(top / BILLION);
  const upper = (top - first * BILLION) * 0x1_0000 + (bottom >>> 16);
  const second = Math.floor(upper / BILLION);
  const lower = (upper - second * BILLION) * 0x1_0000 + (bottom & 0xffff);
  const third = Math.floor(lower / BILLION);
  return {
    tv_sec: first * 0x1_0000_0000 + second * 0x1_0000 + third,
    tv_nsec: lower - third * BILLION,
  };
}

/** A Stat under every name that headers give its members: each cell's struct takes those that it has. */
export function statValue(stat: Stat): StructValue {
  const accessed = timespecOf(stat.st_atim);
  const modified = timespecOf(stat.st_mtim);
  const changed = timespecOf(stat.st_ctim);
  const born = timespecOf(stat.st_birthtim);
  return {
    st_dev: stat.st_dev,
    st_ino: stat.st_ino,
    __st_ino: stat.st_ino,
    st_mode: stat.st_mode,
    st_nlink: stat.st_nlink,
    st_uid: stat.st_uid,
    st_gid: stat.st_gid,
    st_rdev: stat.st_rdev,
    st_size: stat.st_size,
    st_blksize: stat.st_blksize,
    st_blocks: stat.st_blocks,
    st_dev_major: major(stat.st_dev),
    st_dev_minor: minor(stat.st_dev),
    st_rdev_major: major(stat.st_rdev),
    st_rdev_minor: minor(stat.st_rdev),
    st_atim: accessed,
    st_atime: accessed.tv_sec,
    st_atime_nsec: accessed.tv_nsec,
    st_atimensec: accessed.tv_nsec,
    st_mtim: modified,
    st_mtime: modified.tv_sec,
    st_mtime_nsec: modified.tv_nsec,
    st_mtimensec: modified.tv_nsec,
    st_ctim: changed,
    st_ctime: changed.tv_sec,
    st_ctime_nsec: changed.tv_nsec,
    st_ctimensec: changed.tv_nsec,
    st_birthtim: born,
    st_birthtime: born.tv_sec,
    st_birthtime_nsec: born.tv_nsec,
    st_birthtimensec: born.tv_nsec,
  };
}
