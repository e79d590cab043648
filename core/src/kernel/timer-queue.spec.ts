import { TimerQueue } from './timer-queue';

/** A clock that moves when told. */
class TestClock {
  time = 0n;
  private readonly waiting = new Map<() => void, number>();
  realtime = (): bigint => this.time;
  monotonic = (): bigint => this.time;
  milliseconds = (): number => Number(this.time) / 1e6;
  yield = async (): Promise<void> => {};
  after(milliseconds: number, callback: () => void): () => void {
    this.waiting.set(callback, Number(this.time) + milliseconds * 1e6);
    return () => void this.waiting.delete(callback);
  }
  advance(milliseconds: number): void {
    this.time += BigInt(milliseconds * 1e6);
    for (const [callback, due] of [...this.waiting])
      if (due <= Number(this.time)) {
        this.waiting.delete(callback);
        callback();
      }
  }
  get armed(): number {
    return this.waiting.size;
  }
}

describe('TimerQueue', () => {
  it('calls back in the order of deadlines, over one host timer', () => {
    const clock = new TestClock();
    const queue = new TimerQueue(clock);
    const seen: number[] = [];
    const order = [5, 3, 9, 1, 7, 3, 8, 2];
    for (const ms of order) queue.at(BigInt(ms) * 1_000_000n, () => seen.push(ms));
    expect(clock.armed).toBe(1);
    expect(queue.next).toBe(1_000_000n);
    clock.advance(4);
    expect(seen).toEqual([1, 2, 3, 3]);
    clock.advance(10);
    expect(seen).toEqual([1, 2, 3, 3, 5, 7, 8, 9]);
    expect(clock.armed).toBe(0);
  });

  it('forgets what is cancelled, wherever it lies in the heap', () => {
    const clock = new TestClock();
    const queue = new TimerQueue(clock);
    const seen: number[] = [];
    const cancels = [6, 2, 8, 4, 1, 3, 7, 5].map(
      (ms) => [ms, queue.at(BigInt(ms) * 1_000_000n, () => seen.push(ms))] as const,
    );
    for (const [ms, cancel] of cancels) if (ms % 2 === 1) cancel();
    for (const [ms, cancel] of cancels) if (ms % 2 === 1) cancel();
    clock.advance(10);
    expect(seen).toEqual([2, 4, 6, 8]);
  });
});
