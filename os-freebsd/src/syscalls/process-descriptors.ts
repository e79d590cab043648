import {
  defineSyscall,
  errno,
  fd,
  forkProcess,
  maySignal,
  outInt,
  sentBy,
  signalOrZero,
  startChild,
  word,
} from '@anyuser/core';
import { ProcessFile, processFile } from '../process-descriptor';

const [PD_DAEMON, PD_CLOEXEC] = [1, 2] as const;

/** pdfork(fdp, flags): a fork whose child a descriptor stands for, which the child itself has not. */
export const pdfork = defineSyscall({
  name: 'pdfork',
  args: { fdp: outInt, flags: word },
  run(t, { fdp, flags: how }) {
    if ((how & ~(PD_DAEMON | PD_CLOEXEC)) !== 0) throw errno('EINVAL');
    const file = new ProcessFile((how & PD_DAEMON) !== 0);
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
