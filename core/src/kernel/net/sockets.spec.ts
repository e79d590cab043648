import { OpenFlag, PollEvent } from '../../abi/flags';
import { testThread } from '../../testing/test-thread';
import { EventFd } from '../eventfd';
import { drop } from '../file-reference';
import { InetDatagram } from './inet-datagram';
import { InetStream } from './inet-stream';
import type { Socket } from './socket';
import { UnixDatagram } from './unix-datagram';
import { UnixStream, unixPair } from './unix-stream';

const { thread, signals } = testThread();
const { kernel } = thread;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const receive = (socket: Socket, size = 100): string | undefined => {
  const buffer = new Uint8Array(size);
  const got = socket.receive(buffer, {}, thread);
  return got && new TextDecoder().decode(buffer.subarray(0, got.length));
};
const unix = (path: string) => ({ family: 'AF_UNIX', path }) as const;
const inet = (port: number, address = '127.0.0.1') => ({ family: 'AF_INET', address, port }) as const;

describe('stream sockets of the Unix domain', () => {
  it('connect through a file and carry bytes both ways', async () => {
    const server = new UnixStream(OpenFlag.O_RDWR, kernel, 'SOCK_STREAM');
    server.bind(unix('/s'), thread);
    const early = new UnixStream(OpenFlag.O_RDWR, kernel, 'SOCK_STREAM');
    expect(() => early.connect(unix('/s'), thread)).toThrow('ECONNREFUSED');
    await server.listen(5, thread);
    expect(server.poll()).toBe(0);
    const client = new UnixStream(OpenFlag.O_RDWR, kernel, 'SOCK_STREAM');
    client.connect(unix('/s'), thread);
    expect(server.poll() & PollEvent.POLLIN).not.toBe(0);
    client.send(bytes('early'), {}, thread);
    const accepted = server.accept(thread)!;
    expect(server.accept(thread)).toBeUndefined();
    expect(receive(accepted)).toBe('early');
    accepted.send(bytes('answer'), {}, thread);
    expect(receive(client, 3)).toBe('ans');
    expect(receive(client)).toBe('wer');
    expect(receive(client)).toBeUndefined();
    expect(client.peerAddress).toEqual(unix('/s'));
    expect(client.peerCredentials.pid).toBe(100);
    accepted.shutdown({ read: false, write: true });
    expect(receive(client)).toBe('');
    client.release();
    expect(() => accepted.sendOrSignal(bytes('x'), {}, thread)).toThrow('EPIPE');
    expect(signals).toEqual(['SIGPIPE']);
    // The file stays, but nobody listens behind it.
    server.release();
    expect(() => early.connect(unix('/s'), thread)).toThrow('ECONNREFUSED');
    expect(() => early.bind(unix('/s'), thread)).toThrow('EADDRINUSE');
  });

  it('have abstract names, which end with the socket', () => {
    const a = new UnixStream(OpenFlag.O_RDWR, kernel, 'SOCK_STREAM');
    const b = new UnixStream(OpenFlag.O_RDWR, kernel, 'SOCK_STREAM');
    a.bind(unix('\0name'), thread);
    expect(() => b.bind(unix('\0name'), thread)).toThrow('EADDRINUSE');
    a.release();
    b.bind(unix('\0name'), thread);
  });

  it('carry open files, which live until the last holder is gone', () => {
    const [a, b] = unixPair(thread, 'SOCK_STREAM');
    let released = false;
    const file = new EventFd(OpenFlag.O_RDWR, 3n, false);
    file.release = () => {
      released = true;
    };
    a.send(bytes('plain'), {}, thread);
    a.send(bytes('with'), { control: { files: [file] } }, thread);
    expect(receive(b)).toBe('plain');
    const got = b.receive(new Uint8Array(100), {}, thread)!;
    expect(got.length).toBe(4);
    expect(got.control?.files).toEqual([file]);
    expect(released).toBe(false);
    drop(file);
    expect(released).toBe(true);
  });

  it('keep records apart as SOCK_SEQPACKET', () => {
    const [a, b] = unixPair(thread, 'SOCK_SEQPACKET');
    a.send(bytes('one record'), {}, thread);
    a.send(bytes('two'), {}, thread);
    expect(b.receive(new Uint8Array(3), {}, thread)).toMatchObject({ length: 3, full: 10, record: true });
    expect(receive(b)).toBe('two');
  });

  it('hold back a sender until there is room', () => {
    const [a, b] = unixPair(thread, 'SOCK_STREAM');
    let sent = 0;
    for (;;) {
      const n = a.send(new Uint8Array(50_000), {}, thread);
      if (n === undefined) break;
      sent += n;
    }
    expect(sent).toBeGreaterThanOrEqual(200_000);
    expect(a.poll() & PollEvent.POLLOUT).toBe(0);
    let woken = false;
    a.readiness.add(() => {
      woken = true;
    });
    expect(b.receive(new Uint8Array(100_000), {}, thread)?.length).toBe(100_000);
    expect(woken).toBe(true);
    expect(a.poll() & PollEvent.POLLOUT).not.toBe(0);
  });
});

describe('datagrams of the Unix domain', () => {
  it('keep boundaries, name their sender and cut what does not fit', () => {
    const server = new UnixDatagram(OpenFlag.O_RDWR, kernel);
    const client = new UnixDatagram(OpenFlag.O_RDWR, kernel);
    server.bind(unix('/d'), thread);
    client.bind(unix(''), thread);
    client.send(bytes('first'), { to: unix('/d') }, thread);
    client.send(bytes(''), { to: unix('/d') }, thread);
    const got = server.receive(new Uint8Array(2), {}, thread)!;
    expect(got).toMatchObject({ length: 2, full: 5 });
    expect(got.from).toEqual(client.localAddress);
    expect(receive(server)).toBe('');
    expect(() => client.send(bytes('x'), {}, thread)).toThrow('ENOTCONN');
  });
});

describe('Internet sockets without a host', () => {
  it('connect over the loopback', async () => {
    const server = new InetStream(OpenFlag.O_RDWR, kernel, 'AF_INET');
    await server.bind(inet(0, '0.0.0.0'), thread);
    await server.listen(5, thread);
    const { port } = server.localAddress as { port: number };
    expect(port).toBeGreaterThan(0);
    const taken = new InetStream(OpenFlag.O_RDWR, kernel, 'AF_INET');
    expect(() => taken.bind(inet(port), thread)).toThrow('EADDRINUSE');
    const client = new InetStream(OpenFlag.O_RDWR, kernel, 'AF_INET');
    await client.connect(inet(port), thread);
    const accepted = server.accept(thread)!;
    expect(accepted.peerAddress).toEqual(client.localAddress);
    expect(client.peerAddress).toEqual(inet(port));
    client.send(bytes('hello'), {}, thread);
    expect(receive(accepted)).toBe('hello');
    server.release();
    expect(() => taken.connect(inet(port), thread)).toThrow('ECONNREFUSED');
    expect(() => taken.connect(inet(80, '192.0.2.1'), thread)).toThrow('ENETUNREACH');
  });

  it('reach an IPv6 listener through a mapped address', async () => {
    const server = new InetStream(OpenFlag.O_RDWR, kernel, 'AF_INET6');
    await server.bind({ family: 'AF_INET6', address: '::', port: 0 }, thread);
    await server.listen(5, thread);
    const { port } = server.localAddress as { port: number };
    const client = new InetStream(OpenFlag.O_RDWR, kernel, 'AF_INET');
    await client.connect(inet(port), thread);
    expect(server.accept(thread)!.peerAddress).toMatchObject({ address: '::ffff:127.0.0.1' });
  });

  it('send datagrams, and take only the peer’s once connected', async () => {
    const a = new InetDatagram(OpenFlag.O_RDWR, kernel, 'AF_INET');
    const b = new InetDatagram(OpenFlag.O_RDWR, kernel, 'AF_INET');
    const c = new InetDatagram(OpenFlag.O_RDWR, kernel, 'AF_INET');
    for (const socket of [a, b, c]) await socket.bind(inet(0), thread);
    const port = (socket: InetDatagram): number => (socket.localAddress as { port: number }).port;
    await a.connect(inet(port(b)), thread);
    c.send(bytes('stranger'), { to: inet(port(a)) }, thread);
    b.send(bytes('peer'), { to: inet(port(a)) }, thread);
    expect(receive(a)).toBe('peer');
    expect(receive(a)).toBeUndefined();
    a.send(bytes('back'), {}, thread);
    expect(b.receive(new Uint8Array(9), {}, thread)?.from).toEqual(inet(port(a)));
  });
});
