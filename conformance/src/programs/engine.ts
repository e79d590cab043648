import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { Architecture } from './program-case';

/** Something that runs a program of a sysroot. */
export interface Engine {
  readonly name: string;
  /** The words before the program's arguments. */
  command(program: string, root: string, dynamic: boolean): readonly [string, ...string[]];
  /** Removes from standard error what the engine itself says there. */
  readonly ownMessages?: RegExp;
}

const QEMU = {
  armhf: 'qemu-arm',
  armel: 'qemu-arm',
  mipsel: 'qemu-mipsel',
  mips: 'qemu-mips',
} as const satisfies Record<Architecture, string>;

/**
 * The engine of Debian's `qemu-user` for an architecture, or undefined where it is not installed. It is named by its full
 * path, since the programs run with a `PATH` of their own.
 */
export function qemu(architecture: Architecture): Engine | undefined {
  const name = QEMU[architecture];
  const path = findProgram(name);
  return path === undefined
    ? undefined
    : {
        name,
        command: (program, root, dynamic) => [path, ...(dynamic ? ['-L', root] : []), root + program],
        ownMessages: /^qemu: uncaught target signal .*\n/gm,
      };
}

/** The machine itself, for packages of its own architecture. */
export const native: Engine = {
  name: 'native',
  command: (program, root) => [root + program],
};

/**
 * The built command of this repository.
 *
 * @param options Placed before `-L`, as `--engine interpreter`.
 */
export function anyuser(options: readonly string[]): Engine {
  const main = resolve(__dirname, '../../../cli/bin/anyuser.js');
  return {
    name: 'anyuser',
    command: (program, root, dynamic) => [
      process.execPath,
      main,
      ...options,
      ...(dynamic ? ['-L', root] : []),
      root + program,
    ],
  };
}

/** Debian's name of this machine's architecture, or undefined where there is no dpkg. */
export function nativeArchitecture(): string | undefined {
  try {
    return execFileSync('dpkg', ['--print-architecture'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}

/** The full path of a program that is found on this process's `PATH`. */
function findProgram(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}
