import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PackagesUnavailable } from './debian/apt';
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
  beforeAll(async () => {
    try {
      goroot = await oldGo(cache);
    } catch (error) {
      if (!(error instanceof PackagesUnavailable)) throw error;
      console.warn(`Go programs for OpenBSD are not built and not run: ${error.message}`);
    }
  }, 600_000);

  test.each(['5', '6', '7'])(
    'is as on this machine, GOARM=%s',
    (GOARM) => {
      if (goroot === undefined) return;
      const env = {
        ...process.env,
        GOROOT: goroot,
        CGO_ENABLED: '0',
        GOFLAGS: '-mod=mod',
        GOCACHE: join(cache, 'go-1.15-build'),
        XDG_CACHE_HOME: folder,
        TZ: 'Asia/Kolkata',
      };
      const build = (name: string, target: Record<string, string>): string => {
        const output = join(folder, name);
        const go = join(goroot!, 'bin/go');
        execFileSync(go, ['build', '-o', output, '.'], { cwd: source, env: { ...env, ...target } });
        return output;
      };
      const expected = execFileSync(build('native', {}), { env, encoding: 'utf8' });
      const program = build('openbsd', { GOOS: 'openbsd', GOARCH: 'arm', GOARM });
      const { status, stdout, stderr } = spawnSync(process.execPath, [cli, program], {
        env,
        encoding: 'utf8',
      });
      expect({ status, stderr, stdout }).toEqual({ status: 0, stderr: '', stdout: expected });
    },
    240_000,
  );
});
