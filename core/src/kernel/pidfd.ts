import { PollEvent } from '../abi/flags';
import { ANONYMOUS_MODE, objectInode, objectStat } from './kernel-object';
import { OpenFileBase } from './open-file-base';
import type { Process } from './process';
import type { Stat } from './vfs/stat';
import type { WaitQueue } from './wait-queue';

/** A file that stands for a process: readable once it has ended. */
export class PidFile extends OpenFileBase {
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
}
