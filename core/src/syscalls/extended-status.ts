import { AtFlag } from '../abi/flags';
import type { StructValue } from '../abi/struct';
import type { Thread } from '../kernel/thread';
import { major, minor } from '../kernel/vfs/device-number';
import type { Stat } from '../kernel/vfs/stat';
import { timespecOf } from '../kernel/vfs/stat-value';
import { atfd, flags, out, pathOrNull } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { targetOf } from './path-argument';

/** STATX_BASIC_STATS, which every file system here can tell. */
const BASIC = 0x7ff;

function statxValue({ abi }: Thread, stat: Stat): StructValue {
  const bit = (name: string): number => abi.flags['statx']!.bits(name);
  const born = stat.st_birthtim !== 0n;
  return {
    stx_mask: BASIC | bit('STATX_MNT_ID') | (born ? bit('STATX_BTIME') : 0),
    stx_blksize: stat.st_blksize,
    stx_nlink: stat.st_nlink,
    stx_uid: stat.st_uid,
    stx_gid: stat.st_gid,
    stx_mode: stat.st_mode,
    stx_ino: stat.st_ino,
    stx_size: stat.st_size,
    stx_blocks: stat.st_blocks,
    stx_atime: timespecOf(stat.st_atim),
    stx_btime: timespecOf(stat.st_birthtim),
    stx_ctime: timespecOf(stat.st_ctim),
    stx_mtime: timespecOf(stat.st_mtim),
    stx_rdev_major: major(stat.st_rdev),
    stx_rdev_minor: minor(stat.st_rdev),
    stx_dev_major: major(stat.st_dev),
    stx_dev_minor: minor(stat.st_dev),
    stx_mnt_id: 1,
  };
}
/** statx(2): the attributes of a file with their mask (fs/stat.c). */
export const statx = defineSyscall({
  name: 'statx',
  args: { dirfd: atfd, path: pathOrNull, flags: flags('at'), mask: flags('statx'), buffer: out('statx') },
  run(t, { dirfd, path: name, flags: at, buffer }) {
    const target =
      name === undefined ? targetOf(t, dirfd, '', at | AtFlag.AT_EMPTY_PATH) : targetOf(t, dirfd, name, at);
    buffer.set(statxValue(t, target.stat()));
  },
});
