import * as core from '@anyuser/core';
import { type DirentHead, getdentsCall, type SyscallDefinition } from '@anyuser/core';

/** struct dirent since NetBSD 3: fileno 8, reclen 2, namlen 2, type 1, name. */
const head: DirentHead = { size: 13, length: [8, 2], name: [10, 2], type: [12, 1] };

/** __getdents30(fd, buf, count). */
export const __getdents30 = getdentsCall('__getdents30', head);

/** dup3 of NetBSD 11: over itself it changes the flags alone, as dup2 does (sys/kern/sys_descrip.c). */
export const __dup3100: SyscallDefinition = {
  ...core.dup3,
  name: '__dup3100',
  run(t, args) {
    const { from, to } = args as unknown as { readonly from: number; readonly to: number };
    if (from !== to) return core.dup3.run(t, args);
    t.files.get(from);
    return to;
  },
};
