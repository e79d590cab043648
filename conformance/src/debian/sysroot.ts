import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { GUESTS_ROOT } from '@anyuser/guests';
import { Apt, PackagesUnavailable } from './apt';
import { buildGoProgram, type GoProgram, isGoProgram } from './go-programs';
import { PACKAGE_SETS, type PackageSetName } from './package-sets';

/** What a program list runs in: a set of Debian's packages, the guests, or what is built from the Go guest's source. */
export type SysrootName = PackageSetName | GoProgram | 'guests';

const run = promisify(execFile);
const MANIFEST = '.packages.json';

/** Unpacked packages, with their versions as the names of their archives. */
export interface Sysroot {
  readonly path: string;
  readonly archives: readonly string[];
}

interface Manifest {
  readonly requested: readonly string[];
  readonly archives: readonly string[];
}

/** Makes and remembers sysroots: one folder for each set of packages and architecture. */
export class SysrootStore {
  private readonly pending = new Map<string, Promise<Sysroot>>();

  /** @param cache Folder for package lists, archives and sysroots; kept between runs. */
  constructor(private readonly cache: string) {}

  /**
   * The sysroot of a set, made on first use.
   *
   * @throws PackagesUnavailable when the packages cannot be had.
   */
  get(set: SysrootName, architecture: string): Promise<Sysroot> {
    const key = `${architecture}/${set}`;
    const known = this.pending.get(key) ?? this.prepare(set, architecture);
    this.pending.set(key, known);
    return known;
  }

  private async prepare(set: SysrootName, architecture: string): Promise<Sysroot> {
    if (set === 'guests') {
      return { path: join(GUESTS_ROOT, 'bin', guestTarget(architecture)), archives: [] };
    }
    if (isGoProgram(set)) {
      return { path: await buildGoProgram(this.cache, architecture, set), archives: [] };
    }
    const parent = join(this.cache, 'sysroots', architecture);
    const path = join(parent, set);
    const requested = PACKAGE_SETS[set];
    const present = readManifest(path);
    if (present && present.requested.join() === requested.join()) {
      return { path, archives: present.archives };
    }
    const archives = await new Apt(this.cache, architecture).download(requested);
    mkdirSync(parent, { recursive: true });
    const work = mkdtempSync(join(parent, '.new-'));
    try {
      for (const archive of archives) {
        await run('dpkg-deb', ['--extract', archive, work]);
      }
      const names = archives.map((archive) => basename(archive));
      writeFileSync(join(work, MANIFEST), JSON.stringify({ requested, archives: names } satisfies Manifest));
      rmSync(path, { recursive: true, force: true });
      renameSync(work, path);
      return { path, archives: names };
    } catch (error) {
      rmSync(work, { recursive: true, force: true });
      throw new PackagesUnavailable(`cannot unpack ${set} for ${architecture}: ${String(error)}`);
    }
  }
}

/** The guests' own name of an architecture: they call Debian's armel arm. */
const guestTarget = (architecture: string): string => (architecture === 'armel' ? 'arm' : architecture);

function readManifest(path: string): Manifest | undefined {
  const file = join(path, MANIFEST);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined;
}
