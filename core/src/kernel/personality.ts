import { token } from '../di/token';
import type { ElfImage } from '../loader/image';
import type { Kernel } from './kernel';
import type { Process } from './process';
import type { Thread } from './thread';

/** One operating system: how its binaries are told apart and what its processes need at the turns of their life. */
export interface OsPersonality {
  /** `linux`, `freebsd`, `netbsd`, `openbsd`: the first half of a cell's name. */
  readonly id: string;
  /** How sure this system is that the image is its own: 0 no, 1 a plain image that it would take, 2 its interpreter's path, 3 its OSABI byte, 4 its note. */
  recognise(image: ElfImage): number;
  /** By what the image was recognised, for messages: `note`, `OSABI 9`, `interpreter /libexec/ld-elf.so.1`. */
  describe(image: ElfImage): string;
  /** Whether an image's stack is executable, and with it all that it can read (no PT_GNU_STACK on some Linux ports). */
  executableStack?(image: ElfImage): boolean;
  /**
   * Whether a session leader without a controlling terminal gets the first one that it opens, unless under O_NOCTTY. Where not,
   * only TIOCSCTTY makes one (tty(4) of FreeBSD, NetBSD and OpenBSD).
   */
  readonly openTakesTerminal?: boolean;
  /** The system's own device files, /proc and the like. Called once for each emulator in which a program of this system runs. */
  mount?(kernel: Kernel): void;
  exec?(process: Process): void;
  fork?(parent: Process, child: Process): void;
  exit?(process: Process): void;
  /** A thread has ended, while its memory is still there: clear_child_tid, robust futexes. */
  threadExit?(thread: Thread): void;
}

export const OsPersonality = token<OsPersonality>('OsPersonality');
