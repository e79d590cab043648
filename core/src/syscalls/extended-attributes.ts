import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { fd, flags, path, ptr, size, text } from '../syscall/arguments';
import { type ArgumentTypes, defineSyscall, type SyscallDefinition } from '../syscall/define';
import { locate } from './path-argument';

/** No file system here keeps extended attributes: every call finds its file, then it is refused or a list is empty. */
const refuse = <A extends ArgumentTypes>(
  name: string,
  args: A,
  find: (t: Thread, args: never) => unknown,
  empty: boolean,
): SyscallDefinition =>
  defineSyscall({
    name,
    args,
    run(t, values) {
      find(t, values as never);
      if (empty) return 0;
      throw errno('EOPNOTSUPP');
    },
  });

const byPath = (t: Thread, { path: name }: { path: string }): unknown => locate(t, 'AT_FDCWD', name);
const byLink = (t: Thread, { path: name }: { path: string }): unknown => locate(t, 'AT_FDCWD', name, false);
const byFd = (t: Thread, { fd: number }: { fd: number }): unknown => t.files.get(number);

const set = { name: text, value: ptr, size, flags: flags('xattr', { strict: true }) };
const get = { name: text, value: ptr, size };
const list = { list: ptr, size };
const remove = { name: text };

/**
 * setxattr, getxattr, listxattr and removexattr in their three forms (Linux, NetBSD).
 * @param lists - a list of none is empty (fs/xattr.c), not refused as all else is.
 */
export const attributeCalls = (lists: boolean): Readonly<Record<string, SyscallDefinition>> =>
  Object.fromEntries(
    (
      [
        ['setxattr', set, false],
        ['getxattr', get, false],
        ['listxattr', list, lists],
        ['removexattr', remove, false],
      ] as const
    ).flatMap(([name, args, empty]) => [
      [name, refuse(name, { path, ...args }, byPath, empty)],
      [`l${name}`, refuse(`l${name}`, { path, ...args }, byLink, empty)],
      [`f${name}`, refuse(`f${name}`, { fd, ...args }, byFd, empty)],
    ]),
  );
