import { InotifyInitFlag, OpenFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { type FileEvent, fileWatchers } from '../kernel/file-watch';
import { InotifyFile } from '../kernel/inotify';
import type { Thread } from '../kernel/thread';
import { S_IFDIR } from '../kernel/vfs/stat';
import { atfd, fd, flags, int, path } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { locate } from './path-argument';

const EVENTS: Readonly<Record<FileEvent, string>> = {
  access: 'IN_ACCESS',
  modify: 'IN_MODIFY',
  attrib: 'IN_ATTRIB',
  'close-write': 'IN_CLOSE_WRITE',
  'close-nowrite': 'IN_CLOSE_NOWRITE',
  open: 'IN_OPEN',
  'moved-from': 'IN_MOVED_FROM',
  'moved-to': 'IN_MOVED_TO',
  create: 'IN_CREATE',
  delete: 'IN_DELETE',
  'delete-self': 'IN_DELETE_SELF',
  'move-self': 'IN_MOVE_SELF',
};
const bit = (t: Thread, name: string): number => t.abi.flags['inotify']!.bits(name);

/** Opens a queue of what happens to files. */
export function openWatcher(
  t: Thread,
  how: { readonly nonblock: boolean; readonly cloexec: boolean },
): number {
  const file = new InotifyFile(how.nonblock ? OpenFlag.O_NONBLOCK : 0, fileWatchers(t.kernel), {
    of: (event) => bit(t, EVENTS[event]),
    isDirectory: bit(t, 'IN_ISDIR'),
    ignored: bit(t, 'IN_IGNORED'),
    overflow: bit(t, 'IN_Q_OVERFLOW'),
    oneshot: bit(t, 'IN_ONESHOT'),
  });
  return t.files.add(file, { cloexec: how.cloexec });
}

function watcherOf(t: Thread, number: number): InotifyFile {
  const file = t.files.get(number);
  if (!(file instanceof InotifyFile)) throw errno('EINVAL');
  return file;
}

/** inotify_add_watch_at (FreeBSD 15); Linux's inotify_add_watch starts at the working directory. */
export const inotify_add_watch_at = defineSyscall({
  name: 'inotify_add_watch_at',
  args: { fd, dfd: atfd, path, mask: flags('inotify', { strict: true }) },
  run: (t, { fd: number, dfd, path: name, mask }) => addWatch(t, number, dfd, name, mask),
});
export const inotify_add_watch = defineSyscall({
  name: 'inotify_add_watch',
  args: { fd, path, mask: flags('inotify', { strict: true }) },
  run: (t, { fd: number, path: name, mask }) => addWatch(t, number, 'AT_FDCWD', name, mask),
});
function addWatch(t: Thread, number: number, dirfd: number | 'AT_FDCWD', name: string, mask: number): number {
  const has = (flag: string): boolean => (mask & bit(t, flag)) !== 0;
  const file = watcherOf(t, number);
  if (!Object.values(EVENTS).some(has)) throw errno('EINVAL');
  const { node } = locate(t, dirfd, name, !has('IN_DONT_FOLLOW'));
  if (has('IN_ONLYDIR') && node.type !== S_IFDIR) throw errno('ENOTDIR');
  return file.watch(node, mask, { add: has('IN_MASK_ADD'), create: has('IN_MASK_CREATE') });
}
export const inotify_rm_watch = defineSyscall({
  name: 'inotify_rm_watch',
  args: { fd, wd: int },
  run: (t, { fd: number, wd }) => watcherOf(t, number).unwatch(wd),
});

/** Linux's calls; FreeBSD 15 has __specialfd for it. */
export const inotify_init = defineSyscall({
  name: 'inotify_init',
  args: {},
  run: (t) => openWatcher(t, { nonblock: false, cloexec: false }),
});
export const inotify_init1 = defineSyscall({
  name: 'inotify_init1',
  args: { flags: flags('inotifyInit', { strict: true }) },
  run: (t, { flags: how }) =>
    openWatcher(t, {
      nonblock: (how & InotifyInitFlag.IN_NONBLOCK) !== 0,
      cloexec: (how & InotifyInitFlag.IN_CLOEXEC) !== 0,
    }),
});
