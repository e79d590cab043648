import { TermiosLocal } from '../../abi/termios-flags';
import type { Signal } from '../../signal/signal';
import type { Kernel } from '../kernel';
import type { Process } from '../process';
import { WaitQueue } from '../wait-queue';
import { LineDiscipline } from './line-discipline';
import { SANE, type Termios } from './termios';

/** Rows, columns and pixels of a terminal's window. */
export interface WindowSize {
  readonly rows: number;
  readonly columns: number;
  readonly xpixel: number;
  readonly ypixel: number;
}

/** A terminal: modes, line discipline, the session that it controls and the process group that may read from it. */
export abstract class Tty {
  readonly changed = new WaitQueue();
  readonly discipline: LineDiscipline;
  protected modes: Termios = SANE;
  /** Session id; 0 while it controls none. */
  session = 0;
  /** Foreground process group; 0 for none. */
  foreground = 0;
  hungUp = false;

  constructor(
    readonly kernel: Kernel,
    /** Device number. */
    readonly rdev: number,
    /** Path of its device file. */
    readonly path: string,
  ) {
    this.discipline = new LineDiscipline({
      termios: () => this.modes,
      output: (bytes) => this.echo(bytes),
      signal: (signal) => this.signalForeground(signal),
      changed: () => void this.changed.wake(),
    });
  }

  get termios(): Termios {
    return this.modes;
  }
  /** Sets the modes; TCSAFLUSH also forgets input. */
  setTermios(termios: Termios, flush: boolean): void {
    const canonical = (this.modes.local & TermiosLocal.ICANON) !== 0;
    this.modes = termios;
    if (flush) this.discipline.flush();
    this.discipline.modeChanged(canonical);
    this.changed.wake();
  }

  abstract get size(): WindowSize;
  abstract setSize(size: WindowSize): void;
  /** Echo: must not block. */
  protected abstract echo(bytes: Uint8Array): void;
  /** undefined where it would block. */
  abstract read(buffer: Uint8Array): number | undefined;
  abstract write(bytes: Uint8Array): number | undefined;
  abstract get readable(): boolean;
  abstract get writable(): boolean;
  /** Bytes that a read would give now, as far as known. */
  abstract get available(): number;
  /** An open file on the terminal came or went. */
  opened(): void {}
  closed(): void {}
  /** Forgets input that was not read. */
  flushInput(): void {
    this.discipline.flush();
  }

  /** Sends a signal to every process of the foreground group. */
  signalForeground(signal: Signal): void {
    if (this.foreground !== 0) this.signalGroup(this.foreground, signal);
  }
  signalGroup(pgid: number, signal: Signal): void {
    for (const process of [...this.kernel.processes.values()])
      if (process.pgid === pgid) process.signal({ signal, code: 'SI_KERNEL' });
  }

  /** Makes it the controlling terminal of a process's session. */
  adopt(process: Process): void {
    if (this.session !== 0) return;
    this.session = process.sid;
    this.foreground = process.pgid;
  }
  /** A process is about to use it. */
  used(_process: Process): void {}
  /** Whether it is the process's controlling terminal. */
  controls(process: Process): boolean {
    return this.session !== 0 && this.session === process.sid;
  }

  hangUp(): void {
    this.hungUp = true;
    this.signalForeground('SIGHUP');
    this.signalForeground('SIGCONT');
    this.changed.wake();
  }
}
