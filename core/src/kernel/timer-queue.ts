import type { HostClock } from '../host/host';

interface Entry {
  readonly deadline: bigint;
  readonly callback: () => void;
  index: number;
}

/** Deadlines on the monotonic clock, over one timer of the host. */
export class TimerQueue {
  /** A binary heap by deadline. */
  private readonly heap: Entry[] = [];
  private armed: { readonly deadline: bigint; readonly cancel: () => void } | undefined;

  constructor(private readonly clock: HostClock) {}

  /** Calls back once at or after a time; returns a function that cancels it. */
  at(deadline: bigint, callback: () => void): () => void {
    const entry: Entry = { deadline, callback, index: this.heap.length };
    this.heap.push(entry);
    this.up(entry.index);
    this.arm();
    return () => this.remove(entry);
  }

  /** The earliest deadline. */
  get next(): bigint | undefined {
    return this.heap[0]?.deadline;
  }

  /** Runs the callbacks that are due. */
  run(now = this.clock.monotonic()): void {
    for (let first = this.heap[0]; first !== undefined && first.deadline <= now; first = this.heap[0]) {
      this.remove(first);
      first.callback();
    }
  }

  /** Takes the host's timer back. */
  dispose(): void {
    this.heap.length = 0;
    this.arm();
  }

  private arm(): void {
    const { next } = this;
    if (this.armed !== undefined) {
      // A timer that is too early only runs for nothing.
      if (next !== undefined && this.armed.deadline <= next) return;
      this.armed.cancel();
      this.armed = undefined;
    }
    if (next === undefined) return;
    const wait = Number(next - this.clock.monotonic()) / 1e6;
    const cancel = this.clock.after(Math.min(Math.max(0, Math.ceil(wait)), 2 ** 31 - 1), () => {
      this.armed = undefined;
      this.run();
      this.arm();
    });
    this.armed = { deadline: next, cancel };
  }

  private remove(entry: Entry): void {
    const { index } = entry;
    if (this.heap[index] !== entry) return;
    const last = this.heap.pop()!;
    if (last === entry) return;
    this.heap[index] = last;
    last.index = index;
    this.up(index);
    this.down(last.index);
  }

  private up(from: number): void {
    const { heap } = this;
    const entry = heap[from]!;
    let at = from;
    while (at > 0) {
      const parent = heap[(at - 1) >> 1]!;
      if (parent.deadline <= entry.deadline) break;
      heap[at] = parent;
      parent.index = at;
      at = (at - 1) >> 1;
    }
    heap[at] = entry;
    entry.index = at;
  }

  private down(from: number): void {
    const { heap } = this;
    const entry = heap[from]!;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.deadline < heap[child]!.deadline) child++;
      if (heap[child]!.deadline >= entry.deadline) break;
      heap[at] = heap[child]!;
      heap[at]!.index = at;
      at = child;
    }
    heap[at] = entry;
    entry.index = at;
  }
}
