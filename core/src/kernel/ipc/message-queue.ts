import { WaitQueue } from '../wait-queue';
import type { IpcObject, IpcPermissions } from './ipc-object';

/** Most queues (MSGMNI). */
export const MOST_QUEUES = 32_000;

export interface Message {
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** Which message is received: the first of all, of a type, of any other type, or of the lowest type up to one. */
export type MessageChoice = (queue: readonly Message[]) => Message | undefined;

/** msgtyp as msgrcv(2) has it. @param except - MSG_EXCEPT. */
export function messageChoice(type: number, except: boolean): MessageChoice {
  if (type === 0) return ([first]) => first;
  if (type > 0) return (queue) => queue.find((message) => (message.type === type) !== except);
  return (queue) =>
    queue
      .filter((message) => message.type <= -type)
      .reduce<Message | undefined>(
        (low, each) => (low === undefined || each.type < low.type ? each : low),
        undefined,
      );
}

/** A System V message queue (ipc/msg.c). Times in seconds since 1970. */
export class MessageQueue implements IpcObject {
  removed = false;
  bytes = 0;
  sent = { time: 0, pid: 0 };
  received = { time: 0, pid: 0 };
  readonly arrivals = new WaitQueue();
  readonly room = new WaitQueue();
  private readonly list: Message[] = [];

  constructor(
    readonly permissions: IpcPermissions,
    public changed: number,
    /** Most bytes of all messages. */
    public capacity: number,
  ) {}

  get length(): number {
    return this.list.length;
  }
  fits(bytes: number): boolean {
    return this.bytes + bytes <= this.capacity && this.list.length < this.capacity;
  }
  put(message: Message): void {
    this.list.push(message);
    this.bytes += message.bytes.length;
    this.arrivals.wake();
  }
  choose(choice: MessageChoice): Message | undefined {
    return choice(this.list);
  }
  take(message: Message): void {
    this.list.splice(this.list.indexOf(message), 1);
    this.bytes -= message.bytes.length;
    this.room.wake();
  }
}
