import type { EnvironmentChange } from './environment';
import type { LogItem } from './log-items';
import type { MountOption } from './mount-option';

/** How guest code is executed. */
export type EngineChoice = 'jit' | 'interp' | 'auto';

/** Run a guest program: the options in effect, from the command line and QEMU's environment variables. */
export interface RunInvocation {
  readonly kind: 'run';
  /** Guest path of the program. */
  readonly program: string;
  /** The guest's arguments after `argv[0]`. */
  readonly args: readonly string[];
  /** The guest's `argv[0]`, where it is not the program. */
  readonly argv0?: string;
  /** Host directory in which guest paths are looked up first. */
  readonly sysroot?: string;
  /** Changes to the host's environment that make the guest's. */
  readonly environment: readonly EnvironmentChange[];
  /** Soft stack limit in bytes. */
  readonly stackSize?: number;
  /** Kernel release that `uname` shows. */
  readonly osRelease?: string;
  /** Processor model. */
  readonly cpu?: string;
  /** OS of the program, where its file does not tell or tells wrong. */
  readonly os?: string;
  readonly strace: boolean;
  /** What to log; `strace` is never among them, see the field of that name. */
  readonly log: ReadonlySet<Exclude<LogItem, 'strace'>>;
  /** Where strace and log lines go instead of stderr; `%d` is the process id. */
  readonly logFile?: string;
  readonly mounts: readonly MountOption[];
  /** Nothing of the host but the mounts and standard streams. */
  readonly sandbox: boolean;
  /** Makes the guest's random numbers repeat. */
  readonly seed?: bigint;
  readonly engine: EngineChoice;
  /** File for a profile of the guest, in speedscope's format. */
  readonly profile?: string;
  /** Print the engine's counters at the end. */
  readonly stats: boolean;
}

/** What the user asked for. */
export type Invocation =
  | RunInvocation
  /** Print the system calls of a cell such as `linux/arm`, or the list of cells. */
  | { readonly kind: 'support'; readonly cell?: string }
  /** Print the disassembly of a program's code. */
  | { readonly kind: 'disas'; readonly file: string }
  /** Print this text and end: `--help`, `--version`. */
  | { readonly kind: 'text'; readonly text: string };
