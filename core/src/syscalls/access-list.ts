import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { fd, int, path, ptr } from '../syscall/arguments';
import { type ArgumentTypes, defineSyscall, type SyscallDefinition } from '../syscall/define';
import { locate } from './path-argument';

/** How a call names its file, and how it finds it. */
const TARGETS: Readonly<
  Record<string, readonly [args: ArgumentTypes, find: (t: Thread, of: unknown) => unknown]>
> = {
  file: [{ path }, (t, name) => locate(t, 'AT_FDCWD', name as string)],
  link: [{ path }, (t, name) => locate(t, 'AT_FDCWD', name as string, false)],
  fd: [{ fd }, (t, number) => t.files.get(number as number)],
};
const OPERATIONS: Readonly<Record<string, ArgumentTypes>> = {
  get: { type: int, aclp: ptr },
  set: { type: int, aclp: ptr },
  delete: { type: int },
  aclcheck: { type: int, aclp: ptr },
};

/**
 * The __acl family of FreeBSD and NetBSD 10: the file systems here keep no access control lists, and say so of every file that is
 * there, as file systems do that are mounted without (sys/kern/vfs_acl.c).
 */
export const ACCESS_LIST_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = Object.fromEntries(
  Object.entries(OPERATIONS).flatMap(([operation, rest]) =>
    Object.entries(TARGETS).map(([target, [file, find]]) => {
      const name = `__acl_${operation}_${target}`;
      const call = defineSyscall({
        name,
        args: { ...file, ...rest },
        run(t, args) {
          find(t, Object.values(args)[0]);
          throw errno('EOPNOTSUPP');
        },
      });
      return [name, call];
    }),
  ),
);
