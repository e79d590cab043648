import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const place = join(root, 'conformance/dist');
const built = existsSync(join(root, 'cli/dist/main.js')) && existsSync(join(root, 'os-bsd/dist/index.js'));
if (!built) console.warn('nothing is built here: the skeleton of a system is not compiled');

/** What `npm run new:os` writes compiles, registers beside the other systems. */
(built ? describe : describe.skip)('the skeleton of a new system', () => {
  mkdirSync(place, { recursive: true });
  const folder = mkdtempSync(join(place, 'new-os-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = (...args: readonly string[]): string =>
    execFileSync(process.execPath, [...args], { cwd: root, encoding: 'utf8' });

  test('compiles and can be assembled', () => {
    run('scripts/new-os.js', 'dragonfly', '--to', folder);
    const made = join(folder, 'os-dragonfly');
    expect(
      readdirSync(join(made, 'src'), { recursive: true }).filter((name) => /\.ts$/.test(String(name))),
    ).toHaveLength(9);
    run('node_modules/typescript7/bin/tsc', '-p', made);
    const cells = run(
      '-e',
      `require('reflect-metadata');
       const core = require('./core');
       const { dragonfly } = require(${JSON.stringify(join(made, 'dist/index.js'))});
       const { arm } = require('./arch-arm');
       const emulator = core.createEmulator({ host: require('./host-node').nodeHost({ network: false }), plugins: [arm, dragonfly] });
       console.log(emulator.abis.map(({ os, arch }) => os + '/' + arch).join(' '));`,
    );
    expect(cells).toBe('dragonfly/arm\n');
  }, 60_000);

  test('refuses a name that cannot be one', () => {
    expect(() =>
      execFileSync(process.execPath, ['scripts/new-os.js', 'Not-a-name'], { cwd: root, stdio: 'pipe' }),
    ).toThrow(/usage/);
  });
});
