import type { Kernel } from '../kernel';
import type { Process } from '../process';
import { IpcTable } from './ipc-table';
import { type MessageQueue, MOST_QUEUES } from './message-queue';
import { MOST_SETS, type SemaphoreSet } from './semaphore-set';
import { MOST_SEGMENTS, type SharedSegment } from './shared-segment';

/** The System V IPC objects of a machine. */
export class Ipc {
  readonly queues = new IpcTable<MessageQueue>(MOST_QUEUES);
  readonly semaphores = new IpcTable<SemaphoreSet>(MOST_SETS);
  readonly segments = new IpcTable<SharedSegment>(MOST_SEGMENTS);

  /** Gives back segments that were removed and that nobody has attached any more. */
  sweep(kernel: Kernel): void {
    for (const segment of this.segments.objects) {
      if (!segment.removed || segment.attachments(kernel) > 0) continue;
      this.segments.remove(segment);
      segment.release();
    }
  }
  /** A process has ended. */
  ended(process: Process): void {
    for (const set of this.semaphores.objects) set.undoFor(process);
  }
}

const machines = new WeakMap<Kernel, Ipc>();

/** The objects of a kernel, made when the first is asked for. */
export function ipcOf(kernel: Kernel): Ipc {
  let ipc = machines.get(kernel);
  if (ipc === undefined) {
    ipc = new Ipc();
    machines.set(kernel, ipc);
  }
  return ipc;
}

/** What a process's end does to them; nothing where there are none. */
export const endIpc = (kernel: Kernel, process: Process): void => machines.get(kernel)?.ended(process);
