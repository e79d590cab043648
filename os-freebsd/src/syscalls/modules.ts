import { defineSyscall, errno, int, path, ptr, type SyscallDefinition, structCodec } from '@anyuser/core';

/** The one file of the kernel, the kernel itself: its number, and where it lies. */
const KERNEL = 1;
const KERNEL_FILE = { name: 'kernel', pathname: '/boot/kernel/kernel', refs: 1, id: KERNEL } as const;
/** What kldstat fills, which says by its size which version it is. */
const VERSIONS = ['kld_file_stat', 'kld_file_stat_1'] as const;

/** What a kernel without modules tells of its files (sys/kern/kern_linker.c). */
export const MODULE_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = {
  kldfind: defineSyscall({
    name: 'kldfind',
    args: { file: path },
    run(_t, { file }) {
      if (file.slice(file.lastIndexOf('/') + 1) !== KERNEL_FILE.name) throw errno('ENOENT');
      return KERNEL;
    },
  }),
  kldnext: defineSyscall({
    name: 'kldnext',
    args: { fileid: int },
    run(_t, { fileid }) {
      if (fileid !== 0 && fileid !== KERNEL) throw errno('ENOENT');
      return fileid === 0 ? KERNEL : 0;
    },
  }),
  kldfirstmod: defineSyscall({
    name: 'kldfirstmod',
    args: { fileid: int },
    run(_t, { fileid }) {
      if (fileid !== KERNEL) throw errno('ENOENT');
      return 0;
    },
  }),
  kldstat: defineSyscall({
    name: 'kldstat',
    args: { fileid: int, stat: ptr },
    run(t, { fileid, stat }) {
      const version = t.mem.i32(stat);
      const codec = VERSIONS.map((name) => structCodec(t.abi, name)).find(({ size }) => size === version);
      if (codec === undefined) throw errno('EINVAL');
      if (fileid !== KERNEL) throw errno('ENOENT');
      codec.write(t.mem, stat, { version, ...KERNEL_FILE });
    },
  }),
};
