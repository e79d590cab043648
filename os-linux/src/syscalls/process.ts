import {
  AtFlag,
  argumentVector,
  atfd,
  defineSyscall,
  environmentVector,
  errno,
  exec,
  flags,
  int,
  path,
  processOf,
  ptr,
  startOf,
  type Thread,
  word,
} from '@anyuser/core';

export const execveat = defineSyscall({
  name: 'execveat',
  args: {
    dirfd: atfd,
    pathname: path,
    argv: argumentVector,
    envp: environmentVector,
    flags: flags('at', { strict: true }),
  },
  run(thread, { dirfd, pathname, argv, envp, flags: how }) {
    if (pathname === '') {
      if ((how & AtFlag.AT_EMPTY_PATH) === 0 || dirfd === 'AT_FDCWD') throw errno('ENOENT');
      exec(thread, `/dev/fd/${dirfd}`, argv, envp, { file: thread.files.get(dirfd) });
    } else exec(thread, pathname, argv, envp, startOf(thread, dirfd, pathname));
  },
});

const MOST_PIECES = 1024;

/** Copies between the caller's memory and another process's, as far as both sides allow (mm/process_vm_access.c). */
const processVm = (name: string, write: boolean) =>
  defineSyscall({
    name,
    args: { pid: int, local: ptr, liovcnt: word, remote: ptr, riovcnt: word, flags: word },
    run(thread, { pid, local, liovcnt, remote, riovcnt, flags: how }) {
      if (how !== 0 || liovcnt > MOST_PIECES || riovcnt > MOST_PIECES) throw errno('EINVAL');
      const other = processOf(thread, pid);
      const { euid } = thread.process.credentials;
      if (euid !== 0 && euid !== other.credentials.uid) throw errno('EPERM');
      const mine = pieces(thread, local, liovcnt);
      const theirs = pieces(thread, remote, riovcnt);
      const memory = other.space.view;
      let done = 0;
      while (mine.length > 0 && theirs.length > 0) {
        const here = mine[0]!;
        const there = theirs[0]!;
        const wanted = Math.min(here.length, there.length);
        const count = Math.min(
          thread.mem.accessible(here.at, wanted, write ? 'read' : 'write'),
          memory.accessible(there.at, wanted, write ? 'write' : 'read'),
        );
        if (write) memory.write(there.at, thread.mem.bytes(here.at, count));
        else thread.mem.write(here.at, memory.bytes(there.at, count));
        done += count;
        if (count < wanted) break;
        advance(mine, count);
        advance(theirs, count);
      }
      if (done === 0 && mine.length > 0 && theirs.length > 0) throw errno('EFAULT');
      return done;
    },
  });

interface Piece {
  at: number;
  length: number;
}

function pieces(thread: Thread, address: number, count: number): Piece[] {
  return Array.from({ length: count }, (_, i) => ({
    at: thread.mem.u32(address + 8 * i),
    length: thread.mem.u32(address + 8 * i + 4),
  })).filter(({ length }) => length > 0);
}

function advance(list: Piece[], count: number): void {
  const first = list[0]!;
  first.at += count;
  first.length -= count;
  if (first.length === 0) list.shift();
}

export const process_vm_readv = processVm('process_vm_readv', false);
export const process_vm_writev = processVm('process_vm_writev', true);

const CLONE_FS = 0x200;
const CLONE_FILES = 0x400;

/** Leaves off sharing; namespaces need a privilege that the guest has not. */
export const unshare = defineSyscall({
  name: 'unshare',
  args: { flags: flags('clone') },
  run(thread, { flags: what }) {
    if ((what & ~(CLONE_FS | CLONE_FILES)) !== 0) throw errno('EPERM');
    const { process } = thread;
    if ((what & CLONE_FS) !== 0) process.fs = { ...process.fs };
    if ((what & CLONE_FILES) !== 0) {
      const own = process.files.clone();
      process.files.release();
      process.files = own;
    }
  },
});
