import { errno } from '../kernel/errno';
import { forkProcess, startChild } from '../kernel/fork';
import { ProcessFile } from '../kernel/process-file';
import type { Thread } from '../kernel/thread';
import { fd, outInt, signalOrZero, word } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { maySignal, sentBy } from './signal';

/** The file of a descriptor. @throws KernelError EBADF */
export function processFile({ files }: Thread, fd: number): ProcessFile {
  const file = files.get(fd);
  if (!(file instanceof ProcessFile)) throw errno('EBADF');
  return file;
}

const [PD_DAEMON, PD_CLOEXEC] = [1, 2] as const;

/**
 * pdfork(fdp, flags): a fork whose child a descriptor stands for, which the child itself has not (FreeBSD).
 * @param File - what the descriptor is: a system may add to it.
 */
export const pdforkCall = (File: new (daemon: boolean) => ProcessFile): SyscallDefinition =>
  defineSyscall({
    name: 'pdfork',
    args: { fdp: outInt, flags: word },
    run(t, { fdp, flags: how }) {
      if ((how & ~(PD_DAEMON | PD_CLOEXEC)) !== 0) throw errno('EINVAL');
      const file = new File((how & PD_DAEMON) !== 0);
      const number = t.files.add(file, { cloexec: (how & PD_CLOEXEC) !== 0 });
      let child: ReturnType<typeof forkProcess>;
      try {
        child = forkProcess(t);
      } catch (error) {
        t.files.close(number);
        throw error;
      }
      child.files.close(number);
      file.attach(child.process);
      startChild(child);
      if (fdp.isNull) throw errno('EFAULT');
      fdp.set(number);
      return child.process.pid;
    },
  });

export const pdgetpid = defineSyscall({
  name: 'pdgetpid',
  args: { fd, pidp: outInt },
  run(t, { fd: number, pidp }) {
    const { pid } = processFile(t, number);
    if (pidp.isNull) throw errno('EFAULT');
    pidp.set(pid);
  },
});

export const pdkill = defineSyscall({
  name: 'pdkill',
  args: { fd, signum: signalOrZero },
  run(t, { fd: number, signum }) {
    const { process } = processFile(t, number);
    if (!maySignal(t, process, signum)) throw errno('EPERM');
    if (signum !== undefined) process.signal(sentBy(t, signum, 'SI_USER'));
  },
});
