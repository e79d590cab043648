import { OpenFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { path } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { openPath } from './file';
import { type RenameOptions, renameEntry, unlink } from './link';

/** Where shared memory with a name lies: in the machine's own place for it. @throws KernelError EINVAL */
function placeOf(name: string): string {
  if (!name.startsWith('/')) throw errno('EINVAL');
  return `/dev/shm/${name.slice(1).replaceAll('/', '%')}`;
}

/** Opens or makes shared memory with a name; its descriptor ends with exec. @throws KernelError EINVAL where it is opened to be written alone */
export function openSharedMemory(
  t: Thread,
  name: string,
  how: number,
  mode: number,
): ReturnType<typeof openPath> {
  if ((how & OpenFlag.O_WRONLY) !== 0) throw errno('EINVAL');
  return openPath(t, 'AT_FDCWD', placeOf(name), how | OpenFlag.O_CLOEXEC, mode);
}

/** Gives shared memory another name. @throws KernelError EINVAL, ENOENT, EEXIST */
export const renameSharedMemory = (t: Thread, from: string, to: string, options: RenameOptions): number =>
  renameEntry(t, 'AT_FDCWD', placeOf(from), 'AT_FDCWD', placeOf(to), options);

export const shm_unlink = defineSyscall({
  name: 'shm_unlink',
  args: { path },
  run: (t, { path: name }) => unlink.run(t, { path: placeOf(name) }),
});
