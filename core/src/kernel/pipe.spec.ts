import { OpenFlag, PollEvent } from '../abi/flags';
import { createPipe, PIPE_BUF, PIPE_CAPACITY } from './pipe';
import type { Thread } from './thread';

const signals: string[] = [];
const thread = {
  signal: ({ signal }: { signal: string }) => signals.push(signal),
  process: { pid: 1, credentials: { uid: 0 } },
} as unknown as Thread;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('pipe', () => {
  it('carries bytes in order and tells when it would block', () => {
    const [reader, writer] = createPipe(() => 0n, 0);
    const buffer = new Uint8Array(4);
    expect(reader.read(buffer, thread)).toBeUndefined();
    expect(writer.write(bytes('hello'), thread)).toBe(5);
    expect(reader.poll() & PollEvent.POLLIN).not.toBe(0);
    expect(reader.read(buffer, thread)).toBe(4);
    expect(new TextDecoder().decode(buffer)).toBe('hell');
    expect(reader.read(buffer, thread)).toBe(1);
  });

  it('writes up to PIPE_BUF bytes whole or not at all, more in part', () => {
    const [reader, writer] = createPipe(() => 0n, 0);
    expect(writer.write(new Uint8Array(PIPE_CAPACITY - 10), thread)).toBe(PIPE_CAPACITY - 10);
    expect(writer.write(new Uint8Array(11), thread)).toBeUndefined();
    expect(writer.write(new Uint8Array(PIPE_BUF + 1), thread)).toBe(10);
    expect(writer.poll() & PollEvent.POLLOUT).toBe(0);
    reader.read(new Uint8Array(PIPE_BUF), thread);
    expect(writer.poll() & PollEvent.POLLOUT).not.toBe(0);
  });

  it('ends for the reader when the last writer is gone, and breaks for the writer without readers', () => {
    const [reader, writer] = createPipe(() => 0n, OpenFlag.O_NONBLOCK);
    writer.write(bytes('x'), thread);
    writer.release();
    expect(reader.poll() & PollEvent.POLLHUP).not.toBe(0);
    expect(reader.read(new Uint8Array(9), thread)).toBe(1);
    expect(reader.read(new Uint8Array(9), thread)).toBe(0);

    const [other, into] = createPipe(() => 0n, 0);
    other.release();
    expect(() => into.write(bytes('x'), thread)).toThrow('EPIPE');
    expect(signals).toEqual(['SIGPIPE']);
    expect(into.poll() & PollEvent.POLLERR).not.toBe(0);
  });

  it('keeps its bytes in order while it grows and wraps round', () => {
    const [reader, writer] = createPipe(() => 0n, 0);
    let sent = 0;
    let received = 0;
    for (let round = 0; round < 200; round++) {
      const chunk = Uint8Array.from({ length: 700 }, () => sent++ & 0xff);
      expect(writer.write(chunk, thread)).toBe(700);
      const buffer = new Uint8Array(600 + (round % 3) * 80);
      const n = reader.read(buffer, thread)!;
      for (let i = 0; i < n; i++) expect(buffer[i]).toBe(received++ & 0xff);
    }
  });
});
