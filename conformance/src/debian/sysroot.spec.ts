import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PackagesUnavailable } from './apt';
import { PACKAGE_SETS } from './package-sets';
import { SysrootStore } from './sysroot';

let cache: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'sysroot-spec-'));
});

afterEach(() => rmSync(cache, { recursive: true }));

test('packages that are unpacked already are not fetched again', async () => {
  const path = join(cache, 'sysroots', 'nowhere', 'busybox');
  mkdirSync(path, { recursive: true });
  const manifest = { requested: PACKAGE_SETS.busybox, archives: ['busybox-static_1_all.deb'] };
  writeFileSync(join(path, '.packages.json'), JSON.stringify(manifest));
  expect(await new SysrootStore(cache).get('busybox', 'nowhere')).toEqual({
    path,
    archives: manifest.archives,
  });
});

test('an architecture that Debian does not have is told in one sentence', async () => {
  const made = new SysrootStore(cache).get('busybox', 'nowhere');
  await expect(made).rejects.toThrow(PackagesUnavailable);
  await expect(made).rejects.toThrow(/nowhere/);
});
