import { timespecOf } from './stat-value';

const SECOND = 1_000_000_000n;

test('takes nanoseconds apart exactly, rounding down', () => {
  const times = [0n, 1n, -1n, SECOND, -SECOND, SECOND - 1n, 2n ** 32n, 2n ** 48n - 1n, 2n ** 63n - 1n];
  for (const time of [...times, 1_795_479_980_619_588_480n, -1_795_479_980_619_588_480n, -(2n ** 63n)]) {
    const rest = ((time % SECOND) + SECOND) % SECOND;
    expect(timespecOf(time)).toEqual({ tv_sec: Number((time - rest) / SECOND), tv_nsec: Number(rest) });
  }
});
