import * as core from '@anyuser/core';
import { type DirentHead, defineSyscall, errno, flags, int, OpenFlag, path, ptr, size } from '@anyuser/core';

/** pipe() gives its descriptors in two registers. */
export const pipe = defineSyscall({ name: 'freebsd10_pipe', args: {}, run: (t) => core.makePipe(t, 0) });

const MASTER_FLAGS = OpenFlag.O_RDWR | OpenFlag.O_NOCTTY | OpenFlag.O_CLOEXEC;

export const posix_openpt = defineSyscall({
  name: 'posix_openpt',
  args: { flags: flags('open') },
  run(t, { flags: how }) {
    if ((how & ~MASTER_FLAGS) !== 0) throw errno('EINVAL');
    return t.files.add(core.openMaster(t, how & ~OpenFlag.O_CLOEXEC), {
      cloexec: (how & OpenFlag.O_CLOEXEC) !== 0,
    });
  },
});

/** __getcwd fills the buffer and fails with ERANGE where it is too small (vfs_cache.c). */
export const __getcwd = defineSyscall({
  name: '__getcwd',
  args: { buf: ptr, buflen: size },
  run(t, { buf, buflen }) {
    const cwd = new TextEncoder().encode(t.process.fs.cwd.path);
    if (buflen < 2) throw errno('EINVAL');
    if (cwd.length + 1 > buflen) throw errno('ERANGE');
    t.mem.write(buf, cwd);
    t.mem.setU8(buf + cwd.length, 0);
  },
});

/** sigreturn(ucontext): a context that cannot be read is an error, and the thread goes on as it was (sys/arm/arm/machdep.c). */
export const sigreturn = defineSyscall({
  name: 'sigreturn',
  args: { sigcntxp: ptr },
  run(t, { sigcntxp }) {
    t.abi.signalFrame.pop(t, t.cpu, 'sigreturn', sigcntxp);
    t.keepRegisters();
  },
});

/** struct dirent since FreeBSD 12: fileno 8, off 8, reclen 2, type 1, pad 1, namlen 2, pad 2, name. */
const head: DirentHead = { size: 24, next: [8, 8], length: [16, 2], type: [18, 1], name: [20, 2] };

export const getdirentries = core.getdirentriesCall('getdirentries', head, 8);

/** Before FreeBSD 12: fileno 4, reclen 2, type 1, namlen 1, name. */
const head11: DirentHead = { size: 8, align: 4, ino: [0, 4], length: [4, 2], type: [6, 1], name: [7, 1] };
export const freebsd11_getdents = core.getdentsCall('freebsd11_getdents', head11);
export const freebsd11_getdirentries = core.getdirentriesCall('freebsd11_getdirentries', head11, 4);

/** closefrom, for which libc has asked close_range since FreeBSD 13 (sys/kern/kern_descrip.c). */
export const freebsd12_closefrom = defineSyscall({
  name: 'freebsd12_closefrom',
  args: { lowfd: int },
  run: (t, { lowfd }) => core.close_range.run(t, { first: Math.max(lowfd, 0), last: 0xffff_ffff, flags: 0 }),
});
export const eaccess = defineSyscall({
  name: 'eaccess',
  args: { path, mode: flags('access', { strict: true }) },
  run: (t, args) => core.faccessat.run(t, { ...args, dirfd: 'AT_FDCWD', flags: core.AtFlag.AT_EACCESS }),
});
