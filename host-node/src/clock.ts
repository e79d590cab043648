import type { HostClock } from '@anyuser/core';

/** The difference between the calendar and Node's monotonic clock, taken anew every second: Node's own calendar has only milliseconds. */
let offset = 0n;
let offsetUntil = -1n;
/** The last calendar time that was given. */
let last = 0n;

const MILLISECOND = 1_000_000n;
const SECOND = 1_000_000_000n;
/** How long reading both clocks may take; a thread that was interrupted in between reads them again, so often at most. */
const MOST_BETWEEN = 20_000n;
const TRIES = 5;

function measureOffset(): void {
  for (let left = TRIES; left > 0; left--) {
    const before = process.hrtime.bigint();
    const calendar = BigInt(Date.now()) * MILLISECOND;
    // performance.timeOrigin + now() carries microseconds where Date.now() does not.
    const fine = BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
    const after = process.hrtime.bigint();
    const gap = fine - calendar;
    // The former does not follow when somebody sets the clock.
    const time = gap > -5n * MILLISECOND && gap < 5n * MILLISECOND ? fine : calendar;
    offset = time - (before + after) / 2n;
    offsetUntil = after + SECOND;
    if (after - before < MOST_BETWEEN) return;
  }
}

/** Time of the machine. */
export const nodeClock: HostClock = {
  realtime() {
    const now = process.hrtime.bigint();
    const drift = now + offset - BigInt(Date.now()) * MILLISECOND;
    if (now > offsetUntil || drift < -MILLISECOND || drift > 2n * MILLISECOND) measureOffset();
    const time = now + offset;
    // A corrected offset must not show as time that runs backwards; a clock that was set may.
    last = time <= last && last - time < SECOND ? last + 1n : time;
    return last;
  },
  monotonic: () => process.hrtime.bigint(),
  // `performance` would load Node's observers of all kinds.
  milliseconds() {
    const [seconds, nanoseconds] = process.hrtime();
    return seconds * 1e3 + nanoseconds / 1e6;
  },
  after(milliseconds, callback) {
    const timer = setTimeout(callback, Math.min(milliseconds, 0x7fffffff));
    return () => clearTimeout(timer);
  },
  yield: () => new Promise((resolve) => setImmediate(resolve)),
};
