/** One who waits in a queue, as a link of its list. */
interface Sleeper {
  readonly wake: () => void;
  before: Sleeper | undefined;
  after: Sleeper | undefined;
  waiting: boolean;
}

/** Something to sleep on. Sleepers are woken in the order in which they came; what they wait for they check themselves. */
export class WaitQueue {
  private first: Sleeper | undefined;
  private last: Sleeper | undefined;
  private count = 0;
  /** Whether the host may wake it. Sleepers of other queues depend on guests alone. */
  external = false;

  /** Calls `wake` at the next wake-up, once. Returns a function that takes it back. */
  add(wake: () => void): () => void {
    const sleeper: Sleeper = { wake, before: this.last, after: undefined, waiting: true };
    if (this.last === undefined) this.first = sleeper;
    else this.last.after = sleeper;
    this.last = sleeper;
    this.count++;
    return () => this.remove(sleeper);
  }
  /** Wakes the first `count` sleepers, not those that come meanwhile; returns how many there were. */
  wake(count = Number.POSITIVE_INFINITY): number {
    const most = Math.min(count, this.count);
    let woken = 0;
    while (woken < most && this.first !== undefined) {
      const sleeper = this.first;
      this.remove(sleeper);
      woken++;
      sleeper.wake();
    }
    return woken;
  }
  /** What wakes all sleepers, for an object of the host to call. */
  fromHost(): () => void {
    this.external = true;
    return () => void this.wake();
  }
  get size(): number {
    return this.count;
  }

  private remove(sleeper: Sleeper): void {
    if (!sleeper.waiting) return;
    sleeper.waiting = false;
    const { before, after } = sleeper;
    if (before === undefined) this.first = after;
    else before.after = after;
    if (after === undefined) this.last = before;
    else after.before = before;
    this.count--;
  }
}
