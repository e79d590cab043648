import * as core from '@anyuser/core';
import {
  closeFd,
  type DirentHead,
  defineSyscall,
  encodeText,
  errno,
  fd,
  getdentsCall,
  path,
  ptr,
  type SyscallDefinition,
  size,
  type Thread,
  TtyFile,
} from '@anyuser/core';

/** struct dirent: fileno 8, off 8, reclen 2, type 1, namlen 1, padding 4, name. */
const head: DirentHead = { size: 24, next: [8, 8], length: [16, 2], type: [18, 1], name: [19, 1] };

/** getdents(fd, buf, buflen). */
export const getdents = getdentsCall('getdents', head);

function putText(t: Thread, text: string, address: number, room: number): number {
  const bytes = encodeText(text);
  if (bytes.length + 1 > room) throw errno('ERANGE');
  t.mem.write(address, bytes);
  t.mem.setU8(address + bytes.length, 0);
  return bytes.length + 1;
}

/** __getcwd returns the length with the NUL (sys/kern/vfs_getcwd.c). */
export const __getcwd = defineSyscall({
  name: '__getcwd',
  args: { buf: ptr, len: size },
  run: (t, { buf, len }) => putText(t, t.process.fs.cwd.path, buf, len),
});

const PATH_MAX = 1024;

/** __realpath(path, resolved): absolute, without links; the last component may be missing (sys/kern/vfs_syscalls.c). */
export const __realpath = defineSyscall({
  name: '__realpath',
  args: { path, resolved: ptr },
  run(t, { path: name, resolved }) {
    const { fs, credentials } = t.process;
    putText(t, t.kernel.vfs.lookup(fs, credentials, name).path, resolved, PATH_MAX);
  },
});

export const closefrom = defineSyscall({
  name: 'closefrom',
  args: { fd },
  run(t, { fd: first }) {
    const open = [...t.files.open].filter((number) => number >= first);
    if (first < 0 || open.length === 0) throw errno('EBADF');
    for (const number of open) closeFd(t, number);
  },
});

export const getdtablecount = defineSyscall({
  name: 'getdtablecount',
  args: {},
  run: (t) => [...t.files.open].length,
});

/** fcntl, with the question that isatty(3) asks: 1, or ENOTTY (sys/kern/kern_descrip.c). */
export const fcntl: SyscallDefinition = {
  ...core.fcntl,
  run(t, args) {
    const { fd: number, cmd } = args as unknown as { readonly fd: number; readonly cmd: string };
    if (cmd !== 'F_ISATTY') return core.fcntl.run(t, args);
    if (!(t.files.get(number) instanceof TtyFile)) throw errno('ENOTTY');
    return 1;
  },
};
