import type { ReadStream, WriteStream } from 'node:tty';
import type { HostTerminal } from '@anyuser/core';

/** The terminal behind a descriptor of the host. */
export class NodeTerminal implements HostTerminal {
  private output: WriteStream | undefined;
  private input: ReadStream | undefined;
  private listener: (() => void) | undefined;

  constructor(private readonly fd: number) {}

  size(): { readonly rows: number; readonly columns: number } {
    const [columns, rows] = this.window().getWindowSize();
    return { rows, columns };
  }

  setRaw(raw: boolean): void {
    const { ReadStream: TtyReadStream } = require('node:tty') as typeof import('node:tty');
    if (this.input === undefined) {
      if (!raw) return;
      this.input = new TtyReadStream(this.fd);
      this.input.unref();
    }
    this.input.setRawMode(raw);
  }

  setOutputProcessing(on: boolean): void {
    // Node's raw mode leaves output as it is, and offers nothing else; stty is part of POSIX.
    const { spawnSync } = require('node:child_process') as typeof import('node:child_process');
    spawnSync('stty', [on ? 'opost' : '-opost'], { stdio: [this.fd, 'ignore', 'ignore'] });
  }

  get onResize(): (() => void) | undefined {
    return this.listener;
  }
  set onResize(listener: (() => void) | undefined) {
    if (this.listener !== undefined) process.off('SIGWINCH', this.listener);
    this.listener = listener;
    if (listener !== undefined) process.on('SIGWINCH', listener);
  }

  private window(): WriteStream {
    if (this.output === undefined) {
      const { WriteStream: TtyWriteStream } = require('node:tty') as typeof import('node:tty');
      this.output = new TtyWriteStream(this.fd);
      this.output.unref();
    } else {
      // Node refreshes the size on SIGWINCH only while somebody listens.
      (this.output as unknown as { _refreshSize?(): void })._refreshSize?.();
    }
    return this.output;
  }
}
