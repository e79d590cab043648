import {
  buffer,
  defineSyscall,
  errno,
  flags,
  int,
  makePipe,
  ptr,
  type SyscallDefinition,
  size,
  u64,
  word,
} from '@anyuser/core';

/** pipe() gives its descriptors in two registers. */
export const pipe = defineSyscall({ name: 'freebsd10_pipe', args: {}, run: (t) => makePipe(t, 0) });

const CPU_LEVEL_WHICH = 3;

/** cpuset_getaffinity(level, which, id, size, mask): threads take turns on one CPU. */
export const cpuset_getaffinity = defineSyscall({
  name: 'cpuset_getaffinity',
  args: { level: int, which: int, id: u64, cpusetsize: size, mask: ptr },
  run(t, { level, cpusetsize, mask }) {
    if (cpusetsize < 4) throw errno('ERANGE');
    if (level < 1 || level > CPU_LEVEL_WHICH) throw errno('EINVAL');
    t.mem.zero(mask, cpusetsize);
    t.mem.setU32(mask, 1);
  },
});

export const getrandom = defineSyscall({
  name: 'getrandom',
  args: { buf: buffer('out', 'buflen'), buflen: size, flags: flags('getrandom', { strict: true }) },
  run(t, { buf, buflen }) {
    t.kernel.random(t.mem.writable(buf, Math.min(buflen, 65536)));
    return Math.min(buflen, 65536);
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
