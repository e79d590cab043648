import {
  AtFlag,
  faccessat as accessAt,
  access as accessPath,
  atfd,
  checkAccess,
  fchmodat as chmodAt,
  fchown as chownFd,
  chown as chownPath,
  defineSyscall,
  errno,
  fd,
  flags,
  fstatat,
  int,
  lchown as lchownPath,
  locate,
  lstat as lstatPath,
  major,
  minor,
  mode,
  out,
  path,
  pathOrNull,
  ptr,
  type Stat,
  type StructValue,
  type SyscallDefinition,
  setOwner,
  utimensat as setTimes,
  setTimesAt,
  fstat as statFd,
  statfsOfFd,
  statfsValue,
  stat as statPath,
  structCodec,
  type Thread,
  targetOf,
  timesFrom,
  timespecOf,
  uint,
  futimesat as utimesAt,
  variant,
} from '@anyuser/core';
import { FLAG_VALUES } from '../flags.table';

const X = FLAG_VALUES.statx;

/** struct stat of 32-bit ports: what does not fit is EOVERFLOW (fs/stat.c cp_new_stat). */
function narrow(base: SyscallDefinition): SyscallDefinition {
  return {
    ...base,
    run(t, args) {
      const st = args['st'] as { set(value: Readonly<Record<string, unknown>>): void };
      const checked = {
        ...st,
        set(value: Readonly<Record<string, unknown>>) {
          if (
            t.abi.data.word === 4 &&
            (Number(value['st_size']) > 0x7fff_ffff || Number(value['st_ino']) > 0xffff_ffff)
          )
            throw errno('EOVERFLOW');
          st.set(value);
        },
      };
      return base.run(t, { ...args, st: checked } as never);
    },
  };
}
export const stat = narrow(statPath);
export const lstat = narrow(lstatPath);
export const fstat = narrow(statFd);
export const stat64 = variant(statPath, { name: 'stat64', args: { st: out('stat64') } });
export const lstat64 = variant(lstatPath, { name: 'lstat64', args: { st: out('stat64') } });
export const fstat64 = variant(statFd, { name: 'fstat64', args: { st: out('stat64') } });
export const fstatat64 = variant(fstatat, { name: 'fstatat64', args: { st: out('stat64') } });
export const newfstatat = variant(fstatat, { name: 'newfstatat' });

/** What every file system here can tell, besides the basic set. */
const BASIC = 0x7ff;

function statxValue(stat: Stat, mount: number) {
  const born = stat.st_birthtim !== 0n;
  return {
    stx_mask: BASIC | X.STATX_MNT_ID | (born ? X.STATX_BTIME : 0),
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
    stx_mnt_id: mount,
  };
}
export const statx = defineSyscall({
  name: 'statx',
  args: { dirfd: atfd, path: pathOrNull, flags: flags('at'), mask: flags('statx'), buffer: out('statx') },
  run(t, { dirfd, path: name, flags: at, buffer }) {
    const target =
      name === undefined ? targetOf(t, dirfd, '', at | AtFlag.AT_EMPTY_PATH) : targetOf(t, dirfd, name, at);
    buffer.set(statxValue(target.stat(), 1));
  },
});

/** Linux's fchmodat has no flags. */
export const fchmodat = defineSyscall({
  name: 'fchmodat',
  args: { dirfd: atfd, path, mode },
  run: (t, args) => chmodAt.run(t, { ...args, flags: 0 } as never),
});
export const fchmodat2 = variant(chmodAt, { name: 'fchmodat2' });

/** Linux's faccessat has no flags. */
export const faccessat = defineSyscall({
  name: 'faccessat',
  args: { dirfd: atfd, path, mode: flags('access', { strict: true }) },
  run: (t, { dirfd, path: name, mode: wanted }) => checkAccess(t, targetOf(t, dirfd, name, 0), wanted, false),
});
export const faccessat2 = variant(accessAt, { name: 'faccessat2' });
export const access = accessPath;

export const chown32 = variant(chownPath, { name: 'chown32' });
export const lchown32 = variant(lchownPath, { name: 'lchown32' });
export const fchown32 = variant(chownFd, { name: 'fchown32' });
export const fchownat = defineSyscall({
  name: 'fchownat',
  args: { dirfd: atfd, path, uid: int, gid: int, flags: flags('at', { strict: true }) },
  run: (t, { dirfd, path: name, uid, gid, flags: at }) => setOwner(t, targetOf(t, dirfd, name, at), uid, gid),
});

export const utimensat = setTimes;
export const utimensat_time64 = defineSyscall({
  name: 'utimensat_time64',
  args: { dirfd: atfd, path: pathOrNull, times: ptr, flags: flags('at', { strict: true }) },
  run: (t, { dirfd, path: name, times, flags: at }) =>
    setTimesAt(t, dirfd, name, timesFrom(t, times, 'timespec64'), at),
});
export const futimesat = utimesAt;

/**
 * The 64-bit forms say how large the caller's struct is. ARM's struct is packed to 84 bytes, but C libraries pass the 88 that
 * it would have without (arch/arm/kernel/sys_arm.c).
 */
function putStatfs(t: Thread, address: number, size: number, value: StructValue): void {
  const codec = structCodec(t.abi, 'statfs64');
  if (size !== codec.size && !(codec.size === 84 && size === 88)) throw errno('EINVAL');
  codec.write(t.mem, address, value);
}
export const statfs64 = defineSyscall({
  name: 'statfs64',
  args: { path, size: uint, buf: ptr },
  run(t, { path: name, size, buf }) {
    const { node } = locate(t, 'AT_FDCWD', name);
    putStatfs(t, buf, size, statfsValue(node.fs, node));
  },
});
export const fstatfs64 = defineSyscall({
  name: 'fstatfs64',
  args: { fd, size: uint, buf: ptr },
  run(t, { fd: number, size, buf }) {
    putStatfs(t, buf, size, statfsOfFd(t, number));
  },
});
