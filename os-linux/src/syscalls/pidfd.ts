import {
  ANONYMOUS_MODE,
  defineSyscall,
  errno,
  fd,
  int,
  maySignal,
  OpenFileBase,
  OpenFlag,
  objectInode,
  objectStat,
  PollEvent,
  type Process,
  ptr,
  type Stat,
  sentBy,
  signalOrZero,
  type WaitQueue,
  word,
} from '@anyuser/core';

/** A file that stands for a process: readable once it has ended. */
class PidFile extends OpenFileBase {
  override readonly readiness: WaitQueue;
  private readonly ino = objectInode();

  constructor(
    readonly process: Process,
    flags: number,
  ) {
    super(flags, 'anon_inode:[pidfd]');
    this.readiness = process.ended;
  }
  get processId(): number {
    return this.process.pid;
  }
  override poll(): number {
    return this.process.status === undefined ? 0 : PollEvent.POLLIN | PollEvent.POLLRDNORM;
  }
  stat(): Stat {
    return objectStat(this.ino, ANONYMOUS_MODE);
  }
  info(): string {
    return `Pid:\t${this.process.pid}\n`;
  }
  override release(): void {}
}

const PIDFD_NONBLOCK = 0x800;

export const pidfd_open = defineSyscall({
  name: 'pidfd_open',
  args: { pid: int, flags: word },
  run(thread, { pid, flags }) {
    if ((flags & ~PIDFD_NONBLOCK) !== 0 || pid <= 0) throw errno('EINVAL');
    const process = thread.kernel.processes.get(pid);
    if (process === undefined) throw errno(thread.kernel.thread(pid) === undefined ? 'ESRCH' : 'EINVAL');
    const file = new PidFile(process, OpenFlag.O_RDWR | (flags === 0 ? 0 : OpenFlag.O_NONBLOCK));
    return thread.files.add(file, { cloexec: true });
  },
});

export const pidfd_send_signal = defineSyscall({
  name: 'pidfd_send_signal',
  args: { pidfd: fd, sig: signalOrZero, info: ptr, flags: word },
  run(thread, { pidfd, sig, info, flags }) {
    if (flags !== 0 || info !== 0) throw errno('EINVAL');
    const file = thread.files.get(pidfd);
    if (!(file instanceof PidFile)) throw errno('EBADF');
    const { process } = file;
    if (process.status !== undefined && !thread.kernel.processes.has(process.pid)) throw errno('ESRCH');
    if (!maySignal(thread, process, sig)) throw errno('EPERM');
    if (sig !== undefined) process.signal(sentBy(thread, sig, 'SI_USER'));
  },
});
