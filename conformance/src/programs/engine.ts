import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { Architecture } from './program-case';

/** Something that runs a program of a sysroot. */
export interface Engine {
  readonly name: string;
  /** The words before the program's arguments. */
  command(program: string, root: string, dynamic: boolean): readonly [string, ...string[]];
  /** Removes from standard error what the engine itself says there. */
  readonly ownMessages?: RegExp;
}

const QEMU = { armhf: 'qemu-arm', armel: 'qemu-arm', mipsel: 'qemu-mipsel' } as const satisfies Record<
  Architecture,
  string
>;

/** The engine of Debian's `qemu-user` for an architecture. */
export function qemu(architecture: Architecture): Engine {
  return {
    name: QEMU[architecture],
    command: (program, root, dynamic) => [
      QEMU[architecture],
      ...(dynamic ? ['-L', root] : []),
      root + program,
    ],
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
  const main = resolve(__dirname, '../../../cli/dist/main.js');
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

/** The version line of a program, or undefined where it is not installed. */
export function versionOf(program: string): string | undefined {
  try {
    const text = execFileSync(program, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return text.split('\n')[0];
  } catch {
    return undefined;
  }
}
