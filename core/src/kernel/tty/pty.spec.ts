import { testThread } from '../../testing/test-thread';
import type { Process } from '../process';
import type { Node } from '../vfs/node';
import { Pty, PtyMaster } from './pty';
import { TtyFile } from './tty-file';

const { thread } = testThread();
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);

describe('pseudo-terminals', () => {
  const make = () => {
    const pty = new Pty(thread.kernel, 0);
    let gone = false;
    const node = { stat: () => ({}) } as unknown as Node;
    const master = new PtyMaster(0, pty, node, () => {
      gone = true;
    });
    const slave = new TtyFile(0, pty, () => pty as never);
    const read = (file: PtyMaster | TtyFile): string | undefined => {
      const buffer = new Uint8Array(100);
      const n = (file as TtyFile).read(buffer, thread);
      return n === undefined ? undefined : text(buffer.subarray(0, n));
    };
    return { pty, master, slave, read, gone: () => gone };
  };

  it('carry lines one way and processed output the other', () => {
    const { master, slave, read } = make();
    master.write(bytes('typed'));
    expect(read(slave)).toBeUndefined();
    master.write(bytes('\r'));
    expect(read(slave)).toBe('typed\n');
    expect(read(master)).toBe('typed\r\n');
    slave.write(bytes('a\nb'), thread);
    expect(read(master)).toBe('a\r\nb');
  });

  it('end for the master when the last slave is closed', () => {
    const { master, slave } = make();
    slave.write(bytes('last'), thread);
    slave.release();
    expect(master.read(new Uint8Array(9))).toBe(4);
    expect(() => master.read(new Uint8Array(9))).toThrow('EIO');
  });

  it('hang up on their own session only', () => {
    const { pty, master, slave, read, gone } = make();
    const sent: string[] = [];
    const process = {
      pid: 5,
      pgid: 5,
      sid: 5,
      signal: ({ signal }: { readonly signal: string }) => sent.push(signal),
    } as unknown as Process;
    (thread.kernel.processes as Map<number, Process>).set(5, process);
    const { master: other } = make();
    read(slave);
    other.release();
    expect(sent).toEqual([]);
    pty.adopt(process);
    master.release();
    expect(sent).toEqual(['SIGHUP', 'SIGCONT']);
    expect(gone()).toBe(true);
    expect(read(slave)).toBe('');
    expect(() => slave.write(bytes('x'), thread)).toThrow('EIO');
  });
});
