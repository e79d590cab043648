import type { SysrootName } from '../debian/sysroot';

/** Architectures whose programs are run, by Debian's names; of big-endian MIPS it had packages once. */
export const ARCHITECTURES = ['armhf', 'armel', 'mipsel', 'mips'] as const;

/** Name of an architecture whose programs are run. */
export type Architecture = (typeof ARCHITECTURES)[number];

/**
 * One command line. In `argv`, `env`, `stdin` and `files`, `{root}` stands for the sysroot and `{cwd}` for the fresh
 * folder that the program runs in, both the same paths for oracle and emulator; `{port}` for a port on the loopback.
 */
export interface ProgramCase {
  /** Unique in its list. */
  readonly name: string;
  /** The first word is the program's path within the sysroot, as `/bin/busybox`. */
  readonly argv: readonly [string, ...string[]];
  readonly stdin?: string | Buffer;
  /** Added to `PATH`, `HOME`, `LC_ALL=C` and `TZ=UTC`; nothing else of the environment reaches the program. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files to be put into the folder before: content by relative path. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /**
   * Who tells what is right: `qemu` (default), or `native`, the same version of the same package for this machine's own
   * processor, for what qemu-user cannot do: it lets no guest execute a guest program.
   */
  readonly oracle?: 'qemu' | 'native';
  /** Architectures on which qemu-user is known to be wrong here, so that `native` tells. */
  readonly qemuWrongOn?: readonly Architecture[];
  /** Replacements in both outputs, for what honestly differs from run to run: process numbers, times, ports. */
  readonly normalise?: readonly (readonly [pattern: RegExp, replacement: string])[];
  /** Folders and files that are not compared afterwards, by the beginning of their path. */
  readonly ignoreFiles?: readonly string[];
  /** Limit in seconds for the emulator; 60 by default. */
  readonly timeout?: number;
}

/** Command lines for one family of programs. */
export interface ProgramList {
  readonly name: string;
  readonly title: string;
  readonly packages: SysrootName;
  readonly architectures: readonly Architecture[];
  /** Whether the programs need the sysroot's libraries (`-L`). */
  readonly dynamic: boolean;
  readonly cases: readonly ProgramCase[];
}
