import { OpenFlag } from '../abi/flags';
import { type CharacterDevice, DeviceFile } from './device-file';
import { errno } from './errno';
import type { Kernel } from './kernel';
import type { OpenFile } from './open-file';
import type { FifoTable } from './pipe';
import { HostTty } from './tty/host-tty';
import { PTS_MAJOR, Pty, PtyMaster } from './tty/pty';
import type { Tty } from './tty/tty';
import { TtyFile } from './tty/tty-file';
import { major, makedev, minor } from './vfs/device-number';
import type { Node } from './vfs/node';
import { ReopenedNode } from './vfs/procfs/reopened-node';
import { S_IFBLK, S_IFCHR, S_IFIFO, S_IFMT, S_IFSOCK } from './vfs/stat';
import type { MemoryNode } from './vfs/tmpfs/memory-node';

/** Character devices of every Unix that the kernel has, by Linux's device numbers, with their permission bits. */
export const DEVICES = {
  null: { rdev: makedev(1, 3), mode: 0o666 },
  zero: { rdev: makedev(1, 5), mode: 0o666 },
  full: { rdev: makedev(1, 7), mode: 0o666 },
  random: { rdev: makedev(1, 8), mode: 0o666 },
  urandom: { rdev: makedev(1, 9), mode: 0o666 },
  tty: { rdev: makedev(5, 0), mode: 0o666 },
  console: { rdev: makedev(5, 1), mode: 0o600 },
  ptmx: { rdev: makedev(5, 2), mode: 0o666 },
} as const satisfies Record<string, { readonly rdev: number; readonly mode: number }>;

/** Opens what is neither file nor directory, and knows all terminals. */
export class Devices {
  private readonly simple: ReadonlyMap<number, CharacterDevice>;
  private readonly ttys = new Map<number, Tty>();
  /** The directory of pty slaves, once there is one. */
  private slaves: MemoryNode | undefined;

  constructor(
    private readonly kernel: Kernel,
    private readonly fifos: FifoTable,
  ) {
    const swallow = (buffer: Uint8Array): number => buffer.length;
    const zero = {
      read(buffer: Uint8Array): number {
        // A call into the engine costs more than a few bytes do.
        if (buffer.length > 16) buffer.fill(0);
        else for (let i = 0; i < buffer.length; i++) buffer[i] = 0;
        return buffer.length;
      },
      mappable: () => ({ key: 'zero', read: zero.read, size: Infinity }),
    };
    const random = {
      read(buffer: Uint8Array): number {
        kernel.random(buffer);
        return buffer.length;
      },
      write: swallow,
    };
    this.simple = new Map<number, CharacterDevice>([
      [DEVICES.null.rdev, { read: () => 0, write: swallow }],
      [DEVICES.zero.rdev, { ...zero, write: swallow }],
      [
        DEVICES.full.rdev,
        {
          read: zero.read,
          write() {
            throw errno('ENOSPC');
          },
        },
      ],
      [DEVICES.random.rdev, random],
      [DEVICES.urandom.rdev, random],
    ]);
  }

  /** Opens a fifo or device by what its node says. */
  readonly open = (node: Node, flags: number, path: string): OpenFile => {
    // A pipe that /proc/self/fd shows is the pipe itself, and not a fifo that would wait for its other side.
    if (node instanceof ReopenedNode) return node.open(flags);
    const type = node.type & S_IFMT;
    if (type === S_IFIFO) return this.fifos.open(node, flags, path);
    if (type === S_IFSOCK) throw errno('ENXIO');
    if (type !== S_IFCHR) {
      if (type === S_IFBLK && node.fs.hostChecksAccess) return node.open(flags);
      throw errno(type === S_IFBLK ? 'ENXIO' : 'EINVAL');
    }
    return this.openCharacter(node, flags, path);
  };

  private openCharacter(node: Node, flags: number, path: string): OpenFile {
    const rdev = node.stat().st_rdev;
    const device = this.simple.get(rdev);
    if (device !== undefined) return new DeviceFile(flags, path, node, device);
    if (rdev === DEVICES.ptmx.rdev) return this.openMaster(node, flags);
    if (rdev === DEVICES.tty.rdev) {
      const tty = this.controllingTty();
      if (tty === undefined) throw errno('ENXIO');
      return new TtyFile(flags, tty, () => node.stat(), node, path);
    }
    if (rdev === DEVICES.console.rdev) {
      const tty = [...this.ttys.values()].find((each) => each instanceof HostTty);
      if (tty === undefined) throw errno('ENXIO');
      return this.openTty(tty, node, flags, path);
    }
    const tty = this.ttys.get(rdev);
    if (tty !== undefined) return this.openTty(tty, node, flags, path);
    if (node.fs.hostChecksAccess && major(rdev) !== PTS_MAJOR) return node.open(flags);
    throw errno('ENXIO');
  }

  private openTty(tty: Tty, node: Node, flags: number, path: string): OpenFile {
    if (tty instanceof Pty && tty.locked) throw errno('EIO');
    const process = this.kernel.current?.process;
    if (process?.program.personality.openTakesTerminal && !(flags & OpenFlag.O_NOCTTY) && tty.session === 0)
      if (process.sid === process.pid && this.controllingTty() === undefined) tty.adopt(process);
    return new TtyFile(flags, tty, () => node.stat(), node, path);
  }

  private openMaster(node: Node, flags: number): OpenFile {
    let index = 0;
    while (this.ttys.has(makedev(PTS_MAJOR, index))) index++;
    const pty = new Pty(this.kernel, index);
    this.addTty(pty, 0o620);
    return new PtyMaster(flags, pty, node, () => {
      this.ttys.delete(pty.rdev);
      this.slaves?.unlink(String(index));
    });
  }

  /** The terminal that controls a process's session: of the one that asks, if none is given. */
  controllingTty(process = this.kernel.current?.process): Tty | undefined {
    if (process === undefined) return undefined;
    for (const tty of this.ttys.values()) if (tty.controls(process)) return tty;
    // Nobody has used the emulator's own terminal yet.
    for (const tty of this.ttys.values())
      if (tty instanceof HostTty && tty.session === 0 && process.parent === undefined) {
        tty.adopt(process);
        return tty;
      }
    return undefined;
  }

  /** Makes a terminal known; a pty slave gets its file in /dev/pts. */
  addTty(tty: Tty, mode: number): Node | undefined {
    this.ttys.set(tty.rdev, tty);
    if (major(tty.rdev) !== PTS_MAJOR || this.slaves === undefined) return undefined;
    const credentials = this.kernel.current?.process.credentials;
    return this.slaves.mknod(String(minor(tty.rdev)), S_IFCHR | mode, tty.rdev, {
      uid: credentials?.euid ?? this.kernel.host.user.uid,
      gid: credentials === undefined ? this.kernel.host.user.gid : 5,
    });
  }
  setSlaveDirectory(directory: MemoryNode): void {
    this.slaves = directory;
  }
  /** Gives the real terminal back as it was. */
  restoreTerminals(): void {
    for (const tty of this.ttys.values()) if (tty instanceof HostTty) tty.restore();
  }
  /** The terminal that the emulator was started on. */
  get hostTty(): HostTty | undefined {
    for (const tty of this.ttys.values()) if (tty instanceof HostTty) return tty;
    return undefined;
  }
}
