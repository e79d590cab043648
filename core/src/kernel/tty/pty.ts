import type { Abi } from '../../abi/abi';
import { structCodec } from '../../abi/codecs';
import { OpenFlag, PollEvent } from '../../abi/flags';
import { encodeText } from '../../memory/text';
import { ByteRing } from '../byte-ring';
import { errno } from '../errno';
import type { Kernel } from '../kernel';
import type { OpenFile } from '../open-file';
import { OpenFileBase } from '../open-file-base';
import type { Thread } from '../thread';
import { makedev } from '../vfs/device-number';
import type { Node } from '../vfs/node';
import { S_IFCHR, type Stat } from '../vfs/stat';
import { WaitQueue } from '../wait-queue';
import { tellDeviceName } from './device-name';
import { Tty, type WindowSize } from './tty';
import { terminalRequest } from './tty-file';

/** Major number of pty slaves (Documentation/admin-guide/devices.txt). */
export const PTS_MAJOR = 136;

/** The slave's terminal of a pseudo-terminal; its other side is a program. */
export class Pty extends Tty {
  /** What the slave wrote and the master has not read. */
  readonly output = new ByteRing(8192);
  private window: WindowSize = { rows: 0, columns: 0, xpixel: 0, ypixel: 0 };
  locked = true;
  /** Open slave files. */
  slaves = 0;
  slaveSeen = false;
  masterOpen = true;

  constructor(
    kernel: Kernel,
    readonly index: number,
  ) {
    super(kernel, makedev(PTS_MAJOR, index), `/dev/pts/${index}`);
  }

  get size(): WindowSize {
    return this.window;
  }
  setSize(size: WindowSize): void {
    const { rows, columns } = this.window;
    this.window = size;
    if (rows !== size.rows || columns !== size.columns) this.signalForeground('SIGWINCH');
  }
  protected echo(bytes: Uint8Array): void {
    this.output.push(bytes);
    this.changed.wake();
  }
  read(buffer: Uint8Array): number | undefined {
    const n = this.discipline.read(buffer);
    if (n === undefined && this.hungUp) return 0;
    this.changed.wake();
    return n;
  }
  get readable(): boolean {
    return this.discipline.readable || this.hungUp;
  }
  get available(): number {
    return this.discipline.available;
  }
  write(bytes: Uint8Array): number | undefined {
    if (this.discipline.stopped) return undefined;
    // A byte may become two.
    const room = Math.floor(this.output.room / 2);
    if (room === 0) return undefined;
    const part = bytes.subarray(0, room);
    this.output.push(this.discipline.process(part));
    this.changed.wake();
    return part.length;
  }
  get writable(): boolean {
    return !this.discipline.stopped && this.output.room >= 2;
  }
  override opened(): void {
    this.slaves++;
    this.slaveSeen = true;
  }
  override closed(): void {
    this.slaves--;
    this.changed.wake();
  }
}

/** The master side: what a terminal emulator or `script` holds. */
export class PtyMaster extends OpenFileBase {
  override readonly readiness: WaitQueue;

  constructor(
    flags: number,
    readonly pty: Pty,
    override readonly node: Node,
    private readonly removed: (pty: Pty) => void,
  ) {
    super(flags, '/dev/ptmx');
    this.readiness = pty.changed;
  }

  override read(buffer: Uint8Array): number | undefined {
    const { output } = this.pty;
    if (output.length > 0) {
      const n = output.shift(buffer);
      this.pty.changed.wake();
      return n;
    }
    if (this.pty.slaveSeen && this.pty.slaves === 0) throw errno('EIO');
    return undefined;
  }
  override write(buffer: Uint8Array): number {
    this.pty.discipline.input(buffer);
    return buffer.length;
  }
  override poll(): number {
    const { output, slaveSeen, slaves } = this.pty;
    return (
      PollEvent.POLLOUT |
      PollEvent.POLLWRNORM |
      (output.length > 0 ? PollEvent.POLLIN | PollEvent.POLLRDNORM : 0) |
      (slaveSeen && slaves === 0 ? PollEvent.POLLHUP : 0)
    );
  }
  override stat(): Stat {
    return { ...this.node.stat(), st_mode: S_IFCHR | 0o666, st_rdev: makedev(5, 2) };
  }

  override ioctl(request: string, argument: number, thread: Thread, abi: Abi): number {
    const { pty } = this;
    switch (request) {
      case 'TIOCGPTN':
        thread.mem.setU32(argument, pty.index);
        return 0;
      case 'TIOCSPTLCK':
        pty.locked = thread.mem.u32(argument) !== 0;
        return 0;
      case 'TIOCGPTLCK':
        thread.mem.setU32(argument, pty.locked ? 1 : 0);
        return 0;
      case 'TIOCSWINSZ': {
        const size = structCodec(abi, 'winsize').read(thread.mem, argument);
        pty.setSize({
          rows: Number(size['ws_row']),
          columns: Number(size['ws_col']),
          xpixel: Number(size['ws_xpixel']),
          ypixel: Number(size['ws_ypixel']),
        });
        return 0;
      }
      case 'TIOCGWINSZ': {
        const { rows, columns, xpixel, ypixel } = pty.size;
        structCodec(abi, 'winsize').write(thread.mem, argument, {
          ws_row: rows,
          ws_col: columns,
          ws_xpixel: xpixel,
          ws_ypixel: ypixel,
        });
        return 0;
      }
      case 'FIONREAD':
        thread.mem.setU32(argument, pty.output.length);
        return 0;
      case 'TIOCPTMASTER':
        return 0;
      case 'TIOCGRANTPT':
        pty.locked = false;
        return 0;
      case 'TIOCPTSNAME':
        tellPair(thread, abi, argument, pty, -1, -1);
        return 0;
      case 'TIOCPTMGET':
      case 'PTMGET':
        givePair(thread, abi, argument);
        return 0;
      case 'FIODGNAME':
        tellDeviceName(thread, abi, argument, pty.path);
        return 0;
      case 'TIOCGPGRP':
        thread.mem.setU32(argument, pty.foreground);
        return 0;
      default: {
        const done = terminalRequest(pty, request, argument, thread, abi);
        if (done === undefined) throw errno('ENOTTY');
        return done;
      }
    }
  }
  override release(): void {
    this.pty.masterOpen = false;
    this.pty.hangUp();
    this.removed(this.pty);
  }
}

const open = ({ process, kernel }: Thread, path: string, how: number): OpenFile =>
  kernel.vfs.open(process.fs, process.credentials, path, how, 0);

/** Opens a new pseudo-terminal whose slave may be opened at once, as the BSDs have it. */
export function openMaster(thread: Thread, how: number): PtyMaster {
  const master = open(thread, '/dev/ptmx', how);
  if (!(master instanceof PtyMaster)) throw errno('ENXIO');
  master.pty.locked = false;
  return master;
}

/** Writes both names and descriptors of a pseudo-terminal (struct ptmget). */
export function tellPair(
  { mem }: Thread,
  abi: Abi,
  address: number,
  pty: Pty,
  master: number,
  slave: number,
): void {
  structCodec(abi, 'ptmget').write(mem, address, {
    cfd: master,
    sfd: slave,
    cn: encodeText('/dev/ptmx'),
    sn: encodeText(pty.path),
  });
}

/** Opens both sides of a new pseudo-terminal (pty(4) of NetBSD, ptm(4) of OpenBSD). */
export function givePair(thread: Thread, abi: Abi, address: number): void {
  const how = OpenFlag.O_RDWR | OpenFlag.O_NOCTTY;
  const master = openMaster(thread, how);
  const slave = open(thread, master.pty.path, how);
  tellPair(thread, abi, address, master.pty, thread.files.add(master), thread.files.add(slave));
}
