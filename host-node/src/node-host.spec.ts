import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostListener, HostSocket } from '@anyuser/core';
import { nodeHost } from './node-host';

const host = nodeHost();
const directory = mkdtempSync(join(tmpdir(), 'anyuser-host-'));
const at = (name: string): string => join(directory, name);
afterAll(() => rmSync(directory, { recursive: true }));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('files', () => {
  const { files } = host;

  it('are created, written at positions and at the end, and read', () => {
    const how = { read: true, write: true, create: true, exclusive: true, mode: 0o640 };
    const file = files.open(at('f'), how);
    expect(() => files.open(at('f'), how)).toThrow('EEXIST');
    expect(file.write(bytes('0123456789'), 0)).toBe(10);
    expect(file.write(bytes('ab'), 4)).toBe(2);
    expect(file.write(bytes('!'), 'append')).toBe(1);
    const buffer = new Uint8Array(20);
    expect(file.read(buffer, 3)).toBe(8);
    expect(new TextDecoder().decode(buffer.subarray(0, 8))).toBe('3ab6789!');
    expect(file.read(buffer, 99)).toBe(0);
    expect(file.stat()).toMatchObject({ type: 'file', size: 11, mode: 0o640 });
    file.truncate(2);
    file.close();
    expect(readFileSync(at('f'), 'utf8')).toBe('01');
  });

  it('have exactly the mode asked for, and leave the process its own mask', () => {
    const mask = process.umask(0o027);
    try {
      const made = at('mode');
      files.open(made, { read: false, write: true, create: true, mode: 0o666 }).close();
      files.mkdir(`${made}.d`, 0o777);
      expect([files.lstat(made).mode & 0o777, files.lstat(`${made}.d`).mode & 0o777]).toEqual([0o666, 0o777]);
      expect(nodeHost().umask).toBe(0o027);
      expect(process.umask(mask)).toBe(0o027);
    } finally {
      process.umask(mask);
    }
  });

  it('fail with the host’s reason', () => {
    expect(() => files.lstat(at('absent'))).toThrow('ENOENT');
    expect(files.tryLstat!(at('absent'))).toBeUndefined();
    expect(() => files.lstat(at('f/below'))).toThrow('ENOTDIR');
    expect(() => files.rmdir(at('f'))).toThrow('ENOTDIR');
    expect(() => files.mkdir(directory, 0o755)).toThrow('EEXIST');
  });

  it('have names of any bytes', () => {
    const name = 'latin\udce9'; // The byte e9, which is no UTF-8.
    files.open(at(name), { read: false, write: true, create: true }).close();
    expect(files.readdir(directory).map((entry) => entry.name)).toContain(name);
    files.unlink(at(name));
  });

  it('are not followed through a link at the end', () => {
    symlinkSync('f', at('link'));
    expect(files.lstat(at('link')).type).toBe('symlink');
    expect(files.readlink(at('link'))).toBe('f');
    expect(() => files.open(at('link'), { read: true, write: false, nofollow: true })).toThrow('ELOOP');
  });

  it('keep times to the nanosecond for whoever asks here', () => {
    files.lutimes(at('f'), 1_000_000_000_123_456_789n, 1_234_567_890_987_654_321n);
    expect(files.lstat(at('f'))).toMatchObject({
      atime: 1_000_000_000_123_456_789n,
      mtime: 1_234_567_890_987_654_321n,
    });
    writeFileSync(at('f'), 'changed');
    expect(files.lstat(at('f')).mtime).not.toBe(1_234_567_890_987_654_321n);
  });
});

/** Runs a script with `host` in a process of its own, as the host's process; the shell text says what is around it. */
function inShell(script: string, around: (node: string) => string) {
  const built = join(__dirname, '../dist/index.js');
  const file = at('script.js');
  writeFileSync(file, `const host = require(${JSON.stringify(built)}).nodeHost();\n${script}`);
  return spawnSync('sh', ['-c', around(`"${process.execPath}" "${file}"`)], {
    encoding: 'utf8',
    timeout: 30_000,
  });
}
/** Reads from standard input until something comes, then calls `then(text)`. */
const READ = `
function read(size, then) {
  const buffer = new Uint8Array(size);
  const n = host.stdio[0].read(buffer);
  if (n === undefined) host.stdio[0].onReady = () => read(size, then);
  else then(Buffer.from(buffer.subarray(0, n)).toString());
}`;

describe('standard streams', () => {
  it('take no more from a pipe than was asked for', () => {
    const { stdout } = inShell(
      `${READ} read(2, (text) => { process.stdout.write('<' + text + '>'); });`,
      (node) => `printf 'a\\nb\\nc\\n' | ( ${node}; cat )`,
    );
    expect(stdout).toBe('<a\n>b\nc\n');
  });

  it('wait for what comes later', () => {
    const { stdout } = inShell(
      `${READ} read(9, (text) => { process.stdout.write('<' + text + '>'); });`,
      (node) => `( sleep 1; echo late ) | ${node}`,
    );
    expect(stdout).toBe('<late\n>');
  });

  it('do not hold up the end of the process', () => {
    const started = Date.now();
    const { status } = inShell(
      `${READ} read(9, () => {}); setTimeout(() => process.exit(7), 50);`,
      (node) =>
        `( sleep 15 & echo $! > "${at('pid')}"; wait ) | ( ${node}; s=$?; kill "$(cat "${at('pid')}")"; exit $s )`,
    );
    expect(status).toBe(7);
    expect(Date.now() - started).toBeLessThan(14_000);
  });

  it('tell the end of input, of nothing and of a file', () => {
    const script = `${READ} read(9, (text) => { process.stdout.write(JSON.stringify(text)); });`;
    expect(inShell(script, (node) => `: | ${node}`).stdout).toBe('""');
    expect(inShell(script, (node) => `${node} < /dev/null`).stdout).toBe('""');
  });

  it('write everything, and say when nobody reads', () => {
    const { stdout } = inShell(
      `const text = new Uint8Array(300000).fill(120); let done = 0;
       while (done < text.length) done += host.stdio[1].write(text.subarray(done)) ?? 0;`,
      (node) => `${node} | wc -c`,
    );
    expect(stdout.trim()).toBe('300000');
    const broken = inShell(
      `try { for (;;) host.stdio[1].write(new Uint8Array(5000)); } catch (error) { process.stderr.write(error.code); }`,
      (node) => `${node} | true`,
    );
    expect(broken.stderr).toBe('EPIPE');
  });
});

describe('network', () => {
  const until = async (done: () => boolean): Promise<void> => {
    for (let i = 0; i < 500 && !done(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(done()).toBe(true);
  };
  const network = host.network!;

  it('connects, carries bytes both ways and ends each way apart', async () => {
    const listener: HostListener = network.listen({ family: 'inet', address: '127.0.0.1', port: 0 }, 5);
    await until(() => listener.bound);
    const client = network.connect(listener.local);
    await until(() => client.connected === true && listener.pending === 1);
    const server: HostSocket = listener.accept()!;
    expect(client.write(bytes('hello'))).toBe(5);
    const buffer = new Uint8Array(3);
    await until(() => server.readable);
    expect(server.read(buffer)).toBe(3);
    expect(new TextDecoder().decode(buffer)).toBe('hel');
    client.shutdownWrite();
    expect(server.read(buffer)).toBe(2);
    await until(() => server.read(buffer) === 0);
    server.write(bytes('back'));
    await until(() => client.readable);
    expect(client.read(new Uint8Array(9))).toBe(4);
    for (const end of [client, server, listener]) end.close();
  });

  it('says why a connection failed', async () => {
    const listener = network.listen({ family: 'inet', address: '127.0.0.1', port: 0 }, 5);
    await until(() => listener.bound);
    const second = network.listen(listener.local, 5);
    await until(() => second.error !== undefined);
    expect(second.error).toBe('EADDRINUSE');
    listener.close();
    const client = network.connect(listener.local);
    await until(() => client.connected === false);
    expect(client.error).toBe('ECONNREFUSED');
  });

  it('sends datagrams', async () => {
    const a = network.datagram('inet', { family: 'inet', address: '127.0.0.1', port: 0 });
    const b = network.datagram('inet', { family: 'inet', address: '127.0.0.1', port: 0 });
    await until(() => a.bound && b.bound);
    a.send(bytes('one'), b.local!);
    await until(() => b.readable);
    const got = b.receive()!;
    expect(new TextDecoder().decode(got.data)).toBe('one');
    expect(got.from).toEqual(a.local);
    a.close();
    b.close();
  });
});

test('the calendar does not run backwards', () => {
  const { clock } = nodeHost();
  let last = 0n;
  let back = 0;
  for (const end = clock.milliseconds() + 1100; clock.milliseconds() < end; ) {
    const time = clock.realtime();
    if (time <= last) back++;
    last = time;
  }
  expect(back).toBe(0);
  expect(Math.abs(Number(last / 1_000_000n) - Date.now())).toBeLessThan(1000);
});
