import * as core from '@anyuser/core';
import { type DirentHead, defineSyscall, errno, flags, OpenFlag, ptr, size } from '@anyuser/core';

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
    const path = new TextEncoder().encode(t.process.fs.cwd.path);
    if (buflen < 2) throw errno('EINVAL');
    if (path.length + 1 > buflen) throw errno('ERANGE');
    t.mem.write(buf, path);
    t.mem.setU8(buf + path.length, 0);
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
