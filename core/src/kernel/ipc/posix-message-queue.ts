import { errno } from '../errno';
import type { Process } from '../process';
import type { Thread } from '../thread';
import { WaitQueue } from '../wait-queue';
import type { QueueSize } from './message-queue-rules';

/** A message of a POSIX queue. */
export interface PosixMessage {
  readonly priority: number;
  readonly bytes: Uint8Array;
}

/** A thread that waits: a sender with its message until that is taken over, a receiver until it is given one. */
interface Waiter {
  message: PosixMessage | undefined;
  readonly woken: WaitQueue;
}

/** Who is told of the next message, and how; `send` is absent where the place is only taken. */
export interface QueueNotice {
  readonly process: Process;
  /** The descriptor by which it was asked for. */
  readonly fd: number;
  readonly signal: number;
  send?(sender: Thread): void;
}

/** Times of the last message out and in, nanoseconds since 1970. */
interface QueueTimes {
  born: bigint;
  read: bigint;
  written: bigint;
}

/**
 * A POSIX message queue: messages by priority, of one priority in the order in which they came (ipc/mqueue.c, sys_mqueue.c,
 * uipc_mqueue.c). Who waits is served in the order of waiting, and given its message directly.
 */
export class PosixMessageQueue {
  /** How many descriptors stand for it. */
  users = 0;
  /** The name is gone. */
  unlinked = false;
  /** Of the queue itself: see MessageQueueRules. */
  flags = 0;
  notice: QueueNotice | undefined;
  readonly times: QueueTimes;
  /** Told of each message in or out, for poll and its relatives. */
  readonly changed = new WaitQueue();
  private readonly messages: PosixMessage[] = [];
  private receivers: Waiter[] = [];
  private senders: Waiter[] = [];

  constructor(
    readonly capacity: QueueSize,
    readonly owner: { readonly uid: number; readonly gid: number; readonly mode: number },
    now: bigint,
  ) {
    this.times = { born: now, read: now, written: now };
  }

  get length(): number {
    return this.messages.length;
  }
  get full(): boolean {
    return this.messages.length >= this.capacity.count;
  }
  /** Bytes of all messages. */
  get bytes(): number {
    return this.messages.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }
  /** Whether somebody waits for a message. */
  get awaited(): boolean {
    return this.receivers.length > 0;
  }

  /** Takes the first message of the highest priority; who waits for room sends then. */
  take(): PosixMessage | undefined {
    const message = this.messages.shift();
    if (message === undefined) return undefined;
    const sender = this.senders.shift();
    if (sender !== undefined) {
      this.insert(sender.message!);
      sender.message = undefined;
      sender.woken.wake();
    }
    this.changed.wake();
    return message;
  }

  /** Gives a message to who waits for one, or puts it into the queue. Returns whether it is in the queue. */
  put(message: PosixMessage): boolean {
    const receiver = this.receivers.shift();
    if (receiver === undefined) {
      this.insert(message);
      this.changed.wake();
      return true;
    }
    receiver.message = message;
    receiver.woken.wake();
    return false;
  }

  /** Waits for a message. @throws KernelError ETIMEDOUT, or EINTR where the queue was removed */
  receive(t: Thread, deadline: bigint | undefined): Promise<PosixMessage> {
    const waiter: Waiter = { message: undefined, woken: new WaitQueue() };
    this.receivers.push(waiter);
    const given = (): PosixMessage | undefined => {
      if (waiter.message === undefined && !this.receivers.includes(waiter)) throw errno('EINTR');
      return waiter.message;
    };
    return t
      .wait(waiter.woken, given, { deadline })
      .finally(() => {
        this.receivers = this.receivers.filter((each) => each !== waiter);
      })
      .then((message) => {
        if (message === undefined) throw errno('ETIMEDOUT');
        return message;
      });
  }

  /** Waits until the message is taken over. @throws KernelError ETIMEDOUT */
  send(t: Thread, message: PosixMessage, deadline: bigint | undefined): Promise<number> {
    const waiter: Waiter = { message, woken: new WaitQueue() };
    this.senders.push(waiter);
    const taken = (): true | undefined => !this.senders.includes(waiter) || undefined;
    return t
      .wait(waiter.woken, taken, { deadline })
      .finally(() => {
        this.senders = this.senders.filter((each) => each !== waiter);
      })
      .then((done) => {
        if (done === undefined) throw errno('ETIMEDOUT');
        return 0;
      });
  }

  /** Sends all away who wait: receivers with EINTR, senders as if they had sent (sys_mqueue.c, sys_mq_unlink). */
  wakeAll(): void {
    const waiters = [...this.receivers, ...this.senders];
    this.receivers = [];
    this.senders = [];
    for (const { woken } of waiters) woken.wake();
    this.changed.wake();
  }

  private insert(message: PosixMessage): void {
    const after = this.messages.findIndex(({ priority }) => priority < message.priority);
    this.messages.splice(after < 0 ? this.messages.length : after, 0, message);
  }
}
