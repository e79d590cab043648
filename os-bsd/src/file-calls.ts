import * as core from '@anyuser/core';
import {
  AtFlag,
  atfd,
  choice,
  defineSyscall,
  errno,
  fd,
  int,
  locate,
  mode,
  off,
  path,
  ptr,
  S_IFDIR,
  S_IFREG,
  type SyscallDefinition,
  setTimesAt,
  timesFrom,
  word,
} from '@anyuser/core';

export const futimes = defineSyscall({
  name: 'futimes',
  args: { fd, times: ptr },
  run: (t, { fd: number, times }) => setTimesAt(t, number, undefined, timesFrom(t, times, 'timeval'), 0),
});
export const futimens = defineSyscall({
  name: 'futimens',
  args: { fd, times: ptr },
  run: (t, { fd: number, times }) => setTimesAt(t, number, undefined, timesFrom(t, times, 'timespec'), 0),
});
export const lutimes = defineSyscall({
  name: 'lutimes',
  args: { path, times: ptr },
  run: (t, { path: name, times }) =>
    setTimesAt(t, 'AT_FDCWD', name, timesFrom(t, times, 'timeval'), AtFlag.AT_SYMLINK_NOFOLLOW),
});
export const lchmod = defineSyscall({
  name: 'lchmod',
  args: { path, mode },
  run: (t, { path: name, mode: permissions }) =>
    core.fchmodat.run(t, {
      dirfd: 'AT_FDCWD',
      path: name,
      mode: permissions,
      flags: AtFlag.AT_SYMLINK_NOFOLLOW,
    }),
});

/** The file of a call: a path, which may begin at a directory, or a descriptor. */
type FileArguments = { readonly path: string; readonly fd: number; readonly dirfd: number | 'AT_FDCWD' };

/** File flags (chflags(2)): the file systems here have none, and say so as those of a kernel do that has none. */
const noFlags = (
  name: string,
  args: Readonly<Record<string, typeof int | typeof path | typeof word | typeof atfd>>,
): SyscallDefinition =>
  defineSyscall({
    name,
    args,
    run(t, given) {
      const { path: named, fd: number, dirfd = 'AT_FDCWD' } = given as Partial<FileArguments>;
      if (named !== undefined) locate(t, dirfd, named);
      else if (number !== undefined) t.files.get(number);
      throw errno('EOPNOTSUPP');
    },
  });
export const chflags = noFlags('chflags', { path, flags: word });
export const lchflags = noFlags('lchflags', { path, flags: word });
export const fchflags = noFlags('fchflags', { fd, flags: word });
export const chflagsat = noFlags('chflagsat', { dirfd: atfd, path, flags: word, atflag: int });

/** Limits of files by their _PC_ names: what the file systems here hold to (sys/unistd.h). */
const PATH_LIMITS: Readonly<Record<string, number>> = {
  _PC_LINK_MAX: 32767,
  _PC_MAX_CANON: 255,
  _PC_MAX_INPUT: 255,
  _PC_NAME_MAX: 255,
  _PC_PATH_MAX: 1024,
  _PC_PIPE_BUF: 4096,
  _PC_CHOWN_RESTRICTED: 1,
  _PC_NO_TRUNC: 1,
  _PC_VDISABLE: 255,
  _PC_FILESIZEBITS: 64,
  _PC_SYMLINK_MAX: 1024,
  _PC_2_SYMLINKS: 1,
  _PC_SYNC_IO: 1,
};
/** A limit of files by its _PC_ name. @throws KernelError EINVAL */
export function limitOf(name: string): number {
  const limit = PATH_LIMITS[name];
  if (limit === undefined) throw errno('EINVAL');
  return limit;
}
export const pathconf = defineSyscall({
  name: 'pathconf',
  args: { path, name: choice('pathconf') },
  run(t, { path: file, name }) {
    locate(t, 'AT_FDCWD', file);
    return limitOf(name);
  },
});
export const lpathconf = defineSyscall({
  name: 'lpathconf',
  args: { path, name: choice('pathconf') },
  run(t, { path: file, name }) {
    locate(t, 'AT_FDCWD', file, false);
    return limitOf(name);
  },
});
export const fpathconf = defineSyscall({
  name: 'fpathconf',
  args: { fd, name: choice('pathconf') },
  run(t, { fd: number, name }) {
    t.files.get(number);
    return limitOf(name);
  },
});

/** posix_fadvise: advice changes nothing that a program could see; what is wrong with it is told. */
export const posix_fadvise = defineSyscall({
  name: 'posix_fadvise',
  args: { fd, offset: off, len: off, advice: int },
  returnsErrors: true,
  run(t, { fd: number, offset, len, advice }) {
    const file = t.files.get(number);
    if (offset < 0 || len < 0 || t.abi.enums['fadvise']!.name(advice) === undefined) throw errno('EINVAL');
    if (file.node === undefined) throw errno('ESPIPE');
  },
});

/** posix_fallocate: the file is long enough afterwards; a hole reads and takes room like any other part. */
export const posix_fallocate = defineSyscall({
  name: 'posix_fallocate',
  args: { fd, offset: off, len: off },
  returnsErrors: true,
  run(t, { fd: number, offset, len }) {
    const file = core.writable(t, number);
    if (offset < 0 || len <= 0) throw errno('EINVAL');
    if (file.node === undefined) throw errno('ESPIPE');
    if (file.node.type === S_IFDIR || file.node.type !== S_IFREG) throw errno('ENODEV');
    if (file.stat().st_size < offset + len) file.truncate(offset + len);
  },
});
