import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { GUESTS_ROOT } from './layout';
import { type GuestProgram, LIBRARY, LINKERS } from './program';

/** A compiler with its flags; `GuestTarget` is one, the machine's own compiler another. */
export interface Compiler {
  readonly compiler: string;
  readonly flags: readonly string[];
  readonly freestanding?: readonly string[];
  /** The system whose programs it makes: `linux` if absent. */
  readonly system?: string;
}

/** What a freestanding program is linked with: the BSDs' start-up brings the divisions along that Linux's takes from libgcc. */
const runtimeOf = (system: string): readonly string[] =>
  system === 'linux'
    ? ['runtime/rt.c', 'runtime/thread.c', '-lgcc']
    : ['runtime/rt.c', 'runtime/bsd/start.c', 'runtime/bsd/thread.c'];

/** Headers that come with the compiler itself, where those of the machine are not looked at. */
function ownHeaders(compiler: string, system: string): readonly string[] {
  if (system === 'linux') return [];
  const folder = execFileSync(compiler, ['-print-resource-dir'], { encoding: 'utf8' }).trim();
  return ['-isystem', join(folder, 'include')];
}

const COMMON = [
  '-O2',
  '-s',
  '-Wall',
  '-Wextra',
  '-Wl,--build-id=none',
  '-Wl,-z,noexecstack',
  '-fno-math-errno',
];
// biome-ignore format: one list of flags
const FREESTANDING = [
  '-nostdlib', '-nostartfiles', '-ffreestanding', '-fno-stack-protector', '-ffunction-sections', '-fno-asynchronous-unwind-tables', '-Wl,--gc-sections', '-Wl,-e,_start',
];

// biome-ignore format: one list of flags
const SHARED = [
  '-nostdlib', '-nostartfiles', '-ffreestanding', '-fno-stack-protector', '-fno-asynchronous-unwind-tables', '-fuse-init-array', '-Wl,--hash-style=sysv', '-Iruntime',
];
/** MIPS: calls and data by the global offset table; no jump tables, which the linker could not use before it has moved itself. */
const sharedFlags = (target: string): readonly string[] => [
  ...SHARED,
  ...(target.includes('mips')
    ? ['-mabicalls', '-fno-jump-tables']
    : ['-march=armv7-a', '-mfpu=vfpv3-d16', '-mtp=cp15']),
];

/** gcc makes calls of memcpy out of loops, that of memcpy itself too; clang knows from -ffreestanding that it must not. */
const NO_IDIOMS = '-fno-tree-loop-distribute-patterns';

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
  { name, compiler, flags, freestanding = [], system = 'linux' }: Compiler & { readonly name: string },
  output: string,
): void {
  const source = join(
    'programs',
    `${program.source ?? program.name}.${program.recipe === 'assembly' ? 'S' : 'c'}`,
  );
  const recipe = {
    assembly: ['-static', '-nostdlib', '-Wl,-e,_start', ...freestanding, source],
    freestanding: [
      '-static',
      ...FREESTANDING,
      ...(compiler === 'clang' ? [] : [NO_IDIOMS]),
      ...freestanding,
      ...ownHeaders(compiler, system),
      '-Iruntime',
      source,
      ...runtimeOf(system),
    ],
    libc: ['-static', '-pthread', source],
    linker: [
      ...sharedFlags(name),
      '-Wl,-e,_start',
      '-fpie',
      '-fvisibility=hidden',
      '-Wl,-shared',
      '-Wl,-Bsymbolic',
      ...ownHeaders(compiler, system),
      source,
    ],
    library: [
      ...sharedFlags(name),
      '-fPIC',
      '-Wl,-shared',
      `-Wl,-soname,${basename(LIBRARY)}`,
      ...ownHeaders(compiler, system),
      source,
      'runtime/rt.c',
    ],
    dynamic: [
      ...sharedFlags(name),
      '-Wl,-e,_start',
      '-Wl,--allow-shlib-undefined',
      '-Wl,--export-dynamic',
      `-Wl,-dynamic-linker,/${LINKERS[system]}`,
      '-Wl,-Bdynamic',
      ...ownHeaders(compiler, system),
      source,
      'runtime/bsd/start.c',
      join('bin', name, LIBRARY),
    ],
  } satisfies Record<GuestProgram['recipe'], readonly string[]>;
  execFileSync(compiler, [...COMMON, ...flags, ...recipe[program.recipe], '-o', output], {
    cwd: GUESTS_ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
