import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { GUESTS_ROOT } from './layout';
import type { GuestProgram } from './program';

/** A compiler with its flags; `GuestTarget` is one, the machine's own compiler another. */
export interface Compiler {
  readonly compiler: string;
  readonly flags: readonly string[];
  readonly freestanding?: readonly string[];
}

const COMMON = [
  '-O2',
  '-static',
  '-s',
  '-Wall',
  '-Wextra',
  '-Wl,--build-id=none',
  '-Wl,-z,noexecstack',
  '-fno-math-errno',
];
// biome-ignore format: one list of flags
const FREESTANDING = [
  '-nostdlib', '-nostartfiles', '-ffreestanding', '-fno-stack-protector', '-fno-tree-loop-distribute-patterns',
  '-ffunction-sections', '-fno-asynchronous-unwind-tables', '-Wl,--gc-sections', '-Wl,-e,_start',
];

/** The version line of a compiler, or undefined where it is not installed. */
export function compilerVersion({ compiler }: Compiler): string | undefined {
  try {
    return execFileSync(compiler, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).split('\n')[0];
  } catch {
    return undefined;
  }
}

/**
 * Compiles one program into `output`, and lets the compiler's messages through.
 *
 * @throws the error of `execFileSync` when the compiler fails.
 */
export function compile(
  program: GuestProgram,
  { compiler, flags, freestanding = [] }: Compiler,
  output: string,
): void {
  const source = join('programs', `${program.name}.${program.recipe === 'assembly' ? 'S' : 'c'}`);
  const recipe = {
    assembly: ['-nostdlib', '-Wl,-e,_start', ...freestanding, source],
    freestanding: [
      ...FREESTANDING,
      ...freestanding,
      '-Iruntime',
      source,
      'runtime/rt.c',
      'runtime/thread.c',
      '-lgcc',
    ],
    libc: ['-pthread', source],
  } satisfies Record<GuestProgram['recipe'], readonly string[]>;
  execFileSync(compiler, [...COMMON, ...flags, ...recipe[program.recipe], '-o', output], {
    cwd: GUESTS_ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
