import {
  type ArgumentTypes,
  defineSyscall,
  errno,
  fd,
  flags,
  locate,
  path,
  ptr,
  type SyscallDefinition,
  size,
  type Thread,
  text,
} from '@anyuser/core';

/**
 * No file system here keeps extended attributes: every call finds its file, then a list is empty and anything else is
 * EOPNOTSUPP (fs/xattr.c).
 */
const refuse = <A extends ArgumentTypes>(
  name: string,
  args: A,
  find: (t: Thread, args: never) => unknown,
): SyscallDefinition =>
  defineSyscall({
    name,
    args,
    run(t, values) {
      find(t, values as never);
      if (name.includes('list')) return 0;
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

/** setxattr, getxattr, listxattr and removexattr in their three forms. */
export const XATTR_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = Object.fromEntries(
  (
    [
      ['setxattr', set],
      ['getxattr', get],
      ['listxattr', list],
      ['removexattr', remove],
    ] as const
  ).flatMap(([name, args]) => [
    [name, refuse(name, { path, ...args }, byPath)],
    [`l${name}`, refuse(`l${name}`, { path, ...args }, byLink)],
    [`f${name}`, refuse(`f${name}`, { fd, ...args }, byFd)],
  ]),
);
