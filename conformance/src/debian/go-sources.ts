import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Apt, PackagesUnavailable } from './apt';

const run = promisify(execFile);

/**
 * Sources of Go modules as Debian packages them, to be built with GO111MODULE=off.
 *
 * @param cache Folder that is kept between runs.
 * @param packages Names such as `golang-mvdan-sh-dev`; what they depend on comes along.
 * @returns a GOPATH.
 * @throws PackagesUnavailable when they cannot be had.
 */
export async function goSources(cache: string, packages: readonly string[]): Promise<string> {
  const folder = join(cache, 'go-sources', packages.join('+'));
  const gopath = join(folder, 'usr/share/gocode');
  if (existsSync(gopath)) return gopath;
  const archives = await new Apt(cache, 'amd64').download(packages);
  mkdirSync(join(cache, 'go-sources'), { recursive: true });
  const work = mkdtempSync(join(cache, 'go-sources', '.new-'));
  try {
    for (const archive of archives.filter((path) => /golang-[^/]*-dev_/.test(path)))
      await run('dpkg-deb', ['--extract', archive, work]);
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
    return gopath;
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw new PackagesUnavailable(`cannot unpack ${packages.join(', ')}: ${String(error)}`);
  }
}
