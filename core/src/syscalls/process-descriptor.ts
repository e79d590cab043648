import { OpenFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { PidFile } from '../kernel/pidfd';
import type { Thread } from '../kernel/thread';
import { ProcDirectory } from '../kernel/vfs/procfs/proc-node';
import { fd, flags, int, ptr, signalOrZero, word } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { maySignal, sentBy } from './signal';

/** pidfd_open(pid, flags): a descriptor of a process, of which O_NONBLOCK is the only flag (kernel/pid.c). */
export const pidfd_open = defineSyscall({
  name: 'pidfd_open',
  args: { pid: int, flags: flags('open', { strict: true }) },
  run(thread, { pid, flags: how }) {
    if ((how & ~OpenFlag.O_NONBLOCK) !== 0 || pid <= 0) throw errno('EINVAL');
    const process = thread.kernel.processes.get(pid);
    if (process === undefined) throw errno(thread.kernel.thread(pid) === undefined ? 'ESRCH' : 'EINVAL');
    const file = new PidFile(process, OpenFlag.O_RDWR | how);
    return thread.files.add(file, { cloexec: true });
  },
});

/** The process that a descriptor stands for. @throws KernelError EBADF */
function processFile(thread: Thread, pidfd: number): PidFile {
  const file = thread.files.get(pidfd);
  if (!(file instanceof PidFile)) throw errno('EBADF');
  return file;
}

/** The process of a descriptor may also be told by its directory in /proc (kernel/signal.c, pidfd_to_pid). */
export const pidfd_send_signal = defineSyscall({
  name: 'pidfd_send_signal',
  args: { pidfd: fd, sig: signalOrZero, info: ptr, flags: word },
  run(thread, { pidfd, sig, info, flags }) {
    if (flags !== 0 || info !== 0) throw errno('EINVAL');
    const { node } = thread.files.get(pidfd);
    const process =
      (node instanceof ProcDirectory ? node.process : undefined) ?? processFile(thread, pidfd).process;
    if (process.status !== undefined && !thread.kernel.processes.has(process.pid)) throw errno('ESRCH');
    if (!maySignal(thread, process, sig)) throw errno('EPERM');
    if (sig !== undefined) process.signal(sentBy(thread, sig, 'SI_USER'));
  },
});

/** pidfd_getfd(pidfd, fd, flags): another process's open file, for the superuser and for processes of the same user. */
export const pidfd_getfd = defineSyscall({
  name: 'pidfd_getfd',
  args: { pidfd: fd, targetfd: fd, flags: word },
  run(thread, { pidfd, targetfd, flags }) {
    if (flags !== 0) throw errno('EINVAL');
    const { process } = processFile(thread, pidfd);
    if (process.status !== undefined) throw errno('ESRCH');
    const { euid } = thread.process.credentials;
    if (euid !== 0 && euid !== process.credentials.uid) throw errno('EPERM');
    return thread.files.add(process.files.get(targetfd), { cloexec: true });
  },
});
