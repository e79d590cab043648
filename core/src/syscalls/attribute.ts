import { structCodec } from '../abi/codecs';
import { AtFlag } from '../abi/flags';
import type { StructValue } from '../abi/struct';
import { errno } from '../kernel/errno';
import { fileEvent } from '../kernel/file-watch';
import type { Thread } from '../kernel/thread';
import type { FileSystem, Node } from '../kernel/vfs/node';
import { Permission, permits } from '../kernel/vfs/permission';
import { S_IFREG } from '../kernel/vfs/stat';
import { statValue } from '../kernel/vfs/stat-value';
import { atfd, fd, flags, int, mode, out, path, pathOrNull, ptr } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import {
  checkChown,
  checkOwner,
  type DirectoryFd,
  hostDecides,
  locate,
  type Target,
  targetOf,
  targetOfFd,
} from './path-argument';
import { readTime } from './time-argument';

// ---- stat

export const stat: SyscallDefinition = defineSyscall({
  name: 'stat',
  args: { path, st: out('stat') },
  run: (t, { path: name, st }) => st.set(statValue(locate(t, 'AT_FDCWD', name).node.stat())),
});
export const lstat: SyscallDefinition = defineSyscall({
  name: 'lstat',
  args: { path, st: out('stat') },
  run: (t, { path: name, st }) => st.set(statValue(locate(t, 'AT_FDCWD', name, false).node.stat())),
});
export const fstat: SyscallDefinition = defineSyscall({
  name: 'fstat',
  args: { fd, st: out('stat') },
  run: (t, { fd: number, st }) => st.set(statValue(t.files.get(number).stat())),
});
export const fstatat: SyscallDefinition = defineSyscall({
  name: 'fstatat',
  args: { dirfd: atfd, path, st: out('stat'), flags: flags('at') },
  run: (t, { dirfd, path: name, st, flags: at }) => st.set(statValue(targetOf(t, dirfd, name, at).stat())),
});

// ---- Permissions and owners

function setMode(t: Thread, target: Target, permissions: number): void {
  checkOwner(t, target);
  target.setattr({ mode: permissions });
  if (target.node !== undefined) fileEvent(t, 'attrib', target.node, target.path);
}
export const chmod: SyscallDefinition = defineSyscall({
  name: 'chmod',
  args: { path, mode },
  run: (t, { path: name, mode: permissions }) => setMode(t, targetOf(t, 'AT_FDCWD', name, 0), permissions),
});
export const fchmod: SyscallDefinition = defineSyscall({
  name: 'fchmod',
  args: { fd, mode },
  run: (t, { fd: number, mode: permissions }) => setMode(t, targetOfFd(t, number), permissions),
});
/** Linux's own takes three arguments: see its variant. */
export const fchmodat: SyscallDefinition = defineSyscall({
  name: 'fchmodat',
  args: { dirfd: atfd, path, mode, flags: flags('at', { strict: true }) },
  run: (t, { dirfd, path: name, mode: permissions, flags: at }) =>
    setMode(t, targetOf(t, dirfd, name, at), permissions),
});

/** Ids of -1 stay as they are. */
const given = (id: number): number | undefined => (id === -1 ? undefined : id >>> 0);

/** Sets owners; set-id bits go, unless the superuser does it to something that is no file. */
export function setOwner(t: Thread, target: Target, user: number, group: number): void {
  const uid = given(user);
  const gid = given(group);
  checkChown(t, target, uid, gid);
  const before = target.stat();
  target.setattr({ ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) });
  const setId = before.st_mode & 0o6000;
  if (setId !== 0 && (before.st_mode & 0o170000) === S_IFREG && !hostDecides(t, target.node))
    target.setattr({ mode: before.st_mode & 0o1777 });
  if (target.node !== undefined) fileEvent(t, 'attrib', target.node, target.path);
}
export const chown: SyscallDefinition = defineSyscall({
  name: 'chown',
  args: { path, uid: int, gid: int },
  run: (t, { path: name, uid, gid }) => setOwner(t, targetOf(t, 'AT_FDCWD', name, 0), uid, gid),
});
export const lchown: SyscallDefinition = defineSyscall({
  name: 'lchown',
  args: { path, uid: int, gid: int },
  run: (t, { path: name, uid, gid }) =>
    setOwner(t, targetOf(t, 'AT_FDCWD', name, AtFlag.AT_SYMLINK_NOFOLLOW), uid, gid),
});
export const fchown: SyscallDefinition = defineSyscall({
  name: 'fchown',
  args: { fd, uid: int, gid: int },
  run: (t, { fd: number, uid, gid }) => setOwner(t, targetOfFd(t, number), uid, gid),
});
export const fchownat: SyscallDefinition = defineSyscall({
  name: 'fchownat',
  args: { dirfd: atfd, path, uid: int, gid: int, flags: flags('at', { strict: true }) },
  run: (t, { dirfd, path: name, uid, gid, flags: at }) => setOwner(t, targetOf(t, dirfd, name, at), uid, gid),
});

/** access(2): whether real (or, with AT_EACCESS, effective) ids may do what the bits say. */
export function checkAccess(t: Thread, target: Target, wanted: number, effective: boolean): number {
  const { credentials } = t.process;
  const asked = effective ? credentials : { ...credentials, fsuid: credentials.uid, fsgid: credentials.gid };
  const stat = target.stat();
  if (wanted & Permission.write && target.node?.fs.readOnly && (stat.st_mode & 0o170000) === S_IFREG)
    throw errno('EROFS');
  if (wanted !== 0 && !permits(stat, asked, wanted)) throw errno('EACCES');
  return 0;
}
const ACCESS_BITS = 7;
export const access: SyscallDefinition = defineSyscall({
  name: 'access',
  args: { path, mode: flags('access', { strict: true }) },
  run: (t, { path: name, mode: wanted }) =>
    checkAccess(t, targetOf(t, 'AT_FDCWD', name, 0), wanted & ACCESS_BITS, false),
});
/** access by the effective ids (FreeBSD). */
export const eaccess: SyscallDefinition = defineSyscall({
  name: 'eaccess',
  args: { path, mode: flags('access', { strict: true }) },
  run: (t, { path: name, mode: wanted }) =>
    checkAccess(t, targetOf(t, 'AT_FDCWD', name, 0), wanted & ACCESS_BITS, true),
});
export const faccessat: SyscallDefinition = defineSyscall({
  name: 'faccessat',
  args: {
    dirfd: atfd,
    path,
    mode: flags('access', { strict: true }),
    flags: flags('faccessat', { strict: true }),
  },
  run: (t, { dirfd, path: name, mode: wanted, flags: at }) =>
    checkAccess(t, targetOf(t, dirfd, name, at), wanted & ACCESS_BITS, (at & AtFlag.AT_EACCESS) !== 0),
});

export const umask: SyscallDefinition = defineSyscall({
  name: 'umask',
  args: { mask: mode },
  run(t, { mask }) {
    const before = t.process.fs.umask;
    t.process.fs.umask = mask & 0o777;
    return before;
  },
});

// ---- Times

/** Sets times; undefined leaves one as it is. Setting both to now needs only write permission. */
export function setTimes(
  t: Thread,
  target: Target,
  times: { atime?: bigint; mtime?: bigint; now: boolean },
): void {
  const { atime, mtime, now } = times;
  if (target.node?.fs.readOnly) throw errno('EROFS');
  if (now && !hostDecides(t, target.node)) {
    const stat = target.stat();
    const { fsuid } = t.process.credentials;
    if (fsuid !== stat.st_uid && !permits(stat, t.process.credentials, Permission.write))
      throw errno('EACCES');
  } else checkOwner(t, target);
  target.setattr({ ...(atime === undefined ? {} : { atime }), ...(mtime === undefined ? {} : { mtime }) });
  if (target.node !== undefined) fileEvent(t, 'attrib', target.node, target.path);
}

/** Times from two structs one after the other, or the present where the pointer is NULL. */
export function timesFrom(
  t: Thread,
  address: number,
  struct: string,
): { atime?: bigint; mtime?: bigint; now: boolean } {
  const present = t.kernel.now('realtime');
  if (address === 0) return { atime: present, mtime: present, now: true };
  const codec = structCodec(t.abi, struct);
  const special = t.abi.enums['utime'];
  const one = (at: number): bigint | 'omit' | 'now' => {
    if (struct.startsWith('timespec')) {
      const name = special?.name(Number(codec.read(t.mem, at)['tv_nsec']));
      if (name === 'UTIME_NOW') return 'now';
      if (name === 'UTIME_OMIT') return 'omit';
    }
    return readTime(t, at, struct);
  };
  const [atime, mtime] = [one(address), one(address + codec.size)];
  const value = (time: typeof atime): bigint | undefined =>
    time === 'omit' ? undefined : time === 'now' ? present : time;
  const [first, second] = [value(atime), value(mtime)];
  return {
    ...(first === undefined ? {} : { atime: first }),
    ...(second === undefined ? {} : { mtime: second }),
    now: atime === 'now' && mtime === 'now',
  };
}

/** utimensat, with the cell's struct for the times. A NULL path means the descriptor itself (Linux's futimens). */
export function setTimesAt(
  t: Thread,
  at: DirectoryFd,
  name: string | undefined,
  times: ReturnType<typeof timesFrom>,
  atFlags: number,
): void {
  if (times.atime === undefined && times.mtime === undefined) return;
  if (name !== undefined) {
    setTimes(t, targetOf(t, at, name, atFlags), times);
    return;
  }
  if (at === 'AT_FDCWD') throw errno('EFAULT');
  setTimes(t, targetOfFd(t, at), times);
}
export const utimensat: SyscallDefinition = defineSyscall({
  name: 'utimensat',
  args: { dirfd: atfd, path: pathOrNull, times: ptr, flags: flags('at', { strict: true }) },
  run: (t, { dirfd, path: name, times, flags: at }) =>
    setTimesAt(t, dirfd, name, timesFrom(t, times, 'timespec'), at),
});
export const utimes: SyscallDefinition = defineSyscall({
  name: 'utimes',
  args: { path, times: ptr },
  run: (t, { path: name, times }) => setTimesAt(t, 'AT_FDCWD', name, timesFrom(t, times, 'timeval'), 0),
});
export const futimesat: SyscallDefinition = defineSyscall({
  name: 'futimesat',
  args: { dirfd: atfd, path: pathOrNull, times: ptr },
  run: (t, { dirfd, path: name, times }) => setTimesAt(t, dirfd, name, timesFrom(t, times, 'timeval'), 0),
});
export const utime: SyscallDefinition = defineSyscall({
  name: 'utime',
  args: { path, times: ptr },
  run(t, { path: name, times }) {
    if (times === 0) return setTimesAt(t, 'AT_FDCWD', name, timesFrom(t, 0, 'timeval'), 0);
    const { actime, modtime } = structCodec(t.abi, 'utimbuf').read(t.mem, times);
    const nanoseconds = (seconds: unknown): bigint => BigInt(Number(seconds)) * 1_000_000_000n;
    return setTimesAt(
      t,
      'AT_FDCWD',
      name,
      { atime: nanoseconds(actime), mtime: nanoseconds(modtime), now: false },
      0,
    );
  },
});

// ---- File systems

/** statfs's struct, under the names that Linux gives its members. */
export function statfsValue(fs: FileSystem, node: Node | undefined): StructValue {
  const stat = node?.fs === fs ? (fs.statfsOf?.(node) ?? fs.statfs()) : fs.statfs();
  return {
    f_type: stat.type,
    f_bsize: stat.bsize,
    f_frsize: stat.bsize,
    f_blocks: stat.blocks,
    f_bfree: stat.bfree,
    f_bavail: stat.bavail,
    f_files: stat.files,
    f_ffree: stat.ffree,
    f_fsid: [fs.dev | 0, 0],
    f_namelen: stat.namelen,
    // ST_VALID and ST_RELATIME, with ST_RDONLY where it holds (include/linux/statfs.h).
    f_flags: 0x20 | 0x1000 | (fs.readOnly ? 1 : 0),
  };
}
/** The file system behind a descriptor; pipes and sockets have one of their own. */
export function statfsOfFd(t: Thread, number: number): StructValue {
  const { node } = t.files.get(number);
  if (node !== undefined) return statfsValue(node.fs, node);
  return { f_type: 0x5049_5045, f_bsize: 4096, f_frsize: 4096, f_namelen: 255, f_flags: 0x20 };
}
export const statfs: SyscallDefinition = defineSyscall({
  name: 'statfs',
  args: { path, buf: out('statfs') },
  run(t, { path: name, buf }) {
    const { node } = locate(t, 'AT_FDCWD', name);
    buf.set(statfsValue(node.fs, node));
  },
});
export const fstatfs: SyscallDefinition = defineSyscall({
  name: 'fstatfs',
  args: { fd, buf: out('statfs') },
  run: (t, { fd: number, buf }) => buf.set(statfsOfFd(t, number)),
});
