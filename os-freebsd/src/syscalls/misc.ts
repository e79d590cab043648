import {
  defineSyscall,
  errno,
  flags,
  makePipe,
  OpenFlag,
  openMaster,
  ptr,
  type SyscallDefinition,
  size,
  word,
} from '@anyuser/core';

/** pipe() gives its descriptors in two registers. */
export const pipe = defineSyscall({ name: 'freebsd10_pipe', args: {}, run: (t) => makePipe(t, 0) });

const MASTER_FLAGS = OpenFlag.O_RDWR | OpenFlag.O_NOCTTY | OpenFlag.O_CLOEXEC;

export const posix_openpt = defineSyscall({
  name: 'posix_openpt',
  args: { flags: flags('open') },
  run(t, { flags: how }) {
    if ((how & ~MASTER_FLAGS) !== 0) throw errno('EINVAL');
    return t.files.add(openMaster(t, how & ~OpenFlag.O_CLOEXEC), {
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

/** Calls that only the superuser of a jail's host may make. */
export const refused = (name: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { arg: word },
    run() {
      throw errno('EPERM');
    },
  });
