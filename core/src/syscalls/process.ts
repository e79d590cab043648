import { AtFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { execProgram } from '../kernel/exec';
import { forkProcess, startChild, waitForMemory } from '../kernel/fork';
import type { Process } from '../kernel/process';
import type { Thread } from '../kernel/thread';
import { LoaderError } from '../loader/loader-error';
import { argumentVector, environmentVector } from '../syscall/argument-vector';
import { atfd, fd, flags, int, path } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { startOf } from './path-argument';

/** The process of a number; 0 is the caller's. @throws ESRCH */
export function processOf(t: Thread, pid: number): Process {
  const process = pid === 0 ? t.process : t.kernel.processes.get(pid);
  if (process === undefined || (process.status !== undefined && process.parent === undefined))
    throw errno('ESRCH');
  return process;
}

export const fork = defineSyscall({
  name: 'fork',
  args: {},
  run(t) {
    const child = forkProcess(t);
    startChild(child);
    return child.process.pid;
  },
});

export const vfork = defineSyscall({
  name: 'vfork',
  args: {},
  async run(t) {
    const child = forkProcess(t, { shareMemory: true });
    startChild(child);
    await waitForMemory(t, child.process);
    return child.process.pid;
  },
});

/** Ends the calling thread, and the process with its last one. */
export const exit_thread = defineSyscall({
  name: 'exit',
  args: { status: int },
  returns: 'none',
  run: (t, { status }) => t.exit(status & 0xff),
});

/** Ends the process. */
export const exit_process = defineSyscall({
  name: 'exit',
  args: { status: int },
  returns: 'none',
  run: (t, { status }) => t.process.exit({ code: status & 0xff }),
});

/** Replaces the process's program, as execve and its relatives do; no arguments become an empty one (fs/exec.c). @throws KernelError */
export function exec(
  t: Thread,
  file: string,
  argv: readonly string[],
  envp: readonly string[],
  from?: Parameters<typeof execProgram>[4],
): void {
  try {
    execProgram(t, file, argv.length === 0 ? [''] : argv, envp, from);
  } catch (error) {
    throw error instanceof LoaderError ? errno(error.errno) : error;
  }
}

export const execve = defineSyscall({
  name: 'execve',
  args: { pathname: path, argv: argumentVector, envp: environmentVector },
  run: (t, { pathname, argv, envp }) => exec(t, pathname, argv, envp),
});

/** fexecve(fd, argv, envp): the program that a descriptor has open. */
export const fexecve = defineSyscall({
  name: 'fexecve',
  args: { fd, argv: argumentVector, envp: environmentVector },
  run(t, { fd: number, argv, envp }) {
    const file = t.files.get(number);
    if (file.node === undefined) throw errno('EINVAL');
    exec(t, `/dev/fd/${number}`, argv, envp, { file });
  },
});

/** execveat(dirfd, path, argv, envp, flags): an empty path with AT_EMPTY_PATH means the descriptor's own file. */
export const execveat = defineSyscall({
  name: 'execveat',
  args: {
    dirfd: atfd,
    pathname: path,
    argv: argumentVector,
    envp: environmentVector,
    flags: flags('at', { strict: true }),
  },
  run(t, { dirfd, pathname, argv, envp, flags: how }) {
    if (pathname === '') {
      if ((how & AtFlag.AT_EMPTY_PATH) === 0 || dirfd === 'AT_FDCWD') throw errno('ENOENT');
      exec(t, `/dev/fd/${dirfd}`, argv, envp, { file: t.files.get(dirfd) });
    } else exec(t, pathname, argv, envp, startOf(t, dirfd, pathname));
  },
});

export const getpid = defineSyscall({ name: 'getpid', args: {}, run: (t) => t.process.pid });
export const gettid = defineSyscall({ name: 'gettid', args: {}, run: (t) => t.tid });
/** Number of a process's parent; the first process has the host's, and who was left behind init. */
export const parentOf = (process: Process): number =>
  process.parent?.pid ?? (process === process.kernel.root ? process.kernel.host.ppid : 1);

export const getppid = defineSyscall({
  name: 'getppid',
  args: {},
  run: ({ process }) => parentOf(process),
});

export const getpgrp = defineSyscall({ name: 'getpgrp', args: {}, run: (t) => t.process.pgid });
export const getpgid = defineSyscall({
  name: 'getpgid',
  args: { pid: int },
  run: (t, { pid }) => processOf(t, pid).pgid,
});
export const getsid = defineSyscall({
  name: 'getsid',
  args: { pid: int },
  run: (t, { pid }) => processOf(t, pid).sid,
});
export const setsid = defineSyscall({
  name: 'setsid',
  args: {},
  run({ process, kernel }) {
    if (process.pid === process.pgid || kernel.group(process.pid).length > 0) throw errno('EPERM');
    process.sid = process.pid;
    process.pgid = process.pid;
    return process.pid;
  },
});
export const setpgid = defineSyscall({
  name: 'setpgid',
  args: { pid: int, pgid: int },
  run(t, { pid, pgid }) {
    if (pgid < 0) throw errno('EINVAL');
    const process = processOf(t, pid);
    if (process !== t.process && process.parent !== t.process) throw errno('ESRCH');
    if (process.sid !== t.process.sid || process.sid === process.pid) throw errno('EPERM');
    if (process !== t.process && process.hasExeced) throw errno('EACCES');
    const group = pgid === 0 ? process.pid : pgid;
    if (group !== process.pid && !t.kernel.group(group).some(({ sid }) => sid === t.process.sid))
      throw errno('EPERM');
    process.pgid = group;
  },
});
