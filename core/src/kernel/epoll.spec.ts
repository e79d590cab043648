import { OpenFlag, PollEvent } from '../abi/flags';
import { testThread } from '../testing/test-thread';
import { EpollFile } from './epoll';
import { drop, hold } from './file-reference';
import { createPipe } from './pipe';

const { thread } = testThread();
const IN = PollEvent.POLLIN;
const interest = (change: object = {}) => ({ events: IN, edge: false, oneshot: false, data: 7n, ...change });
const byte = Uint8Array.of(1);

describe('epoll', () => {
  const make = (change: object = {}) => {
    const [reader, writer] = createPipe(() => 0n, OpenFlag.O_NONBLOCK);
    const set = new EpollFile(0);
    set.add(3, reader, interest(change));
    return { reader, writer, set };
  };

  it('tells of a level as long as it holds', () => {
    const { reader, writer, set } = make();
    expect(set.collect(9)).toBeUndefined();
    writer.write(byte, thread);
    expect(set.collect(9)).toEqual([{ events: IN, data: 7n }]);
    expect(set.collect(9)).toHaveLength(1);
    reader.read(new Uint8Array(9), thread);
    expect(set.collect(9)).toBeUndefined();
  });

  it('tells of an edge once, and again when more comes', () => {
    const { reader, writer, set } = make({ edge: true });
    writer.write(Uint8Array.of(1, 2, 3), thread);
    expect(set.collect(9)).toHaveLength(1);
    expect(set.collect(9)).toBeUndefined();
    reader.read(new Uint8Array(1), thread);
    expect(set.collect(9)).toBeUndefined();
    writer.write(byte, thread);
    expect(set.collect(9)).toHaveLength(1);
  });

  it('is silent after a oneshot until it is armed again', () => {
    const { reader, writer, set } = make({ oneshot: true });
    writer.write(byte, thread);
    expect(set.collect(9)).toHaveLength(1);
    writer.write(byte, thread);
    expect(set.collect(9)).toBeUndefined();
    set.modify(3, reader, interest());
    expect(set.collect(9)).toHaveLength(1);
  });

  it('forgets files that are closed, and is itself a file that can be watched', () => {
    const { reader, writer, set } = make();
    const outer = new EpollFile(0);
    outer.add(4, set, interest({ data: 8n }));
    hold(reader);
    let woken = 0;
    outer.readiness.add(() => woken++);
    writer.write(byte, thread);
    expect(woken).toBe(1);
    expect(outer.collect(9)).toEqual([{ events: IN, data: 8n }]);
    expect(() => set.add(5, outer, interest())).toThrow('ELOOP');
    drop(reader);
    expect(set.collect(9)).toBeUndefined();
    expect(() => set.remove(3, reader)).toThrow('ENOENT');
  });

  it('gives every ready file its turn', () => {
    const set = new EpollFile(0);
    for (let fd = 0; fd < 3; fd++) {
      const [reader, writer] = createPipe(() => 0n, 0);
      writer.write(byte, thread);
      set.add(fd, reader, interest({ data: BigInt(fd) }));
    }
    const turns = [1, 1, 1].map((most) => set.collect(most)![0]!.data);
    expect(turns.sort()).toEqual([0n, 1n, 2n]);
  });
});
