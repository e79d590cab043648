import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PackagesUnavailable } from './debian/apt';
import { goSources } from './debian/go-sources';
import { oldGo } from './debian/old-go';

const root = resolve(__dirname, '../..');
const source = join(root, 'guests/programs/go-systems');
const cli = join(root, 'cli/bin/anyuser.js');
const cache = join(root, 'node_modules/.cache/anyuser');

const suite = existsSync(cli) ? describe : describe.skip;

/** The program of go-systems.spec.ts with the last Go that makes OpenBSD's system calls itself. */
suite('a Go program under OpenBSD', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anyuser-go-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  let goroot: string | undefined;
  let gopath: string | undefined;
  beforeAll(async () => {
    try {
      goroot = await oldGo(cache);
      gopath = await goSources(cache, ['golang-github-evanw-esbuild-dev'], 'bullseye');
    } catch (error) {
      if (!(error instanceof PackagesUnavailable)) throw error;
      console.warn(`Go programs for OpenBSD are not built and not run: ${error.message}`);
    }
  }, 600_000);

  const environment = (): NodeJS.ProcessEnv => ({
    ...process.env,
    GOROOT: goroot,
    CGO_ENABLED: '0',
    GOFLAGS: '-mod=mod',
    GOCACHE: join(cache, 'go-1.15-build'),
    XDG_CACHE_HOME: folder,
    TZ: 'Asia/Kolkata',
  });
  const build = (name: string, cwd: string, target: Record<string, string>): string => {
    const output = join(folder, name);
    const env = { ...environment(), ...target };
    execFileSync(join(goroot!, 'bin/go'), ['build', '-o', output, '.'], { cwd, env });
    return output;
  };
  const outcome = (command: string, args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(command, args, {
      env: environment(),
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    return { status, stderr, stdout };
  };

  test.each(['5', '6', '7'])(
    'is as on this machine, GOARM=%s',
    (GOARM) => {
      if (goroot === undefined) return;
      const expected = outcome(build('native', source, {}), []);
      const program = build('openbsd', source, { GOOS: 'openbsd', GOARCH: 'arm', GOARM });
      expect(outcome(process.execPath, [cli, program])).toEqual(expected);
      expect(expected).toMatchObject({ status: 0, stderr: '' });
    },
    240_000,
  );

  test('esbuild makes the same of a large file', () => {
    if (gopath === undefined) return;
    const esbuild = join(gopath, 'src/github.com/evanw/esbuild/cmd/esbuild');
    const target = { GO111MODULE: 'off', GOFLAGS: '', GOPATH: gopath };
    const args = [join(root, 'cli/dist/anyuser.bundle.js'), '--minify', '--sourcemap=inline'];
    const expected = outcome(build('esbuild-native', esbuild, target), args);
    expect(expected).toMatchObject({ status: 0, stderr: '' });
    const program = build('esbuild', esbuild, { ...target, GOOS: 'openbsd', GOARCH: 'arm', GOARM: '7' });
    expect(outcome(process.execPath, [cli, program, ...args])).toEqual(expected);
  }, 480_000);
});
