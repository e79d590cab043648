import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PackagesUnavailable } from './debian/apt';
import { goSources } from './debian/go-sources';

const root = resolve(__dirname, '../..');
const source = join(root, 'guests/programs/go-shell');
const script = join(source, 'script.sh');
const cli = join(root, 'cli/bin/anyuser.js');
const cache = join(root, 'node_modules/.cache/anyuser');
const MINUTES = 60_000;

const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) console.warn('no go here: the shell in Go is not built and not run');
const suite = hasGo && existsSync(cli) ? describe : describe.skip;

/** mvdan.cc/sh, a shell of 20,000 lines of Go, built for each system and given a script that works with all that a shell has. */
suite('a shell in Go is the same under every system', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anyuser-go-shell-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  let gopath: string | undefined;
  beforeAll(async () => {
    try {
      gopath = await goSources(cache, ['golang-mvdan-sh-dev']);
    } catch (error) {
      if (!(error instanceof PackagesUnavailable)) throw error;
      console.warn(`the shell in Go is not built: ${error.message}`);
    }
  }, 10 * MINUTES);

  const build = (name: string, target: Record<string, string>): string => {
    const output = join(folder, name);
    const env = {
      ...process.env,
      CGO_ENABLED: '0',
      GO111MODULE: 'off',
      GOPATH: gopath,
      GOCACHE: join(cache, 'go-build'),
      ...target,
    };
    execFileSync('go', ['build', '-o', output, '.'], { cwd: source, env });
    return output;
  };
  const outcome = (command: string, args: readonly string[]): unknown => {
    const cwd = mkdtempSync(join(folder, 'cwd-'));
    const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  let expected: unknown;

  test.each(['linux', 'freebsd', 'netbsd'])(
    '%s/arm',
    (system) => {
      if (gopath === undefined) return;
      const native = join(folder, 'native');
      expected ??= outcome(build('native', {}), [script, native]);
      const shell = build(system, { GOOS: system, GOARCH: 'arm', GOARM: '6' });
      expect(outcome(process.execPath, [cli, shell, script, shell])).toEqual(expected);
      expect(expected).toMatchObject({ status: 0, stderr: '' });
    },
    10 * MINUTES,
  );
});
