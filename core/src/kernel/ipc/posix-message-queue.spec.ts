import { encodeText } from '../../memory/text';
import { PosixMessageQueue } from './posix-message-queue';

const queueOf = (count: number): PosixMessageQueue =>
  new PosixMessageQueue({ count, size: 16 }, { uid: 1, gid: 1, mode: 0o600 }, 0n);

describe('PosixMessageQueue', () => {
  it('gives the highest priority first, and of one priority what came first', () => {
    const queue = queueOf(4);
    for (const [text, priority] of [
      ['low', 1],
      ['a', 5],
      ['top', 9],
      ['b', 5],
    ] as const)
      expect(queue.put({ priority, bytes: encodeText(text) })).toBe(true);
    expect([queue.full, queue.length, queue.bytes]).toEqual([true, 4, 8]);
    const taken = Array.from({ length: 4 }, () => queue.take()!);
    expect(taken.map(({ priority, bytes }) => [priority, String.fromCharCode(...bytes)])).toEqual([
      [9, 'top'],
      [5, 'a'],
      [5, 'b'],
      [1, 'low'],
    ]);
    expect(queue.take()).toBeUndefined();
  });

  it('tells of each message in and out', () => {
    const queue = queueOf(1);
    let told = 0;
    const listen = (): void => void queue.changed.add(() => told++);
    listen();
    queue.put({ priority: 0, bytes: encodeText('x') });
    listen();
    queue.take();
    expect(told).toBe(2);
  });
});
