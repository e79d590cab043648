import {
  errno,
  OpenFileBase,
  OpenFlag,
  objectInode,
  objectStat,
  PollEvent,
  type Process,
  reap,
  reaperOf,
  reparent,
  S_IFREG,
  type Stat,
  type Thread,
} from '@anyuser/core';
import { endStatus, type FileWithEvents, type KqueueFilter, NOTE } from '@anyuser/os-bsd';

const watched = new WeakMap<object, Process>();

/** EVFILT_PROCDESC: the end of the process that a descriptor stands for. */
const ending: KqueueFilter = {
  attach(t, knote, owner) {
    const { process } = processFile(t, knote.event.ident);
    watched.set(knote, process);
    knote.detach = process.ended.add(() => owner.activate(knote));
  },
  report(knote) {
    const process = watched.get(knote);
    const fflags = (knote.event.fflags & NOTE.EXIT) >>> 0;
    if (process?.status === undefined || fflags === 0) return undefined;
    return { fflags, data: endStatus(process), eof: true, last: true };
  },
};

const S_IRWXU = 0o700;

/**
 * A file that stands for a child of pdfork (sys/kern/sys_procdesc.c): its last close takes an ended process out of the table,
 * and kills one that runs, which then is the reaper's child.
 */
export class ProcessFile extends OpenFileBase implements FileWithEvents {
  private readonly ino = objectInode();
  private child: Process | undefined;
  readonly eventFilter = ending;

  /** @param daemon - the process outlives the file (PD_DAEMON). */
  constructor(private readonly daemon: boolean) {
    super(OpenFlag.O_RDWR, 'procdesc');
  }

  /** Says which process it is. */
  attach(child: Process): void {
    this.child = child;
    child.hidden = true;
    child.exitSignal = undefined;
    child.ended.add(() => void this.readiness.wake());
  }
  /** The process, while it is in the table. @throws KernelError ESRCH */
  get process(): Process {
    const { child } = this;
    if (child === undefined || !child.kernel.processes.has(child.pid)) throw errno('ESRCH');
    return child;
  }
  get pid(): number {
    return this.child?.pid ?? 0;
  }

  override read(): number {
    throw errno('EOPNOTSUPP');
  }
  override write(): number {
    throw errno('EOPNOTSUPP');
  }
  override poll(): number {
    return this.child?.status === undefined ? 0 : PollEvent.POLLHUP;
  }
  override stat(): Stat {
    const { child } = this;
    const runs = child !== undefined && child.status === undefined;
    return objectStat(this.ino, runs ? S_IFREG | S_IRWXU : S_IFREG);
  }
  override release(): void {
    const { child } = this;
    if (child === undefined || !child.kernel.processes.has(child.pid)) return;
    if (child.status !== undefined) {
      reap(child);
      return;
    }
    child.hidden = false;
    reparent(child, reaperOf(child));
    if (!this.daemon) child.signal({ signal: 'SIGKILL', code: 'SI_KERNEL' });
  }
}

/** The file of a descriptor. @throws KernelError EBADF */
export function processFile({ files }: Thread, fd: number): ProcessFile {
  const file = files.get(fd);
  if (!(file instanceof ProcessFile)) throw errno('EBADF');
  return file;
}
