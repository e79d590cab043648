import * as fs from 'node:fs';
import {
  decodeText,
  errno,
  type HostFile,
  type HostFiles,
  type HostOpen,
  type HostStat,
} from '@anyuser/core';
import { attempt, errorCode } from './error';
import { NodeFile } from './file';
import { nativePath } from './path';
import { hostStat } from './stat';
import { noteTimes, seconds } from './time';
import { withoutUmask } from './umask';

const {
  O_RDONLY,
  O_WRONLY,
  O_RDWR,
  O_CREAT,
  O_EXCL,
  O_TRUNC,
  O_APPEND,
  O_NOFOLLOW,
  O_DIRECTORY,
  O_NONBLOCK,
} = fs.constants;

/** The file system of the machine through Node's synchronous calls. */
export const nodeFiles: HostFiles = {
  open(path: string, how: HostOpen): HostFile {
    const flags =
      (how.write ? (how.read ? O_RDWR : O_WRONLY) : O_RDONLY) |
      (how.create ? O_CREAT : 0) |
      (how.exclusive ? O_EXCL : 0) |
      (how.truncate ? O_TRUNC : 0) |
      (how.append ? O_APPEND : 0) |
      (how.nofollow ? (O_NOFOLLOW ?? 0) : 0) |
      (how.directory ? (O_DIRECTORY ?? 0) : 0) |
      // Opening a fifo or a line must not stop the emulator; the flag means nothing on regular files.
      (O_NONBLOCK ?? 0);
    const open = (): number => fs.openSync(nativePath(path), flags, how.mode ?? 0o666);
    return attempt(() => new NodeFile(how.create ? withoutUmask(open) : open(), how.append));
  },

  lstat(path: string): HostStat {
    return attempt(() => hostStat(fs.lstatSync(nativePath(path), { bigint: true })));
  },

  tryLstat(path: string): HostStat | undefined {
    try {
      const stat = fs.lstatSync(nativePath(path), { bigint: true, throwIfNoEntry: false });
      return stat === undefined ? undefined : hostStat(stat);
    } catch (error) {
      throw errno(errorCode(error));
    }
  },

  readlink: (path) => attempt(() => decodeText(fs.readlinkSync(nativePath(path), { encoding: 'buffer' }))),

  readdir(path) {
    // Not readdirSync, which sorts: programs show the order that the directory itself has.
    return attempt(() => {
      const directory = fs.opendirSync(nativePath(path) as string, {
        encoding: 'buffer' as BufferEncoding,
        bufferSize: 512,
      });
      try {
        const entries: { name: string; type: ReturnType<typeof entryType>; ino: number }[] = [];
        for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
          const name = entry.name as unknown as Buffer;
          entries.push({ name: decodeText(name), type: entryType(entry), ino: 0 });
        }
        return entries;
      } finally {
        directory.closeSync();
      }
    });
  },

  mkdir: (path, mode) => void attempt(() => withoutUmask(() => fs.mkdirSync(nativePath(path), { mode }))),
  rmdir: (path) => attempt(() => fs.rmdirSync(nativePath(path))),
  unlink: (path) => attempt(() => fs.unlinkSync(nativePath(path))),
  rename: (from, to) => attempt(() => fs.renameSync(nativePath(from), nativePath(to))),
  link: (from, to) => attempt(() => fs.linkSync(nativePath(from), nativePath(to))),
  symlink: (target, path) => attempt(() => fs.symlinkSync(nativePath(target), nativePath(path))),

  mkfifo(path, mode) {
    // Node has no mkfifo; the command of the same name is part of POSIX.
    const { spawnSync } = require('node:child_process') as typeof import('node:child_process');
    if (attempt(() => fs.lstatSync(nativePath(path), { throwIfNoEntry: false })) !== undefined)
      throw errno('EEXIST');
    if (/[\udc80-\udcff]/.test(path)) throw errno('EPERM');
    // Looked for where POSIX systems have it: PATH may be the guest's.
    const env = { PATH: '/usr/bin:/bin' };
    const made = spawnSync('mkfifo', ['-m', mode.toString(8), '--', path], { stdio: 'ignore', env });
    if (made.error !== undefined || made.status !== 0) throw errno('EPERM');
  },

  chmod: (path, mode) => attempt(() => fs.chmodSync(nativePath(path), mode)),
  lchown: (path, uid, gid) => attempt(() => fs.lchownSync(nativePath(path), uid, gid)),
  lutimes(path, atime, mtime) {
    attempt(() => fs.lutimesSync(nativePath(path), seconds(atime), seconds(mtime)));
    noteTimes(fs.lstatSync(nativePath(path), { bigint: true }), atime, mtime);
  },

  statfs(path) {
    const { type, bsize, blocks, bfree, bavail, files, ffree } = attempt(() =>
      fs.statfsSync(nativePath(path)),
    );
    return { type, bsize, blocks, bfree, bavail, files, ffree };
  },
};

function entryType(entry: Pick<fs.Dirent, 'isFile'> & Omit<fs.Dirent, 'name'>): HostStat['type'] | 'unknown' {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  if (entry.isSymbolicLink()) return 'symlink';
  if (entry.isFIFO()) return 'fifo';
  if (entry.isSocket()) return 'socket';
  if (entry.isCharacterDevice()) return 'character';
  if (entry.isBlockDevice()) return 'block';
  return 'unknown';
}
