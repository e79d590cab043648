import {
  defineSyscall,
  errno,
  type FileSystem,
  fd,
  int,
  locate,
  type Node,
  out,
  path,
  ptr,
  type StructValue,
  type SyscallDefinition,
  size,
  type Thread,
} from '@anyuser/core';
import { listMounts, statfsValue } from '@anyuser/os-bsd';

/** struct statvfs: what statfs has, under other names in part (sys/kern/vfs_syscalls.c, copy_statvfs_info). */
function value(t: Thread, fs: FileSystem, node: Node | undefined, struct: string): StructValue {
  const common = statfsValue(t, fs, node, struct);
  const fsid = common['f_fsid'];
  return {
    ...common,
    f_flag: common['f_flags']!,
    f_frsize: common['f_bsize']!,
    f_fsidx: fsid!,
    f_fsid: fs.dev >>> 0,
    f_owner: 0,
  };
}

/** The three calls for one layout of the struct. */
function calls(names: readonly [string, string, string], struct: string) {
  const [all, byPath, byFd] = names;
  return {
    [all]: defineSyscall({
      name: all,
      args: { buf: ptr, bufsize: size, flags: int },
      run: (t, { buf, bufsize }) =>
        listMounts(t, buf, bufsize, struct, (fs) => value(t, fs, undefined, struct)),
    }),
    [byPath]: defineSyscall({
      name: byPath,
      args: { path, buf: out(struct), flags: int },
      run(t, { path: name, buf }) {
        const { node } = locate(t, 'AT_FDCWD', name);
        buf.set(value(t, node.fs, node, struct));
      },
    }),
    [byFd]: defineSyscall({
      name: byFd,
      args: { fd, buf: out(struct), flags: int },
      run(t, { fd: number, buf }) {
        const { node } = t.files.get(number);
        // Pipes and sockets lie in no file system (sys/kern/vfs_syscalls.c, fd_getvnode).
        if (node === undefined) throw errno('EINVAL');
        buf.set(value(t, node.fs, node, struct));
      },
    }),
  };
}

export const STATVFS_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = {
  ...calls(['getvfsstat', 'statvfs1', 'fstatvfs1'], 'statvfs'),
  ...calls(['__getvfsstat90', '__statvfs190', '__fstatvfs190'], 'statvfs100'),
};
