import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a run of a program left behind. */
export interface GuestRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
}

/** How a program is run: its command line, input, environment and time limit in milliseconds. */
export interface GuestCommand {
  readonly command: readonly [string, ...string[]];
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout?: number;
}

/** Runs a command in a fresh empty folder, which is removed afterwards. Never rejects for what the command does. */
export function runGuest({
  command,
  stdin = '',
  env = {},
  timeout = 60_000,
}: GuestCommand): Promise<GuestRun> {
  const cwd = mkdtempSync(join(tmpdir(), 'guest-'));
  const [file, ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: { PATH: process.env['PATH'] ?? '', ...env } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeout);
    const cleanUp = (): void => {
      clearTimeout(timer);
      rmSync(cwd, { recursive: true, force: true });
    };
    child.stdout.on('data', (data: Buffer) => out.push(data));
    child.stderr.on('data', (data: Buffer) => err.push(data));
    child.stdin.on('error', () => {
      // A program that ends without reading its input closes the pipe; that is its right.
    });
    child.stdin.end(stdin);
    child.on('error', (error) => {
      cleanUp();
      reject(error);
    });
    child.on('close', (status, signal) => {
      cleanUp();
      resolve({
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
        status,
        signal,
        timedOut,
      });
    });
  });
}

/** The end of a run as one word: `exit 3`, `SIGSEGV`, or `timed out`. */
export function describeEnd(run: GuestRun): string {
  if (run.timedOut) {
    return 'timed out';
  }
  return run.signal ?? `exit ${run.status}`;
}

/** Output and end of a run in the form of the files in `expected/`. */
export function record(run: GuestRun): string {
  return `${run.stdout}\n[${describeEnd(run)}]\n`;
}
