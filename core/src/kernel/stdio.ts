import { OpenFlag } from '../abi/flags';
import type { HostFile, HostStream } from '../host/host';
import type { Devices } from './devices';
import type { Kernel } from './kernel';
import type { OpenFile } from './open-file';
import { RegularFile } from './regular-file';
import { StreamFile } from './stream-file';
import { HostTty } from './tty/host-tty';
import { TtyFile } from './tty/tty-file';
import { HostBytes } from './vfs/hostfs/host-bytes';
import { statOfHost } from './vfs/hostfs/host-stat';

/** Bytes of an inherited file: the descriptor stays the host's own, so the guest's close does not close it. */
class InheritedBytes extends HostBytes {
  override close(): void {}
}

/**
 * Standard input from a file. The guest reads at positions of its own, since hosts can move an offset forward (by reading) but
 * not back; at the end `leave` brings the host's offset to where the guest stopped, for whoever reads on.
 */
class InheritedInput extends RegularFile {
  private readonly start: number;

  constructor(flags: number, path: string, bytes: InheritedBytes, start: number) {
    super(flags, path, undefined, bytes);
    this.start = start;
    this.seek(start, 'SEEK_SET');
  }

  leave(): void {
    let left = this.seek(0, 'SEEK_CUR') - this.start;
    const scratch = new Uint8Array(Math.min(1 << 20, Math.max(0, left)));
    while (left > 0) {
      const n = this.bytes.read(scratch.subarray(0, Math.min(left, scratch.length)), 'current');
      if (n === 0) return;
      left -= n;
    }
  }
}

const isStream = (end: HostStream | HostFile): end is HostStream => 'readable' in end;

/**
 * The first process's descriptors 0, 1 and 2; undefined for one that the emulator was started without.
 * @param leaving - gets what is to be done when the guest has ended.
 */
export function standardFiles(
  kernel: Kernel,
  devices: Devices,
  leaving: (() => void)[],
): readonly (OpenFile | undefined)[] {
  const { stdio } = kernel.host;
  const ends = [stdio[0], stdio[1], stdio[2]] as const;
  let tty: HostTty | undefined;
  let node: ReturnType<Devices['addTty']>;
  const open = (end: HostStream | HostFile, fd: number): OpenFile | undefined => {
    const flags = fd === 0 ? 0 : OpenFlag.O_WRONLY;
    try {
      if (!isStream(end)) {
        const bytes = new InheritedBytes(end);
        const start = fd === 0 ? bytes.position() : undefined;
        if (start !== undefined) {
          const input = new InheritedInput(flags, `/proc/self/fd/${fd}`, bytes, start);
          leaving.push(() => input.leave());
          return input;
        }
        return new RegularFile(flags, `/proc/self/fd/${fd}`, undefined, bytes, true);
      }
      const stat = end.stat();
      if (end.terminal === undefined) {
        const path =
          stat.type === 'character'
            ? '/dev/null'
            : `${stat.type === 'fifo' ? 'pipe' : 'socket'}:[${stat.ino}]`;
        return new StreamFile(flags, path, end);
      }
      if (tty === undefined) {
        const output =
          isStream(ends[1]) && ends[1].terminal
            ? ends[1]
            : isStream(ends[2]) && ends[2].terminal
              ? ends[2]
              : end;
        tty = new HostTty(
          kernel,
          stat.rdev,
          `/dev/pts/${stat.rdev & 0xff}`,
          isStream(ends[0]) && ends[0].terminal ? ends[0] : end,
          output,
        );
        node = devices.addTty(tty, 0o620);
      }
      return new TtyFile(OpenFlag.O_RDWR, tty, () => node?.stat() ?? statOfHost(stat), node);
    } catch {
      return undefined;
    }
  };
  const first = open(ends[0], 0);
  return [first, open(ends[1], 1), open(ends[2], 2)];
}
