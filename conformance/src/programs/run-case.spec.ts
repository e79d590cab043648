import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from './engine';
import type { ProgramCase } from './program-case';
import { runCase } from './run-case';

/** Runs the words behind the program's name as a script of node. */
const node: Engine = { name: 'node', command: () => [process.execPath, '-e'] };

describe('runCase', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'run-case-'));
    // Another test of this worker may have made a host, which takes the umask over.
    process.umask(0o022);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (script: string, rest: Partial<ProgramCase> = {}, timeout = 20) =>
    runCase({ name: 'case', argv: ['/bin/x', script], ...rest }, node, {
      base: join(folder, 'base'),
      sysroot: folder,
      dynamic: false,
      cache: folder,
      port: 1,
      timeout,
    });

  it('collects output, status and files', async () => {
    const outcome = await run(
      "process.stdin.pipe(process.stdout); console.error('err'); require('fs').writeFileSync('new', 'abc'); process.exitCode = 3",
      { stdin: 'in\n', files: { old: 'at {cwd}' } },
    );
    expect(outcome).toMatchObject({ end: 'exit 3', stdout: 'in\n', stderr: 'err\n' });
    expect(outcome.files).toMatch(/^new file 0644 3 .*\nold file 0644 /);
  });

  it('tells the signal that ended the program', async () => {
    expect((await run("process.kill(process.pid, 'SIGTERM')")).end).toBe('SIGTERM');
  });

  it('ends what takes too long, with all that it started', async () => {
    const outcome = await run(
      "require('child_process').spawn('sleep', ['60'], { stdio: 'inherit' }); setInterval(() => {}, 1000)",
      {
        env: { PATH: process.env['PATH'] ?? '' },
      },
      1,
    );
    expect(outcome.end).toBe('timed out after 1 s');
  });

  it('replaces what honestly differs', async () => {
    expect((await run('console.log(process.pid)', { normalise: [[/\d+/, 'PID']] })).stdout).toBe('PID\n');
  });

  it('rejects when the engine cannot be started', async () => {
    const absent: Engine = { name: 'absent', command: () => ['/absent/engine'] };
    await expect(
      runCase({ name: 'x', argv: ['/x'] }, absent, {
        base: join(folder, 'b'),
        sysroot: folder,
        dynamic: false,
        cache: folder,
        port: 1,
        timeout: 5,
      }),
    ).rejects.toThrow('ENOENT');
  });
});
