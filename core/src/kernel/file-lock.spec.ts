import { RecordLocks } from './file-lock';

describe('record locks', () => {
  const [a, b] = [{}, {}];

  it('shut out other owners where they overlap', () => {
    const locks = new RecordLocks();
    expect(locks.set(a, 'exclusive', 10, 20, 1)).toBe(true);
    expect(locks.set(a, 'shared', 15, 30, 1)).toBe(true);
    expect(locks.set(b, 'shared', 15, 16, 2)).toBe(true);
    expect(locks.set(b, 'shared', 14, 15, 2)).toBe(false);
    expect(locks.set(b, 'exclusive', 29, 40, 2)).toBe(false);
    expect(locks.conflict(b, 'exclusive', 0, Infinity)).toMatchObject({
      start: 10,
      end: 15,
      kind: 'exclusive',
    });
  });

  it('are split by unlocking in the middle', () => {
    const locks = new RecordLocks();
    locks.set(a, 'exclusive', 0, Infinity, 1);
    locks.set(a, 'none', 10, 20, 1);
    expect(locks.set(b, 'exclusive', 10, 20, 2)).toBe(true);
    expect(locks.set(b, 'exclusive', 9, 10, 2)).toBe(false);
    expect(locks.set(b, 'exclusive', 20, 21, 2)).toBe(false);
    locks.release(a);
    expect(locks.set(b, 'exclusive', 0, Infinity, 2)).toBe(true);
  });

  it('know a deadlock before it happens', () => {
    const locks = new RecordLocks();
    locks.set(a, 'exclusive', 0, 1, 1);
    locks.set(b, 'exclusive', 1, 2, 2);
    expect(locks.deadlocks(a, 'exclusive', 1, 2)).toBe(false);
    locks.waits(a, 'exclusive', 1, 2);
    expect(locks.deadlocks(b, 'exclusive', 0, 1)).toBe(true);
  });
});
