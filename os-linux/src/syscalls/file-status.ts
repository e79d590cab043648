import {
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
  mode,
  narrowStatus,
  out,
  path,
  pathOrNull,
  ptr,
  type StructValue,
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
  uint,
  futimesat as utimesAt,
  variant,
} from '@anyuser/core';

export const stat = narrowStatus(statPath);
export const lstat = narrowStatus(lstatPath);
export const fstat = narrowStatus(statFd);
export const stat64 = variant(statPath, { name: 'stat64', args: { st: out('stat64') } });
export const lstat64 = variant(lstatPath, { name: 'lstat64', args: { st: out('stat64') } });
export const fstat64 = variant(statFd, { name: 'fstat64', args: { st: out('stat64') } });
export const fstatat64 = variant(fstatat, { name: 'fstatat64', args: { st: out('stat64') } });
export const newfstatat = variant(fstatat, { name: 'newfstatat' });

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
