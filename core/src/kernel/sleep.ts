import { errno, Interrupted } from './errno';
import type { Thread, WaitOptions } from './thread';
import type { WaitQueue } from './wait-queue';

/** One sleep of a thread. What it waits for is checked in a microtask of its own, never inside the call that wakes it. */
export class Sleep<T> {
  readonly result: Promise<T | undefined>;
  private settle!: (value: T | undefined) => void;
  private fail!: (error: unknown) => void;
  private readonly leave: (() => void)[] = [];
  private checking = false;
  private over = false;

  constructor(
    private readonly thread: Thread,
    private readonly queues: readonly WaitQueue[],
    private readonly ready: () => T | undefined,
    private readonly options: WaitOptions,
  ) {
    this.result = new Promise((resolve, reject) => {
      this.settle = resolve;
      this.fail = reject;
    });
    this.check();
  }

  /** Checks again, soon. */
  readonly wake = (): void => {
    if (this.checking || this.over) return;
    this.checking = true;
    const { scheduler } = this.thread.kernel;
    scheduler.waking++;
    queueMicrotask(() => {
      scheduler.waking--;
      this.checking = false;
      this.check();
    });
  };

  /** Ends it with EINTR, if signals may end it. */
  cancel(): boolean {
    if (this.over || this.options.interruptible === false) return false;
    this.end(() => this.fail(errno('EINTR')));
    return true;
  }

  /** Whether only another guest thread can end it. */
  get dependent(): boolean {
    return (
      !this.over && !this.checking && this.options.deadline === undefined && !this.queues.some(isExternal)
    );
  }

  private check(): void {
    if (this.over) return;
    this.withdraw();
    const { thread, options } = this;
    if (thread.dead) {
      this.end(() => this.fail(new Interrupted()));
      return;
    }
    let value: T | undefined;
    try {
      value = this.ready();
    } catch (error) {
      this.end(() => this.fail(error));
      return;
    }
    const { deadline } = options;
    const late = deadline !== undefined && thread.kernel.now('monotonic') >= deadline;
    if (value !== undefined) this.end(() => this.settle(value));
    else if (options.interruptible !== false && thread.interrupted)
      this.end(() => this.fail(new Interrupted()));
    else if (late) this.end(() => this.settle(undefined));
    else this.enter();
  }

  private enter(): void {
    const { thread, options } = this;
    const { deadline } = options;
    if (deadline !== undefined) {
      this.leave.push(thread.kernel.timers.at(deadline, this.wake));
    }
    for (const queue of this.queues) this.leave.push(queue.add(this.wake));
  }

  private withdraw(): void {
    for (const leave of this.leave) leave();
    this.leave.length = 0;
  }

  private end(settle: () => void): void {
    this.over = true;
    this.withdraw();
    settle();
  }
}

const isExternal = ({ external }: WaitQueue): boolean => external;
