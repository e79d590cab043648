import { errno, Interrupted } from './errno';
import { Later } from './later';
import type { Thread, WaitOptions } from './thread';
import type { WaitQueue } from './wait-queue';

/**
 * One sleep of a thread. What it waits for is checked when the scheduler comes to it (Scheduler.lookAgain), never inside the call
 * that wakes it.
 */
export class Sleep<T> {
  readonly result = new Later<T | undefined>();
  /** What takes it out of its queue, and out of others and the timers. */
  private leaveQueue: (() => void) | undefined;
  private leaveOthers: (() => void)[] | undefined;
  private checking = false;

  constructor(
    private readonly thread: Thread,
    private readonly queues: WaitQueue | readonly WaitQueue[],
    private readonly ready: () => T | undefined,
    private readonly options: WaitOptions,
  ) {
    this.look(options.tried === true);
  }

  /** Checks again, soon. */
  readonly wake = (): void => {
    if (this.checking || this.over) return;
    this.checking = true;
    this.thread.kernel.scheduler.woken(this);
  };

  /** Ends it with EINTR, if signals may end it. */
  cancel(): boolean {
    if (this.over || this.options.interruptible === false) return false;
    this.withdraw();
    return this.fail(errno('EINTR'));
  }

  /** Whether the call that sleeps goes on in microtasks. */
  get asynchronous(): boolean {
    return this.thread.asynchronous;
  }
  /** Whether it has ended. */
  get over(): boolean {
    return !this.result.pending;
  }
  /** Whether only another guest thread can end it. */
  get dependent(): boolean {
    const { queues } = this;
    return (
      !this.over &&
      !this.checking &&
      this.options.deadline === undefined &&
      !('add' in queues ? queues.external : queues.some(isExternal))
    );
  }

  /** Ends the sleep if it is time. Returns whether it has ended. */
  check(): boolean {
    this.checking = false;
    return this.look(false);
  }

  /** @param tried - what it waits for has just been found missing. */
  private look(tried: boolean): boolean {
    if (this.over) return true;
    this.withdraw();
    const { thread, options } = this;
    if (thread.dead) return this.fail(new Interrupted());
    let value: T | undefined;
    if (!tried) {
      try {
        value = this.ready();
      } catch (error) {
        return this.fail(error);
      }
    }
    const { deadline } = options;
    const late = deadline !== undefined && thread.kernel.now('monotonic') >= deadline;
    if (value !== undefined) return this.end(value);
    if (options.interruptible !== false && thread.interrupted) return this.fail(new Interrupted());
    if (late) return this.end(undefined);
    this.enter();
    return false;
  }

  private enter(): void {
    const { queues, wake } = this;
    const { deadline } = this.options;
    if ('add' in queues) this.leaveQueue = queues.add(wake);
    else this.leaveOthers = queues.map((queue) => queue.add(wake));
    if (deadline === undefined) return;
    this.leaveOthers ??= [];
    this.leaveOthers.push(this.thread.kernel.timers.at(deadline, wake));
  }

  private withdraw(): void {
    this.leaveQueue?.();
    this.leaveQueue = undefined;
    if (this.leaveOthers === undefined) return;
    for (const leave of this.leaveOthers) leave();
    this.leaveOthers = undefined;
  }

  private end(value: T | undefined): true {
    this.thread.sleepEnded(this);
    this.result.resolve(value);
    return true;
  }
  private fail(error: unknown): true {
    this.thread.sleepEnded(this);
    this.result.reject(error);
    return true;
  }
}

const isExternal = ({ external }: WaitQueue): boolean => external;
