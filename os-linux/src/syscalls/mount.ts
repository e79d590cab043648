import {
  defineSyscall,
  errno,
  flags,
  int,
  locate,
  MemoryFileSystem,
  MountTree,
  path,
  pathOrNull,
  ptr,
  S_IFDIR,
  type Thread,
} from '@anyuser/core';
import { FLAG_VALUES } from '../flags.table';

const M = FLAG_VALUES.mount;
/** What a mount may ask for and get: how times are kept and what is executable is the host's business. */
const HARMLESS =
  M.MS_NOSUID | M.MS_NODEV | M.MS_NOEXEC | M.MS_NOATIME | M.MS_RELATIME | M.MS_STRICTATIME | M.MS_SILENT;

function treeOf(t: Thread): MountTree {
  if (t.process.credentials.euid !== 0) throw errno('EPERM');
  const { vfs } = t.kernel;
  if (!(vfs instanceof MountTree)) throw errno('EPERM');
  return vfs;
}

/** Mounts of the kernel's own file systems and of directories that are there already (mount(2)). */
export const mount = defineSyscall({
  name: 'mount',
  args: {
    source: pathOrNull,
    target: path,
    type: pathOrNull,
    flags: flags('mount', { strict: true }),
    data: ptr,
  },
  run(t, { source, target, type, flags: how }) {
    const tree = treeOf(t);
    const place = locate(t, 'AT_FDCWD', target);
    // Propagation means nothing where there is one tree.
    if (how & (M.MS_PRIVATE | M.MS_SLAVE | M.MS_SHARED | M.MS_UNBINDABLE)) return;
    if (how & M.MS_BIND && !(how & M.MS_REMOUNT)) {
      if (source === undefined) throw errno('EINVAL');
      const from = locate(t, 'AT_FDCWD', source).node;
      if ((from.type === S_IFDIR) !== (place.node.type === S_IFDIR)) throw errno('ENOTDIR');
      tree.mount(place.path, from.fs, from);
      return;
    }
    if (how & ~(HARMLESS | M.MS_REC)) throw errno('EINVAL');
    if (place.node.type !== S_IFDIR) throw errno('ENOTDIR');
    switch (type) {
      case 'tmpfs':
      case 'ramfs':
        tree.mount(place.path, new MemoryFileSystem(() => t.kernel.now('realtime'), 0o1777));
        return;
      case 'proc':
      case 'devtmpfs':
      case 'devpts': {
        const like = type === 'proc' ? '/proc' : type === 'devpts' ? '/dev/pts' : '/dev';
        const existing = tree.mounts.find(({ path: at }) => at === like);
        if (existing === undefined) throw errno('ENODEV');
        tree.mount(place.path, existing.fs);
        return;
      }
      default:
        throw errno('ENODEV');
    }
  },
});

export const umount2 = defineSyscall({
  name: 'umount2',
  args: { target: path, flags: flags('umount', { strict: true }) },
  run(t, { target }) {
    const tree = treeOf(t);
    const place = locate(t, 'AT_FDCWD', target);
    if (place.path === '/') throw errno('EBUSY');
    tree.unmount(place.path);
  },
});

/** No kernel log here; what reads it needs a privilege that no guest has (kernel/printk/printk.c). */
export const syslog = defineSyscall({
  name: 'syslog',
  args: { type: int, buf: ptr, len: int },
  run(_t, { type }) {
    if (type < 0 || type > 10) throw errno('EINVAL');
    throw errno('EPERM');
  },
});
