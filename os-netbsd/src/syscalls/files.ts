import * as core from '@anyuser/core';
import {
  type DirentHead,
  defineSyscall,
  encodeText,
  errno,
  getdentsCall,
  makePipe,
  ptr,
  type SyscallDefinition,
  size,
} from '@anyuser/core';

/** struct dirent since NetBSD 3: fileno 8, reclen 2, namlen 2, type 1, name. */
const head: DirentHead = { size: 13, length: [8, 2], name: [10, 2], type: [12, 1] };

/** __getdents30(fd, buf, count). */
export const __getdents30 = getdentsCall('__getdents30', head);

/** __getcwd returns the length with the NUL (vfs_getcwd.c). */
export const __getcwd = defineSyscall({
  name: '__getcwd',
  args: { bufp: ptr, length: size },
  run(t, { bufp, length }) {
    const path = encodeText(t.process.fs.cwd.path);
    if (path.length + 1 > length) throw errno('ERANGE');
    t.mem.write(bufp, path);
    t.mem.setU8(bufp + path.length, 0);
    return path.length + 1;
  },
});

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

/** dev_t has 64 bits, of which devices use the lower half. */
const device = { dev: core.off };
export const __mknod50 = core.variant(core.mknod, { name: '__mknod50', args: device });
export const mknodat: SyscallDefinition = {
  ...core.mknodat,
  args: { dirfd: core.atfd, path: core.path, mode: core.fileMode, PAD: core.word, ...device },
};

/** pipe() gives its descriptors in two registers. */
export const pipe = defineSyscall({ name: 'pipe', args: {}, run: (t) => makePipe(t, 0) });
