import { type TermiosCharacter, TermiosInput, TermiosLocal, TermiosOutput } from '../../abi/termios-flags';
import type { Signal } from '../../signal/signal';
import type { Termios } from './termios';

const NL = 10;
const CR = 13;
/** Unset special character (_POSIX_VDISABLE). */
const DISABLED = 0;
/** Most bytes of a line that is being typed (MAX_CANON). */
const LINE_MAX = 4096;

/** What the discipline has at its other side. */
export interface LineDisciplineHooks {
  /** The modes now. */
  termios(): Termios;
  /** Sends processed output or echo to the terminal. */
  output(bytes: Uint8Array): void;
  /** A signal character was typed. */
  signal(signal: Signal): void;
  /** Something can be read now, or output may go on. */
  changed(): void;
}

/**
 * What stands between a keyboard and a program (termios(4)): line editing, echo, signal characters, translation of line ends.
 */
export class LineDiscipline {
  /** Lines (or bytes, without ICANON) that are ready to be read. */
  private ready: number[] = [];
  /** Ends of lines within `ready`: how many bytes each still has. */
  private readonly lines: number[] = [];
  private line: number[] = [];
  private literal = false;
  private column = 0;
  stopped = false;

  constructor(private readonly hooks: LineDisciplineHooks) {}

  /** Takes bytes from the keyboard. */
  input(bytes: Uint8Array): void {
    for (const byte of bytes) this.take(byte);
    this.hooks.changed();
  }

  private take(given: number): void {
    const termios = this.hooks.termios();
    const { input, local, characters } = termios;
    let byte = input & TermiosInput.ISTRIP ? given & 0x7f : given;
    if (this.literal) {
      this.literal = false;
      this.store(byte, termios);
      return;
    }
    if (byte === CR) {
      if (input & TermiosInput.IGNCR) return;
      if (input & TermiosInput.ICRNL) byte = NL;
    } else if (byte === NL && input & TermiosInput.INLCR) byte = CR;
    const is = (name: TermiosCharacter): boolean =>
      characters[name] !== DISABLED && byte === characters[name];
    if (input & TermiosInput.IXON && this.flow(is, input)) return;
    if (local & TermiosLocal.ISIG) {
      const signal = is('VINTR') ? 'SIGINT' : is('VQUIT') ? 'SIGQUIT' : is('VSUSP') ? 'SIGTSTP' : undefined;
      if (signal !== undefined) {
        if (!(local & TermiosLocal.NOFLSH)) this.flush();
        this.echo(byte, termios);
        this.hooks.signal(signal);
        return;
      }
    }
    if (local & TermiosLocal.IEXTEN && is('VLNEXT')) {
      this.literal = true;
      return;
    }
    if (local & TermiosLocal.ICANON) this.edit(byte, is, termios);
    else this.store(byte, termios);
  }

  private flow(is: (name: TermiosCharacter) => boolean, input: number): boolean {
    if (is('VSTOP')) {
      this.stopped = true;
      return true;
    }
    if (this.stopped && (is('VSTART') || input & TermiosInput.IXANY)) {
      this.stopped = false;
      this.hooks.changed();
    }
    return is('VSTART');
  }

  private store(byte: number, termios: Termios): void {
    if (termios.local & TermiosLocal.ICANON) {
      if (this.line.length < LINE_MAX - 1) this.line.push(byte);
    } else this.ready.push(byte);
    this.echo(byte, termios);
  }

  private edit(byte: number, is: (name: TermiosCharacter) => boolean, termios: Termios): void {
    const { local } = termios;
    if (is('VERASE')) {
      this.erase(1, termios);
    } else if (is('VKILL')) {
      this.erase(this.line.length, termios);
      if (local & TermiosLocal.ECHOK && !(local & TermiosLocal.ECHOE)) this.echo(NL, termios);
    } else if (local & TermiosLocal.IEXTEN && is('VWERASE')) {
      let count = 0;
      const at = (back: number): number | undefined => this.line[this.line.length - 1 - back];
      while (at(count) === 32 || at(count) === 9) count++;
      while (at(count) !== undefined && at(count) !== 32 && at(count) !== 9) count++;
      this.erase(count, termios);
    } else if (local & TermiosLocal.IEXTEN && is('VREPRINT')) {
      this.echo(byte, termios);
      this.send([NL], termios);
      for (const typed of this.line) this.echo(typed, termios);
    } else if (is('VEOF')) {
      this.commit();
    } else if (byte === NL || is('VEOL') || (local & TermiosLocal.IEXTEN && is('VEOL2'))) {
      this.line.push(byte);
      if (local & (TermiosLocal.ECHO | TermiosLocal.ECHONL)) {
        if (byte === NL) this.send([NL], termios);
        else this.echo(byte, termios);
      }
      this.commit();
    } else this.store(byte, termios);
  }

  private commit(): void {
    for (const byte of this.line) this.ready.push(byte);
    this.lines.push(this.line.length);
    this.line = [];
  }

  private erase(count: number, termios: Termios): void {
    const utf8 = (termios.input & TermiosInput.IUTF8) !== 0;
    for (let i = 0; i < count; i++) {
      let byte = this.line.pop();
      if (byte === undefined) return;
      while (utf8 && byte !== undefined && (byte & 0xc0) === 0x80) byte = this.line.pop();
      if (!(termios.local & TermiosLocal.ECHO)) continue;
      if (!(termios.local & TermiosLocal.ECHOE)) {
        this.echo(termios.characters.VERASE, termios);
        continue;
      }
      const width =
        byte !== undefined && (byte < 32 || byte === 127) && termios.local & TermiosLocal.ECHOCTL ? 2 : 1;
      for (let w = 0; w < width; w++) this.send([8, 32, 8], termios);
    }
  }

  private echo(byte: number, termios: Termios): void {
    const { local } = termios;
    if (!(local & TermiosLocal.ECHO)) {
      if (byte === NL && local & TermiosLocal.ECHONL && local & TermiosLocal.ICANON) this.send([NL], termios);
      return;
    }
    const control = byte < 32 || byte === 127;
    if (control && local & TermiosLocal.ECHOCTL && byte !== NL && byte !== 9)
      this.send([94, byte ^ 0x40], termios);
    else this.send([byte], termios);
  }

  private send(bytes: readonly number[], termios: Termios): void {
    this.hooks.output(this.process(Uint8Array.from(bytes), termios));
  }

  /** Output processing (OPOST) of what a program writes. */
  process(bytes: Uint8Array, termios: Termios = this.hooks.termios()): Uint8Array {
    const { output } = termios;
    if (!(output & TermiosOutput.OPOST)) return bytes;
    const out: number[] = [];
    for (const byte of bytes) {
      if (byte === NL && output & TermiosOutput.ONLCR) {
        out.push(CR, NL);
        this.column = 0;
      } else if (byte === CR) {
        if (output & TermiosOutput.ONOCR && this.column === 0) continue;
        out.push(output & TermiosOutput.OCRNL ? NL : CR);
        this.column = 0;
      } else {
        out.push(byte);
        this.column = byte === NL ? (output & TermiosOutput.ONLRET ? 0 : this.column) : this.column + 1;
      }
    }
    return Uint8Array.from(out);
  }

  /** Bytes that a read would give now. */
  get available(): number {
    if (this.hooks.termios().local & TermiosLocal.ICANON) return this.lines.length > 0 ? this.lines[0]! : 0;
    return this.ready.length;
  }
  /** Whether a read would return at once: a line (an empty one is end of file) or, without ICANON, VMIN bytes. */
  get readable(): boolean {
    const { local, characters } = this.hooks.termios();
    if (local & TermiosLocal.ICANON) return this.lines.length > 0;
    return this.ready.length >= Math.max(1, characters.VTIME === 0 ? characters.VMIN : 1);
  }

  /** undefined where nothing is ready; 0 at a typed end of file. */
  read(buffer: Uint8Array): number | undefined {
    const { local, characters } = this.hooks.termios();
    if (local & TermiosLocal.ICANON) {
      const length = this.lines[0];
      if (length === undefined) return undefined;
      const n = Math.min(length, buffer.length);
      buffer.set(this.ready.splice(0, n));
      if (n === length) this.lines.shift();
      else this.lines[0] = length - n;
      return n;
    }
    this.lines.length = 0;
    if (this.ready.length < Math.min(buffer.length, characters.VMIN) || this.ready.length === 0)
      return characters.VMIN === 0 && characters.VTIME === 0 ? 0 : undefined;
    const n = Math.min(this.ready.length, buffer.length);
    buffer.set(this.ready.splice(0, n));
    return n;
  }

  /** Forgets what was typed. */
  flush(): void {
    this.ready = [];
    this.lines.length = 0;
    this.line = [];
  }

  /** The modes have changed: what was typed without ICANON is a line now, and the reverse. */
  modeChanged(canonicalBefore: boolean): void {
    const canonical = (this.hooks.termios().local & TermiosLocal.ICANON) !== 0;
    if (canonical === canonicalBefore) return;
    if (canonical) {
      if (this.ready.length > 0) this.lines.push(this.ready.length);
    } else {
      this.ready.push(...this.line);
      this.line = [];
      this.lines.length = 0;
    }
    this.hooks.changed();
  }
}
