import { errno } from '../errno';
import type { Kernel } from '../kernel';
import type { Process } from '../process';
import type { MessageQueueRules, QueueSize } from './message-queue-rules';
import { PosixMessageQueue } from './posix-message-queue';

/** Bytes that count towards RLIMIT_MSGQUEUE: the room for all messages, used or not (ipc/mqueue.c, mqueue_get_inode). */
const weightOf = ({ count, size }: QueueSize, overhead: number): number => count * (size + overhead);

/** The POSIX message queues of a machine: those with a name, and those that only descriptors stand for. */
export class PosixMessageQueues {
  private readonly named = new Map<string, PosixMessageQueue>();
  private readonly all = new Set<PosixMessageQueue>();

  find(name: string): PosixMessageQueue | undefined {
    return this.named.get(name);
  }

  /** Makes a queue. @throws KernelError EMFILE beyond the user's limit, the system's error beyond the machine's */
  create(
    process: Process,
    name: string,
    size: QueueSize,
    mode: number,
    rules: MessageQueueRules,
  ): PosixMessageQueue {
    const { credentials, limits, kernel } = process;
    const { queues, overhead } = rules;
    if (queues !== undefined && this.named.size >= queues.most && credentials.euid !== 0)
      throw errno(queues.refusal);
    const uid = credentials.fsuid;
    if (overhead !== undefined) {
      let weight = weightOf(size, overhead);
      for (const { owner, capacity } of this.all)
        if (owner.uid === uid) weight += weightOf(capacity, overhead);
      if (weight > (limits.get('RLIMIT_MSGQUEUE')?.soft ?? Number.POSITIVE_INFINITY)) throw errno('EMFILE');
    }
    const queue = new PosixMessageQueue(size, { uid, gid: credentials.fsgid, mode }, kernel.now('realtime'));
    this.named.set(name, queue);
    this.all.add(queue);
    return queue;
  }

  /** Takes the name away; the queue lasts as long as its descriptors. */
  unlink(name: string, queue: PosixMessageQueue): void {
    this.named.delete(name);
    queue.unlinked = true;
    this.released(queue);
  }

  /** A descriptor less, or the name. */
  released(queue: PosixMessageQueue): void {
    if (queue.unlinked && queue.users === 0) this.all.delete(queue);
  }
}

const machines = new WeakMap<Kernel, PosixMessageQueues>();

/** The queues of a kernel. */
export function messageQueuesOf(kernel: Kernel): PosixMessageQueues {
  let queues = machines.get(kernel);
  if (queues === undefined) {
    queues = new PosixMessageQueues();
    machines.set(kernel, queues);
  }
  return queues;
}
