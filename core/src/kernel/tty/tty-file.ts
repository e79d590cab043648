import type { Abi } from '../../abi/abi';
import { structCodec } from '../../abi/codecs';
import { PollEvent } from '../../abi/flags';
import { TermiosLocal } from '../../abi/termios-flags';
import { errno, Interrupted } from '../errno';
import { OpenFileBase } from '../open-file-base';
import type { Thread } from '../thread';
import type { Attributes, Node } from '../vfs/node';
import type { Stat } from '../vfs/stat';
import type { WaitQueue } from '../wait-queue';
import { tellDeviceName } from './device-name';
import { readTermios, writeTermios } from './termios';
import type { Tty } from './tty';

/** How each request names the struct it takes, and whether it discards input. */
const GET: Readonly<Record<string, string>> = { TCGETS: 'termios', TCGETS2: 'termios2', TIOCGETA: 'termios' };
const SET: Readonly<Record<string, { readonly struct: string; readonly flush: boolean }>> = {
  TCSETS: { struct: 'termios', flush: false },
  TCSETSW: { struct: 'termios', flush: false },
  TCSETSF: { struct: 'termios', flush: true },
  TCSETS2: { struct: 'termios2', flush: false },
  TCSETSW2: { struct: 'termios2', flush: false },
  TCSETSF2: { struct: 'termios2', flush: true },
  TIOCSETA: { struct: 'termios', flush: false },
  TIOCSETAW: { struct: 'termios', flush: false },
  TIOCSETAF: { struct: 'termios', flush: true },
};

/** Requests that both ends of a pseudo-terminal answer for the terminal itself; undefined where it is none of these. */
export function terminalRequest(
  tty: Tty,
  request: string,
  argument: number,
  thread: Thread,
  abi: Abi,
): number | undefined {
  const get = GET[request];
  if (get !== undefined) {
    writeTermios(abi, thread, argument, tty.termios, get);
    return 0;
  }
  const set = SET[request];
  if (set === undefined) return undefined;
  tty.setTermios(readTermios(abi, thread, argument, tty.termios, set.struct), set.flush);
  return 0;
}

/** How long output may take to drain, seconds, as it is set at first (FreeBSD's sys/kern/tty.c, t_drainwait). */
const DRAIN_WAIT = 300;

/** An open terminal. */
export class TtyFile extends OpenFileBase {
  override readonly readiness: WaitQueue;

  /** @param describe - what stat says. */
  constructor(
    flags: number,
    readonly tty: Tty,
    private readonly describe: () => Stat,
    override readonly node: Node | undefined = undefined,
    path = tty.path,
  ) {
    super(flags, path);
    this.readiness = tty.changed;
    tty.opened();
  }

  override read(buffer: Uint8Array, thread: Thread): number | undefined {
    this.checkForeground(thread, 'SIGTTIN', true);
    return this.tty.read(buffer);
  }
  override write(buffer: Uint8Array, thread: Thread): number | undefined {
    this.checkForeground(thread, 'SIGTTOU', (this.tty.termios.local & TermiosLocal.TOSTOP) !== 0);
    if (this.tty.hungUp) throw errno('EIO');
    return this.tty.write(buffer);
  }
  /** How long a read without ICANON waits at most, in nanoseconds (VTIME with VMIN 0). */
  patience(): bigint | undefined {
    const { local, characters } = this.tty.termios;
    if (local & TermiosLocal.ICANON || characters.VMIN > 0 || characters.VTIME === 0) return undefined;
    return BigInt(characters.VTIME) * 100_000_000n;
  }

  /** Job control: background groups are stopped, or get EIO where they cannot be. */
  private checkForeground(thread: Thread, signal: 'SIGTTIN' | 'SIGTTOU', applies: boolean): void {
    const { process } = thread;
    const { tty } = this;
    tty.used(process);
    if (!applies || !tty.controls(process) || tty.foreground === 0 || process.pgid === tty.foreground) return;
    const ignored = thread.signalMask.has(signal) || process.action(signal).handler === 'ignore';
    if (ignored) {
      if (signal === 'SIGTTIN') throw errno('EIO');
      return;
    }
    tty.signalGroup(process.pgid, signal);
    throw new Interrupted();
  }

  override poll(): number {
    const { tty } = this;
    return (
      (tty.readable ? PollEvent.POLLIN | PollEvent.POLLRDNORM : 0) |
      (tty.writable ? PollEvent.POLLOUT | PollEvent.POLLWRNORM : 0) |
      (tty.hungUp ? PollEvent.POLLHUP : 0)
    );
  }
  override stat(): Stat {
    return this.describe();
  }
  setattr(attributes: Attributes): void {
    this.node?.setattr(attributes);
  }

  override ioctl(request: string, argument: number, thread: Thread, abi: Abi): number {
    const { tty } = this;
    const { process, mem } = thread;
    tty.used(process);
    if (SET[request] !== undefined) this.checkForeground(thread, 'SIGTTOU', true);
    const done = terminalRequest(tty, request, argument, thread, abi);
    if (done !== undefined) return done;
    switch (request) {
      case 'TIOCGWINSZ': {
        const { rows, columns, xpixel, ypixel } = tty.size;
        structCodec(abi, 'winsize').write(mem, argument, {
          ws_row: rows,
          ws_col: columns,
          ws_xpixel: xpixel,
          ws_ypixel: ypixel,
        });
        return 0;
      }
      case 'TIOCSWINSZ': {
        const size = structCodec(abi, 'winsize').read(mem, argument);
        tty.setSize({
          rows: Number(size['ws_row']),
          columns: Number(size['ws_col']),
          xpixel: Number(size['ws_xpixel']),
          ypixel: Number(size['ws_ypixel']),
        });
        return 0;
      }
      case 'TIOCGPGRP':
        if (!tty.controls(process)) throw errno('ENOTTY');
        mem.setU32(argument, tty.foreground);
        return 0;
      case 'TIOCSPGRP':
        return this.setForeground(thread, mem.i32(argument));
      case 'TIOCGSID':
        if (!tty.controls(process)) throw errno('ENOTTY');
        mem.setU32(argument, tty.session);
        return 0;
      case 'TIOCSCTTY':
        if (process.sid !== process.pid || (tty.session !== 0 && tty.session !== process.sid))
          throw errno('EPERM');
        tty.session = process.sid;
        tty.foreground = process.pgid;
        return 0;
      case 'TIOCNOTTY':
        if (!tty.controls(process)) throw errno('ENOTTY');
        if (process.sid === process.pid) {
          tty.signalForeground('SIGHUP');
          tty.session = 0;
          tty.foreground = 0;
        }
        return 0;
      case 'TIOCINQ':
      case 'FIONREAD':
        mem.setU32(argument, tty.available);
        return 0;
      case 'TIOCOUTQ':
        mem.setU32(argument, 0);
        return 0;
      case 'TIOCGETD':
        mem.setU32(argument, 0);
        return 0;
      case 'TCFLSH':
      case 'TIOCFLUSH':
        tty.flushInput();
        return 0;
      // Output is never held back, there is no line to break, and exclusive use is for the superuser of a real line.
      case 'TCSBRK':
      case 'TCSBRKP':
      case 'TIOCDRAIN':
      case 'TIOCEXCL':
      case 'TIOCNXCL':
      case 'TIOCSBRK':
      case 'TIOCCBRK':
      case 'TIOCSDTR':
      case 'TIOCCDTR':
        return 0;
      // There is one line discipline.
      case 'TIOCSETD':
        if (mem.u32(argument) !== 0) throw errno('EINVAL');
        return 0;
      case 'TIOCGDRAINWAIT':
        mem.setU32(argument, DRAIN_WAIT);
        return 0;
      case 'TIOCSDRAINWAIT':
        throw errno('EPERM');
      case 'TIOCSTOP':
      case 'TIOCSTART':
        tty.discipline.stopped = request === 'TIOCSTOP';
        tty.changed.wake();
        return 0;
      case 'TCXONC':
        tty.discipline.stopped = argument === 0;
        tty.changed.wake();
        return 0;
      case 'FIODGNAME':
        tellDeviceName(thread, abi, argument, tty.path);
        return 0;
      case 'TIOCSTI':
        tty.discipline.input(Uint8Array.of(mem.u8(argument)));
        return 0;
      default:
        throw errno('ENOTTY');
    }
  }

  private setForeground(thread: Thread, pgid: number): number {
    const { tty } = this;
    const { process } = thread;
    if (!tty.controls(process)) throw errno('ENOTTY');
    this.checkForeground(thread, 'SIGTTOU', true);
    if (pgid < 0) throw errno('EINVAL');
    const group = [...thread.kernel.processes.values()].filter((other) => other.pgid === pgid);
    if (group.length === 0) throw errno('ESRCH');
    if (!group.some((other) => other.sid === tty.session)) throw errno('EPERM');
    tty.foreground = pgid;
    return 0;
  }

  reopen(flags: number): TtyFile {
    return new TtyFile(flags, this.tty, this.describe, this.node, this.path);
  }
  override release(): void {
    this.tty.closed();
  }
}
