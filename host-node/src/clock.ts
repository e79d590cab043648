import type { HostClock } from '@anyuser/core';

/** The difference between the calendar and Node's monotonic clock, taken anew every second: Node's own calendar has only milliseconds. */
let offset = 0n;
let offsetUntil = -1n;

/** Time of the machine. */
export const nodeClock: HostClock = {
  realtime() {
    const now = process.hrtime.bigint();
    const calendar = BigInt(Date.now()) * 1_000_000n;
    const drift = now + offset - calendar;
    if (now > offsetUntil || drift < -1_000_000n || drift > 2_000_000n) {
      // performance.timeOrigin + now() carries microseconds where Date.now() does not.
      const fine = BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
      const gap = fine - calendar;
      offset = (gap > -5_000_000n && gap < 5_000_000n ? fine : calendar) - now;
      offsetUntil = now + 1_000_000_000n;
    }
    return now + offset;
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
