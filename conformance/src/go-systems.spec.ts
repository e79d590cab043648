import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const source = join(root, 'guests/programs/go-systems');
const cli = join(root, 'cli/bin/anyuser.js');
/** Systems, and what Go is told of the processor: software floating point, VFPv2, VFPv3. */
const CELLS = [
  ['linux', '7'],
  ['freebsd', '5'],
  ['freebsd', '6'],
  ['freebsd', '7'],
  ['netbsd', '5'],
  ['netbsd', '7'],
] as const;

const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) console.warn('no go here: Go programs for the BSDs are not built and not run');
const suite = hasGo && existsSync(cli) ? describe : describe.skip;

/**
 * One Go program, built for this machine and for ARM under each system: the run-time library of each system makes the calls
 * of its own kernel, and what comes out must be the same everywhere.
 */
suite('a Go program is the same under every system', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anyuser-go-'));
  const env = {
    ...process.env,
    CGO_ENABLED: '0',
    GOFLAGS: '-mod=mod',
    GOCACHE: join(root, 'node_modules/.cache/anyuser/go-build'),
    XDG_CACHE_HOME: folder,
    TZ: 'Asia/Kolkata',
  };
  const build = (name: string, target: Record<string, string>): string => {
    const output = join(folder, name);
    execFileSync('go', ['build', '-o', output, '.'], { cwd: source, env: { ...env, ...target } });
    return output;
  };
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  let expected: string | undefined;
  const native = (): string => {
    expected ??= execFileSync(build('native', {}), { env, encoding: 'utf8' });
    return expected;
  };

  test.each(CELLS)(
    '%s/arm, GOARM=%s',
    (system, arm) => {
      const program = build(`${system}${arm}`, { GOOS: system, GOARCH: 'arm', GOARM: arm });
      const { status, stdout, stderr } = spawnSync(process.execPath, [cli, program], {
        env,
        encoding: 'utf8',
      });
      expect({ status, stderr, stdout }).toEqual({ status: 0, stderr: '', stdout: native() });
    },
    240_000,
  );
});
