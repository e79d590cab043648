import type { Builder } from './builder';
import type { Debian } from './debian';
import type { Arch } from './toolchain';

/** The groups that results are summarised by, in the order of the report. */
export const groups = [
  'integer',
  'float',
  'neon',
  'memory',
  'call',
  'indirect',
  'syscall',
  'process',
  'thread',
  'short',
  'program',
] as const;

/** One of {@link groups}. */
export type Group = (typeof groups)[number];

/** One program to be started. */
export interface Launch {
  /** Path of the executable, of the guest's or of the host's kind. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** Folder that the emulators look up absolute paths in first (`-L`). */
  readonly sysroot?: string;
  /** File that standard input is read from; empty input without it. */
  readonly input?: string;
  /** Variables added to the environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A workload made ready: what each runner starts, one launch after another. */
export interface Task {
  /** Run under anyuser, and under qemu unless {@link Task.qemu} differs. */
  readonly guest: readonly Launch[];
  /** Set where qemu-user needs other steps than anyuser, for instance because it cannot exec guest programs. */
  readonly qemu?: readonly Launch[];
  /** Absent where no equal program for the host exists. */
  readonly native?: readonly Launch[];
  /** File that the steps write; it is compared between the runners as their output is. */
  readonly product?: string;
}

/** What a workload may use to get ready. */
export interface Context {
  readonly arch: Arch;
  /** Factor on the amount of work: 1 takes 1–4 s under qemu, `--quick` asks for less. */
  readonly effort: number;
  readonly builder: Builder;
  readonly debian: Debian;
}

/** One benchmark. */
export interface Workload {
  readonly name: string;
  readonly group: Group;
  /** Processors that it exists for. */
  readonly arches: readonly Arch[];
  /**
   * Compiles, fetches and generates what is needed.
   *
   * @throws Error with one sentence if something cannot be had; the workload is then reported as unavailable.
   */
  prepare(context: Context): Promise<Task>;
}
