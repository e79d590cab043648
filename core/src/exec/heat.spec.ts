import { Heat } from './heat';

const MANY = 60_000;

test('entries add up over runs', () => {
  const first = new Heat();
  first.add(0x8000_0000, 1, MANY);
  first.add(0x1000, 0, 20);
  first.add(0x1000, 1, 3);
  const second = new Heat();
  expect(second.load(first.save()!)).toBe(true);
  expect(second.of(0x8000_0000, 1)).toBe(MANY);
  expect(second.of(0x1000, 0)).toBe(20);
  // Too few to be kept.
  expect(second.of(0x1000, 1)).toBe(0);
  expect(second.of(0x1004, 0)).toBe(0);
  expect(second.ofThisRun(0x1000, 0)).toBe(0);
  second.add(0x1000, 0, MANY);
  expect(second.of(0x1000, 0)).toBe(MANY + 20);
  expect(second.ofThisRun(0x1000, 0)).toBe(MANY);
  second.cap(0x8000_0000, 1, 50);
  const third = new Heat();
  expect(third.load(second.save()!)).toBe(true);
  expect(third.runs).toBe(2);
  expect(third.of(0x8000_0000, 1)).toBe(50);
  expect(third.backlog(51)).toBe(1);
  expect(third.backlog(50)).toBe(2);
});

test('what is hardly more than before is not kept, what is damaged not taken', () => {
  const heat = new Heat();
  heat.add(0x1000, 0, 100);
  expect(heat.save()).toBeUndefined();
  heat.settled = true;
  const saved = heat.save()!;
  saved[saved.length - 8]! ^= 1;
  const next = new Heat();
  expect(next.load(saved)).toBe(false);
  expect(next.of(0x1000, 0)).toBe(0);
});
