import * as core from '@anyuser/core';
import { type DirentHead, defineSyscall, errno, fd, flags, OpenFlag, ptr, size } from '@anyuser/core';

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
const head: DirentHead = {
  size: 24,
  fill({ mem }, at, { length, type, name, next }) {
    mem.setU64(at + 8, BigInt(next));
    mem.setU16(at + 16, length);
    mem.setU8(at + 18, type);
    mem.setU16(at + 20, name);
  },
};

/** getdirentries(fd, buf, count, basep). */
export const getdirentries = defineSyscall({
  name: 'getdirentries',
  args: { fd, buf: ptr, count: size, basep: ptr },
  run(t, { fd: number, buf, count, basep }) {
    const { bytes, start } = core.readEntries(t, number, buf, count, head);
    if (basep !== 0) t.mem.setU64(basep, BigInt(start));
    return bytes;
  },
});
