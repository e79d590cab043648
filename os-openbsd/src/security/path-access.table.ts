/** What a call does with a file that a path names: letters of unveil(2). */
export interface PathUse {
  /** Names of the arguments: the path, and the directory descriptor before it. */
  readonly path: string;
  readonly at?: string;
  readonly need: 'r' | 'w' | 'x' | 'c';
  /** The link itself is meant: always, or if AT_SYMLINK_NOFOLLOW is set. */
  readonly noFollow?: boolean;
  /** The name may not exist yet, or is what changes. */
  readonly last?: boolean;
}

const r = { path: 'path', need: 'r' } as const;
const rAt = { ...r, at: 'dirfd' } as const;
const w = { path: 'path', need: 'w' } as const;
const wAt = { ...w, at: 'dirfd' } as const;
const c = { path: 'path', need: 'c', last: true } as const;
const cAt = { ...c, at: 'dirfd' } as const;

/** Calls that name files, save open, whose flags tell (sys/kern/vfs_syscalls.c: ni_unveil and ni_pledge of each). */
export const PATH_USES: Readonly<Record<string, readonly PathUse[]>> = {
  stat: [r],
  lstat: [{ ...r, noFollow: true }],
  fstatat: [rAt],
  access: [r],
  faccessat: [rAt],
  readlink: [{ ...r, noFollow: true }],
  readlinkat: [{ ...rAt, noFollow: true }],
  chdir: [r],
  statfs: [r],
  pathconf: [r],
  pathconfat: [rAt],
  __realpath: [r],
  truncate: [w],
  chmod: [w],
  fchmodat: [wAt],
  chown: [w],
  lchown: [{ ...w, noFollow: true }],
  fchownat: [wAt],
  utimes: [w],
  utimensat: [wAt],
  execve: [{ path: 'pathname', need: 'x' }],
  unlink: [c],
  unlinkat: [cAt],
  rmdir: [c],
  mkdir: [c],
  mkdirat: [cAt],
  mkfifo: [c],
  mkfifoat: [{ ...c, at: 'dirfd' }],
  mknod: [c],
  mknodat: [cAt],
  symlink: [c],
  symlinkat: [cAt],
  rename: [
    { ...c, path: 'from' },
    { ...c, path: 'to' },
  ],
  renameat: [
    { ...c, path: 'from', at: 'olddirfd' },
    { ...c, path: 'to', at: 'newdirfd' },
  ],
  link: [
    { ...r, path: 'from' },
    { ...c, path: 'to' },
  ],
  linkat: [
    { ...r, path: 'from', at: 'olddirfd' },
    { ...c, path: 'to', at: 'newdirfd' },
  ],
};
