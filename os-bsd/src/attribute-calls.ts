import {
  defineSyscall,
  errno,
  fd,
  int,
  locate,
  path,
  ptr,
  type SyscallDefinition,
  size,
  type Thread,
  text,
} from '@anyuser/core';

/** What each operation of extattr_*(namespace, name, …) takes behind the file. */
const OPERATIONS = {
  extattr_set: { attrnamespace: int, attrname: text, data: ptr, nbytes: size },
  extattr_get: { attrnamespace: int, attrname: text, data: ptr, nbytes: size },
  extattr_delete: { attrnamespace: int, attrname: text },
  extattr_list: { attrnamespace: int, data: ptr, nbytes: size },
} as const;

/** The file systems here keep no attributes: the file is looked for, then the call refused (sys/kern/vfs_extattr.c). */
const refusal = (name: string, file: 'path' | 'link' | 'fd', rest: SyscallDefinition['args']) =>
  defineSyscall({
    name,
    args: { ...(file === 'fd' ? { fd } : { path }), ...rest } as SyscallDefinition['args'],
    run(t: Thread, args) {
      const given = args as { readonly path?: string; readonly fd?: number };
      if (given.path === undefined) t.files.get(given.fd!);
      else locate(t, 'AT_FDCWD', given.path, file === 'path');
      throw errno('EOPNOTSUPP');
    },
  });

export const ATTRIBUTE_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = Object.fromEntries(
  Object.entries(OPERATIONS).flatMap(([operation, rest]) => {
    const names = [`${operation}_file`, `${operation}_link`, `${operation}_fd`] as const;
    return [
      [names[0], refusal(names[0], 'path', rest)],
      [names[1], refusal(names[1], 'link', rest)],
      [names[2], refusal(names[2], 'fd', rest)],
    ];
  }),
);
