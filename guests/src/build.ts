/**
 * Builds the guests and records what they print: `guests/build.sh [--check] [NAME…]`.
 *
 * With `--check` nothing is written: files and records are made anew and compared with the committed ones. Built files
 * are only compared where the compiler is the one that made them, since another version makes other code.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Compiler, compile, compilerVersion } from './compile';
import { expectedPath, GUESTS_ROOT, guestPath, isFor } from './layout';
import { GUEST_PROGRAMS, type GuestProgram } from './program';
import { record, runGuest } from './run-guest';
import { GUEST_TARGETS, type GuestTarget, NATIVE_COMPILER } from './target';

const COMPILERS_FILE = join(GUESTS_ROOT, 'bin', 'compilers.json');

const check = process.argv.includes('--check');
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const programs = GUEST_PROGRAMS.filter((program) => names.length === 0 || names.includes(program.name));
const work = mkdtempSync(join(tmpdir(), 'guests-build-'));
let problems = 0;

function readIfPresent(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Writes a result, or with `--check` tells where it differs from the committed one. */
function keep(path: string, content: Buffer, mode: number): void {
  const same = readIfPresent(path).equals(content);
  if (same) {
    return;
  }
  const name = path.slice(GUESTS_ROOT.length + 1);
  if (check) {
    console.error(`${name} differs from what was committed`);
    problems++;
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode });
  console.log(`${name}: ${content.length} bytes`);
}

function build(program: GuestProgram, compiler: Compiler & { readonly name: string }): string {
  const path = join(work, compiler.name, program.name);
  mkdirSync(dirname(path), { recursive: true });
  compile(
    program,
    { ...compiler, flags: [...compiler.flags, ...(program.flags?.[compiler.name] ?? [])] },
    path,
  );
  return path;
}

/** Output and end of the program as its oracle runs it. The file must bear the program's name, which some print. */
async function expectedFrom(command: readonly [string, ...string[]], program: GuestProgram): Promise<string> {
  const run = await runGuest({
    command: [...command, ...(program.args ?? [])],
    ...(program.env && { env: program.env }),
    ...(program.stdin !== undefined && { stdin: program.stdin }),
  });
  if (run.timedOut) {
    console.error(`${program.name}: ${command.join(' ')} did not end`);
    problems++;
  }
  return record(run);
}

async function buildTarget(
  target: GuestTarget,
  committed: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const version = compilerVersion(target);
  if (version === undefined) {
    console.log(`${target.name}: skipped, there is no ${target.compiler}`);
    return undefined;
  }
  const comparable = !check || committed[target.name] === version;
  if (!comparable) {
    console.log(
      `${target.name}: files not compared, they were built by ${committed[target.name]}, here is ${version}`,
    );
  }
  for (const program of programs.filter((each) => isFor(each, target))) {
    const path = build(program, target);
    if (comparable) {
      keep(guestPath(target.name, program.output ?? program.name), readFileSync(path), 0o755);
    }
    if (program.oracle === 'qemu' && target.qemu !== undefined) {
      if (compilerVersion({ compiler: target.qemu, flags: [] }) === undefined) {
        console.log(`${target.name}/${program.name}: not recorded, there is no ${target.qemu}`);
      } else {
        const expected = await expectedFrom([target.qemu, path], program);
        keep(expectedPath(target.name, program), Buffer.from(expected), 0o644);
      }
    }
  }
  return version;
}

async function recordNative(): Promise<void> {
  if (process.arch !== 'x64' || compilerVersion(NATIVE_COMPILER) === undefined) {
    console.log('native records: skipped, they are made on x86-64 with gcc');
    return;
  }
  for (const program of programs.filter((each) => each.oracle === 'native')) {
    const path = build(program, NATIVE_COMPILER);
    keep(expectedPath('', program), Buffer.from(await expectedFrom([path], program)), 0o644);
  }
}

async function main(): Promise<void> {
  const committed = JSON.parse(readIfPresent(COMPILERS_FILE).toString() || '{}') as Record<string, string>;
  const versions: Record<string, string> = { ...committed };
  let built = 0;
  for (const target of GUEST_TARGETS) {
    const version = await buildTarget(target, committed);
    if (version !== undefined) built++;
    versions[target.name] = version ?? versions[target.name] ?? 'unknown';
  }
  // A machine without any of the compilers is none for building guests, and its kernel may be a sandbox's.
  if (built > 0) await recordNative();
  if (!check) {
    keep(COMPILERS_FILE, Buffer.from(`${JSON.stringify(versions, null, 2)}\n`), 0o644);
  } else if (problems === 0) {
    console.log(
      `${programs.length} guests are what was committed, for ${built} of ${GUEST_TARGETS.length} targets`,
    );
  }
}

main()
  .catch((error: unknown) => {
    console.error(error);
    problems++;
  })
  .finally(() => {
    rmSync(work, { recursive: true, force: true });
    process.exitCode = problems === 0 ? 0 : 1;
  });
