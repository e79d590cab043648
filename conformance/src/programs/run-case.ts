import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Engine } from './engine';
import { listTree } from './file-tree';
import type { ProgramCase } from './program-case';

/** What one run of a case left behind, already normalised. */
export interface Outcome {
  readonly end: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly files: string;
  readonly milliseconds: number;
}

/** Where and how a case is run. */
export interface RunSettings {
  /** Folder that belongs to this case: the same for each engine, so that paths in outputs agree. */
  readonly base: string;
  readonly sysroot: string;
  readonly dynamic: boolean;
  /** The user's cache folder of all runs. */
  readonly cache: string;
  /** What `{port}` stands for. */
  readonly port: number;
  /** Seconds. */
  readonly timeout: number;
}

/** Output beyond this is cut, in bytes: a program that went wild must not fill the memory. */
const OUTPUT_LIMIT = 16 * 1024 * 1024;

/**
 * Runs a case with an engine in a fresh folder, and removes the folder.
 *
 * @throws the error of `spawn` when the engine itself cannot be started.
 */
export async function runCase(test: ProgramCase, engine: Engine, settings: RunSettings): Promise<Outcome> {
  const { base, sysroot, dynamic, port, timeout } = settings;
  const root = join(base, 'root');
  const cwd = join(base, 'cwd');
  const expand = (text: string): string =>
    text.replaceAll('{root}', root).replaceAll('{cwd}', cwd).replaceAll('{port}', String(port));
  rmSync(base, { recursive: true, force: true });
  mkdirSync(cwd, { recursive: true });
  symlinkSync(sysroot, root);
  for (const [name, content] of Object.entries(test.files ?? {})) {
    const path = join(cwd, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? expand(content) : content);
    chmodSync(path, content.toString().startsWith('#!') ? 0o755 : 0o644);
  }
  const [program, ...args] = test.argv;
  const [file, ...before] = engine.command(program, root, dynamic);
  const env = {
    PATH: `${root}/bin:${root}/usr/bin`,
    HOME: cwd,
    LC_ALL: 'C',
    TZ: 'UTC',
    // Where anyuser keeps translations; given to the oracle too, since programs can see it.
    XDG_CACHE_HOME: settings.cache,
    ...Object.fromEntries(Object.entries(test.env ?? {}).map(([name, value]) => [name, expand(value)])),
  };
  const stdin = typeof test.stdin === 'string' ? expand(test.stdin) : (test.stdin ?? '');
  const begun = process.hrtime.bigint();
  // A group of its own, so that whatever the program leaves running can be ended with it.
  const child = spawn(file, [...before, ...args.map(expand)], { cwd, env, detached: true });
  const raw = await collect(child, stdin, timeout);
  const milliseconds = Number((process.hrtime.bigint() - begun) / 1_000_000n);
  const clean = (text: string): string =>
    (test.normalise ?? []).reduce(
      (result, [pattern, replacement]) => result.replace(pattern, replacement),
      text,
    );
  const files = listTree(cwd, test.ignoreFiles);
  rmSync(base, { recursive: true, force: true });
  return {
    end: raw.end,
    stdout: clean(raw.stdout),
    stderr: clean(engine.ownMessages ? raw.stderr.replace(engine.ownMessages, '') : raw.stderr),
    files: clean(files),
    milliseconds,
  };
}

interface Raw {
  readonly end: string;
  readonly stdout: string;
  readonly stderr: string;
}

function collect(child: ChildProcess, stdin: string | Buffer, timeout: number): Promise<Raw> {
  const killGroup = (): void => {
    try {
      process.kill(-(child.pid as number), 'SIGKILL');
    } catch {
      // The whole group has ended by itself.
    }
  };
  return new Promise((resolve, reject) => {
    const texts = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    let size = 0;
    let end: string | undefined;
    const stop = (reason: string): void => {
      end ??= reason;
      killGroup();
    };
    const timer = setTimeout(() => stop(`timed out after ${timeout} s`), timeout * 1000);
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.on('data', (data: Buffer) => {
        size += data.length;
        texts[name].push(data);
        if (size > OUTPUT_LIMIT) {
          stop('too much output');
        }
      });
    }
    child.stdin?.on('error', () => {
      // The program ended without reading all of its input, as it may.
    });
    child.stdin?.end(stdin);
    child.on('exit', (status, signal) => {
      end ??= signal ?? `exit ${status}`;
      // Those that it left behind would hold the pipes open.
      setTimeout(killGroup, 500).unref();
    });
    const finish = (fallback: string): void => {
      clearTimeout(timer);
      killGroup();
      const text = (name: 'stdout' | 'stderr'): string => Buffer.concat(texts[name]).toString('latin1');
      resolve({ end: end ?? fallback, stdout: text('stdout'), stderr: text('stderr') });
    };
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', () => finish('closed'));
  });
}
