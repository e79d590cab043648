import { TermiosLocal, TermiosOutput } from '../../abi/termios-flags';
import type { HostStream } from '../../host/host';
import type { Kernel } from '../kernel';
import type { Process } from '../process';
import { isSane, SANE, type Termios } from './termios';
import { Tty, type WindowSize } from './tty';

/** Modes that the kernel must act on even while no program reads. */
const ATTENTIVE = TermiosLocal.ISIG | TermiosLocal.ECHO | TermiosLocal.ICANON;

/** Output modes that change nothing of how line ends are translated. */
const UNUSUAL = TermiosOutput.ONOCR | TermiosOutput.ONLRET;

/**
 * The real terminal that the emulator was started on. In its usual modes the terminal itself edits lines, echoes and
 * sends signals (the host passes them on); once a guest sets other modes it is switched to raw, and the kernel's own line
 * discipline does what the guest asked for.
 */
export class HostTty extends Tty {
  private raw = false;
  /** The terminal itself turns line feeds into new lines. */
  private processing = true;
  private pending: Uint8Array | undefined;
  private readonly chunk = new Uint8Array(256);

  /** @param input - where keys come from. @param output - where text goes; the same terminal. */
  constructor(
    kernel: Kernel,
    rdev: number,
    path: string,
    private readonly input: HostStream,
    private readonly output: HostStream,
  ) {
    super(kernel, rdev, path);
    const wake = this.changed.fromHost();
    const ready = (): void => {
      if (this.raw && this.modes.local & ATTENTIVE) this.pump();
      wake();
    };
    input.onReady = ready;
    if (output !== input) output.onReady = ready;
  }

  override setTermios(termios: Termios, flush: boolean): void {
    super.setTermios(termios, flush);
    const raw = !isSane(termios);
    if (raw !== this.raw) {
      this.raw = raw;
      this.input.terminal?.setRaw(raw);
    }
    const processing = (termios.output & ~UNUSUAL) === SANE.output;
    if (processing !== this.processing && this.input.terminal?.setOutputProcessing !== undefined) {
      this.processing = processing;
      this.input.terminal.setOutputProcessing(processing);
    }
    if (raw && termios.local & ATTENTIVE) this.pump();
  }
  /** Gives the terminal back as it was. */
  restore(): void {
    if (!this.processing) this.input.terminal?.setOutputProcessing?.(true);
    if (this.raw) this.input.terminal?.setRaw(false);
    this.processing = true;
    this.raw = false;
  }

  /** Nobody logs in on the emulator's own terminal: it controls the session of whoever uses it first. */
  override used(process: Process): void {
    this.adopt(process);
  }

  get size(): WindowSize {
    const { rows, columns } = (this.input.terminal ?? this.output.terminal)!.size();
    return { rows, columns, xpixel: 0, ypixel: 0 };
  }
  /** The real window has the size that it has. */
  setSize(): void {}

  /** Takes what was typed into the line discipline; asks to be told of more. */
  private pump(limit = this.chunk.length): void {
    for (;;) {
      const n = this.input.read(this.chunk.subarray(0, limit));
      if (n === undefined) return;
      if (n === 0) {
        this.hungUp = true;
        return;
      }
      this.discipline.input(this.chunk.subarray(0, n));
      if (!(this.modes.local & ATTENTIVE)) return;
    }
  }

  read(buffer: Uint8Array): number | undefined {
    if (!this.raw && this.discipline.available === 0) return this.input.read(buffer);
    if (!this.discipline.readable && !this.hungUp)
      this.pump(
        this.modes.local & ATTENTIVE ? this.chunk.length : Math.min(buffer.length, this.chunk.length),
      );
    if (this.hungUp && !this.discipline.readable) return 0;
    return this.discipline.read(buffer);
  }
  get readable(): boolean {
    if (!this.raw) return this.discipline.available > 0 || this.input.readable;
    if (!this.discipline.readable && !this.hungUp) this.pump(1);
    return this.discipline.readable || this.hungUp;
  }
  get available(): number {
    return this.discipline.available || (this.readable ? Math.max(1, this.discipline.available) : 0);
  }

  write(bytes: Uint8Array): number | undefined {
    if (this.discipline.stopped) return undefined;
    if (!this.flushPending()) return undefined;
    if (this.processing) return this.output.write(bytes);
    const processed = this.discipline.process(bytes);
    if (processed === bytes) return this.output.write(bytes);
    const n = this.output.write(processed);
    if (n === undefined) return undefined;
    // Translation has changed the count: what the terminal did not take yet waits here, and the write is done.
    if (n < processed.length) this.pending = processed.slice(n);
    return bytes.length;
  }
  private flushPending(): boolean {
    while (this.pending !== undefined) {
      const n = this.output.write(this.pending);
      if (n === undefined) return false;
      this.pending = n < this.pending.length ? this.pending.slice(n) : undefined;
    }
    return true;
  }
  get writable(): boolean {
    return !this.discipline.stopped && this.output.writable;
  }
  protected echo(bytes: Uint8Array): void {
    // The discipline has processed it already; what the terminal does as well must not be done twice.
    this.output.write(
      this.processing ? bytes.filter((byte, i) => byte !== 13 || bytes[i + 1] !== 10) : bytes,
    );
  }
}
