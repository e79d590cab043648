import { DEVICES, type Devices } from '../../devices';
import { S_IFCHR } from '../stat';
import { MemoryFileSystem } from '../tmpfs/memory-filesystem';

/** Builds /dev: device files, `fd`, `stdin`, `stdout`, `stderr`, the directory of pty slaves. */
export function createDevfs(now: () => bigint): MemoryFileSystem {
  const fs = new MemoryFileSystem(now, 0o755, 2 ** 24);
  for (const [name, { rdev, mode }] of Object.entries(DEVICES)) fs.root.mknod(name, S_IFCHR | mode, rdev);
  // The name of NetBSD and OpenBSD; each open gives pairs of terminals.
  fs.root.mknod('ptm', S_IFCHR | DEVICES.ptmx.mode, DEVICES.ptmx.rdev);
  fs.root.symlink('fd', '/proc/self/fd');
  for (const [fd, name] of ['stdin', 'stdout', 'stderr'].entries())
    fs.root.symlink(name, `/proc/self/fd/${fd}`);
  fs.root.mkdir('pts', 0o755);
  fs.root.mkdir('shm', 0o1777);
  return fs;
}

/** Builds /dev/pts. */
export function createDevpts(now: () => bigint, devices: Devices): MemoryFileSystem {
  const fs = new MemoryFileSystem(now, 0o755, 2 ** 20);
  fs.root.mknod('ptmx', S_IFCHR | 0o666, DEVICES.ptmx.rdev);
  devices.setSlaveDirectory(fs.root);
  return fs;
}
