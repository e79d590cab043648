import type { StructValue } from '../../abi/struct';
import { major, minor } from './device-number';
import type { Stat } from './stat';

/** Nanoseconds as a timespec; rounds down, so that tv_nsec is never negative. */
export function timespecOf(nanoseconds: bigint): { readonly tv_sec: number; readonly tv_nsec: number } {
  const rest = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return { tv_sec: Number((nanoseconds - rest) / 1_000_000_000n), tv_nsec: Number(rest) };
}

/** A Stat under every name that headers give its members: each cell's struct takes those that it has. */
export function statValue(stat: Stat): StructValue {
  const value: Record<string, StructValue[string]> = {
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
  };
  for (const [name, nanoseconds] of [
    ['atim', stat.st_atim],
    ['mtim', stat.st_mtim],
    ['ctim', stat.st_ctim],
    ['birthtim', stat.st_birthtim],
  ] as const) {
    const spec = timespecOf(nanoseconds);
    value[`st_${name}`] = spec;
    value[`st_${name}e`] = spec.tv_sec;
    value[`st_${name}e_nsec`] = spec.tv_nsec;
    value[`st_${name}ensec`] = spec.tv_nsec;
  }
  return value;
}
