import type { Host } from '../host/host';
import type { Process } from './process';
import type { Thread } from './thread';
import type { Vfs } from './vfs/vfs';

/** What an emulator's processes share: the machine. */
export interface Kernel {
  readonly host: Host;
  readonly vfs: Vfs;
  readonly processes: ReadonlyMap<number, Process>;
  /** The thread whose system call is being made: /proc/self and /dev/tty depend on who asks. */
  current?: Thread;
  /** Nanoseconds of the guest's clocks. */
  now(clock: 'realtime' | 'monotonic'): bigint;
  /** Fills with random bytes: the host's, or those of --seed. */
  random(buffer: Uint8Array): void;
  /** Host name, release and the like for uname. */
  readonly identity: { hostname: string; domainname: string };
}
