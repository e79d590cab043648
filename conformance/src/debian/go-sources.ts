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
 * @param suite Another release of Debian than the machine's (see {@link Apt}).
 * @returns a GOPATH.
 * @throws PackagesUnavailable when they cannot be had.
 */
export async function goSources(cache: string, packages: readonly string[], suite?: string): Promise<string> {
  const folder = join(cache, 'go-sources', [...packages, ...(suite === undefined ? [] : [suite])].join('+'));
  const gopath = join(folder, 'usr/share/gocode');
  if (existsSync(gopath)) return gopath;
  const archives = await new Apt(cache, 'amd64', suite).download(packages);
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
