import type { Plugin } from './di/plugin';
import type { TranslationStorage } from './exec/engine';
import type { Host } from './host/host';
import type { ExitStatus } from './kernel/process';

/** A host directory or file that guests see. */
export interface Mount {
  /** Absolute host path. */
  readonly host: string;
  /** Absolute guest path. */
  readonly guest: string;
  readonly readOnly?: boolean;
}

/** What can be logged besides system calls. */
export type LogItem = 'in_asm' | 'ir' | 'exec' | 'regions' | 'wasm' | 'signals' | 'mmap' | 'unimp';

/** Where the emulator's observers write. Each gets whole lines, newline included, and the guest process they are about. */
export interface LogSink {
  /** One line a system call, in strace's format. Absent: not traced. */
  readonly strace?: (line: string, pid: number) => void;
  readonly items?: ReadonlySet<LogItem>;
  /** Takes the lines of `items`. */
  readonly write?: (line: string, pid: number) => void;
}

/** How the machine is set up, for all programs that run on it. */
export interface EmulatorOptions {
  /** Absolute host directory in which guest paths are looked up first (QEMU's -L). */
  readonly sysroot?: string;
  readonly mounts?: readonly Mount[];
  /** Nothing of the host's files and network but mounts and standard streams. */
  readonly sandbox?: boolean;
  /** Makes random numbers and scheduling repeat. */
  readonly seed?: bigint;
  /** Kernel release that uname shows, where not the personality's own. */
  readonly osRelease?: string;
  readonly hostname?: string;
  /** Name of a CPU model of the program's architecture; its default if absent. */
  readonly cpu?: string;
  /** Name of a registered engine; the last one registered if absent. */
  readonly engine?: string;
  /** Id of the personality that takes every image, where a file does not tell or tells wrong. */
  readonly os?: string;
  /** Soft limit of the stack in bytes, where not the system's own. */
  readonly stackSize?: number;
  readonly log?: LogSink;
  /** Takes a profile of the guests in speedscope's file format (JSON) when a run has ended, however it ended. */
  readonly profile?: (json: string) => void;
  /** Where translations of guest code outlive the run. Absent: nowhere. */
  readonly translations?: TranslationStorage;
}

/** What an emulator is assembled from. */
export interface EmulatorParts {
  readonly host: Host;
  /** Architectures, operating systems, engines: in any order. */
  readonly plugins: readonly Plugin[];
  /**
   * Whether to compare all instruction patterns of the architectures now; true if absent. It takes some 25 ms for each, so
   * that programs whose set of plugins is tested leave it out: what overlaps is then refused when such a word is first met.
   */
  readonly verify?: boolean;
  readonly options?: EmulatorOptions;
}

/** How one program starts. */
export interface RunOptions {
  /** The guest's whole environment; the host's if absent. */
  readonly env?: Readonly<Record<string, string>>;
  /** Absolute guest path; the host's working directory, or `/` where the guest cannot see that. */
  readonly cwd?: string;
}

/** How the first process ended. */
export type { ExitStatus };
