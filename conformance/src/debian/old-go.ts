import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Apt, PackagesUnavailable } from './apt';

const run = promisify(execFile);
const PACKAGE = 'golang-1.15-go';

/**
 * Go 1.15 of Debian 11, the last release of Debian whose Go links programs for openbsd/arm statically, with system calls of
 * their own; later ones go through OpenBSD's libc.so, which nobody else may hand out.
 *
 * @param cache Folder that is kept between runs.
 * @returns its GOROOT.
 * @throws PackagesUnavailable when it cannot be had, or this machine is not amd64.
 */
export async function oldGo(cache: string): Promise<string> {
  if (process.arch !== 'x64') {
    throw new PackagesUnavailable(`${PACKAGE} is taken for amd64 only`);
  }
  const folder = join(cache, PACKAGE);
  const goroot = join(folder, 'usr/lib/go-1.15');
  if (existsSync(join(goroot, 'bin/go'))) {
    return goroot;
  }
  const archives = await new Apt(cache, 'amd64', 'bullseye').download([PACKAGE]);
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, '.go-'));
  try {
    for (const archive of archives.filter((path) => path.includes('golang-'))) {
      await run('dpkg-deb', ['--extract', archive, work]);
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
    return goroot;
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw new PackagesUnavailable(`cannot unpack ${PACKAGE}: ${String(error)}`);
  }
}
