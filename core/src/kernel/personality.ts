import { token } from '../di/token';
import type { ElfImage } from '../loader/image';
import type { Kernel } from './kernel';
import type { Process } from './process';

/** One operating system: how its binaries are told apart and what its processes need at the turns of their life. */
export interface OsPersonality {
  /** `linux`, `freebsd`, `netbsd`, `openbsd`: the first half of a cell's name. */
  readonly id: string;
  /** How sure this system is that the image is its own: 0 no, 1 a plain image that it would take, 2 its interpreter's path, 3 its OSABI byte, 4 its note. */
  recognise(image: ElfImage): number;
  /** By what the image was recognised, for messages: `note`, `OSABI 9`, `interpreter /libexec/ld-elf.so.1`. */
  describe(image: ElfImage): string;
  /** The system's own device files, /proc and the like. Called once for each emulator in which a program of this system runs. */
  mount?(kernel: Kernel): void;
  exec?(process: Process): void;
  fork?(parent: Process, child: Process): void;
  exit?(process: Process): void;
}

export const OsPersonality = token<OsPersonality>('OsPersonality');
