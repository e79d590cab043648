import type { AddressSpace } from '../memory/address-space';
import { Futexes, type FutexKey } from './futex';
import type { Thread } from './thread';
import type { WaitQueue } from './wait-queue';

/** A thread that can only sleep. */
const sleeper = (): Thread =>
  ({
    wait: <T>(queue: WaitQueue, ready: () => T | undefined): Promise<T | undefined> =>
      new Promise((resolve) => {
        const look = (): void => {
          const value = ready();
          if (value === undefined) queue.add(look);
          else resolve(value);
        };
        look();
      }),
  }) as unknown as Thread;

const space = {} as AddressSpace;
const key = (offset: number): FutexKey => ({ object: space, offset });

describe('Futexes', () => {
  it('wakes in the order of coming, only those who share a bit', async () => {
    const futexes = new Futexes();
    const woken: string[] = [];
    const wait = (name: string, bitset = -1): void => {
      void futexes.wait(sleeper(), key(8), bitset, {}).then(() => woken.push(name));
    };
    wait('a', 1);
    wait('b', 2);
    wait('c', 3);
    expect(futexes.wake(key(12), 9)).toBe(0);
    expect(futexes.wake(key(8), 1, 2)).toBe(1);
    await new Promise(setImmediate);
    expect(woken).toEqual(['b']);
    expect(futexes.wake(key(8), 9)).toBe(2);
    await new Promise(setImmediate);
    expect(woken).toEqual(['b', 'a', 'c']);
    expect(futexes.of(key(8))).toHaveLength(0);
  });

  it('moves sleepers to another key without waking them', async () => {
    const futexes = new Futexes();
    let woken = 0;
    for (let i = 0; i < 4; i++) void futexes.wait(sleeper(), key(0), -1, {}).then(() => woken++);
    expect(futexes.requeue(key(0), key(4), 1, 2)).toEqual({ woken: 1, moved: 2 });
    await new Promise(setImmediate);
    expect(woken).toBe(1);
    expect(futexes.of(key(0))).toHaveLength(1);
    expect(futexes.wake(key(4), 9)).toBe(2);
  });
});
