import type { Errno } from '../errno';

/** How many messages of what size a queue takes. */
export interface QueueSize {
  readonly count: number;
  /** Bytes of a message. */
  readonly size: number;
}

/** In what a system's POSIX message queues differ. */
export interface MessageQueueRules {
  /** What names look like: without a slash, with one at the beginning alone, or as they please. */
  readonly names: 'bare' | 'rooted' | 'any';
  /** Bytes of a name, its end included. */
  readonly longestName: number;
  /** MQ_PRIO_MAX: one more than the highest priority. */
  readonly priorities: number;
  readonly defaults: QueueSize;
  readonly most: QueueSize;
  /** What the superuser may have. */
  readonly privileged?: QueueSize;
  /** How many queues the machine has, and the error for one more. */
  readonly queues?: { readonly most: number; readonly refusal: Errno };
  /** Bytes that the kernel counts for each message besides its contents, where RLIMIT_MSGQUEUE is held to. */
  readonly overhead?: number;
  /** Least bytes of a message. */
  readonly leastMessage: 0 | 1;
  readonly closeOnExec: boolean;
  /** Whose O_NONBLOCK counts: the descriptor's, or the queue's as its maker set it. */
  readonly nonblocking: 'descriptor' | 'queue';
  /** The time is looked at before it is known whether the call must wait. */
  readonly checksTimeFirst: boolean;
  /** Kinds of sigevent that send a signal, and those that only take the place of another. */
  readonly notices: readonly string[];
  readonly silent: readonly string[];
  /** Closing which of its descriptors takes the caller's notice back: any, that by which it was asked for, or none. */
  readonly forgetsNotice: 'any' | 'same' | 'none';
  /** Who asks for a notice while messages are there gets it at once, and each message brings one; else only the first into an empty queue. */
  readonly notifiesAtOnce: boolean;
  /** The notice tells who sent the message. */
  readonly tellsSender: boolean;
  /** A receiver goes on waiting after a handler with SA_RESTART. */
  readonly restartsReceive: boolean;
  /** The error for who removes another's queue. */
  readonly unlinkRefusal: Errno;
  /** Removal ends the sleep of those who wait. */
  readonly unlinkWakes: boolean;
  /** What fstat says, and whether read(2) tells how the queue stands. */
  readonly file: { readonly type: number; readonly size: number; readonly readable: boolean };
}
