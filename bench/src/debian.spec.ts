import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Debian } from './debian';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'debian-spec-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

test('packages that are unpacked already are not fetched again', async () => {
  const stamps = join(directory, 'roots', 'armhf.unpacked');
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, 'hello'), '');
  const debian = new Debian(directory);
  await expect(debian.root('armhf', ['hello'])).resolves.toBe(join(directory, 'roots', 'armhf'));
});

test('a package that cannot be had is an error in one sentence, and does not block the next request', async () => {
  const debian = new Debian(directory);
  await expect(debian.root('nowhere', ['no-such-package'])).rejects.toThrow(/apt-get/);
  await expect(debian.root('nowhere', [])).resolves.toContain('nowhere');
});
