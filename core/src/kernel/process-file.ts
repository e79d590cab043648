import { OpenFlag, PollEvent } from '../abi/flags';
import { reap, reaperOf, reparent } from './child-events';
import { errno } from './errno';
import { objectInode, objectStat } from './kernel-object';
import { OpenFileBase } from './open-file-base';
import type { Process } from './process';
import { S_IFREG, type Stat } from './vfs/stat';

const S_IRWXU = 0o700;

/**
 * A file that stands for a child of pdfork (FreeBSD's sys/kern/sys_procdesc.c): its last close takes an ended process out of the table,
 * and kills one that runs, which then is the reaper's child.
 */
export class ProcessFile extends OpenFileBase {
  private readonly ino = objectInode();
  private child: Process | undefined;

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
