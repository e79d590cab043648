/** Something to sleep on. Sleepers are woken in the order in which they came; what they wait for they check themselves. */
export class WaitQueue {
  private readonly sleepers = new Set<() => void>();
  /** Whether the host may wake it. Sleepers of other queues depend on guests alone. */
  external = false;

  /** Calls `wake` at the next wake-up, once. Returns a function that takes it back. */
  add(wake: () => void): () => void {
    this.sleepers.add(wake);
    return () => void this.sleepers.delete(wake);
  }
  /** Wakes the first `count` sleepers, not those that come meanwhile; returns how many there were. */
  wake(count = Number.POSITIVE_INFINITY): number {
    const most = Math.min(count, this.sleepers.size);
    let woken = 0;
    for (const sleeper of this.sleepers) {
      if (woken >= most) break;
      this.sleepers.delete(sleeper);
      woken++;
      sleeper();
    }
    return woken;
  }
  /** What wakes all sleepers, for an object of the host to call. */
  fromHost(): () => void {
    this.external = true;
    return () => void this.wake();
  }
  get size(): number {
    return this.sleepers.size;
  }
}
