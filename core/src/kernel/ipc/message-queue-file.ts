import { PollEvent } from '../../abi/flags';
import { encodeText } from '../../memory/text';
import { errno } from '../errno';
import type { Kernel } from '../kernel';
import { objectInode, objectStat } from '../kernel-object';
import { OpenFileBase } from '../open-file-base';
import type { Stat } from '../vfs/stat';
import type { WaitQueue } from '../wait-queue';
import type { MessageQueueRules } from './message-queue-rules';
import type { PosixMessageQueue } from './posix-message-queue';
import { messageQueuesOf } from './posix-message-queues';

const { POLLIN, POLLRDNORM, POLLOUT, POLLWRNORM } = PollEvent;
const inodes = new WeakMap<PosixMessageQueue, number>();

/** The inode number of a queue. */
function inodeOf(queue: PosixMessageQueue): number {
  let inode = inodes.get(queue);
  if (inode === undefined) {
    inode = objectInode();
    inodes.set(queue, inode);
  }
  return inode;
}

/** A message queue descriptor. */
export class MessageQueueFile extends OpenFileBase {
  override readonly readiness: WaitQueue;
  private position = 0;

  constructor(
    private readonly kernel: Kernel,
    readonly queue: PosixMessageQueue,
    name: string,
    flags: number,
    private readonly rules: MessageQueueRules,
  ) {
    super(flags, `/${name}`);
    this.readiness = queue.changed;
    queue.users++;
  }

  /** How the queue stands, in a line (ipc/mqueue.c, mqueue_read_file). */
  override read(buffer: Uint8Array): number {
    if (!this.rules.file.readable) throw errno('EOPNOTSUPP');
    const { bytes, notice } = this.queue;
    const row = [
      ['QSIZE', bytes, 10],
      ['NOTIFY', notice === undefined || notice.send !== undefined ? 0 : 1, 5],
      ['SIGNO', notice?.signal ?? 0, 5],
      ['NOTIFY_PID', notice?.process.pid ?? 0, 6],
    ] as const;
    const text = row.map(([name, value, width]) => `${name}:${String(value).padEnd(width)}`).join(' ');
    const rest = encodeText(`${text}\n`).subarray(this.position, this.position + buffer.length);
    buffer.set(rest);
    this.position += rest.length;
    return rest.length;
  }
  override write(): number {
    throw errno(this.rules.file.readable ? 'EINVAL' : 'EOPNOTSUPP');
  }
  override poll(): number {
    const { length, full } = this.queue;
    return (length > 0 ? POLLIN | POLLRDNORM : 0) | (full ? 0 : POLLOUT | POLLWRNORM);
  }
  override stat(): Stat {
    const { owner, times } = this.queue;
    const { type, size } = this.rules.file;
    return {
      ...objectStat(inodeOf(this.queue), type | owner.mode, times.born),
      st_uid: owner.uid,
      st_gid: owner.gid,
      st_size: size,
      st_atim: times.read,
      st_mtim: times.written,
    };
  }
  override release(): void {
    this.queue.users--;
    messageQueuesOf(this.kernel).released(this.queue);
  }
}
