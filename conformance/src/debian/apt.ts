import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const DAY = 24 * 3600 * 1000;
const NETWORK_TIMEOUT = 300_000;
const ARCHIVE = 'http://deb.debian.org/debian';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Why packages cannot be had here, in words for the user. Whoever catches it skips what needs them. */
export class PackagesUnavailable extends Error {}

/**
 * Debian's archive for one architecture, through the machine's own `apt-get` and its sources, but with private state: no
 * root is needed, no foreign architecture is enabled on the system, nothing is installed. An empty status file makes apt
 * resolve the whole closure of a package, the C library included.
 */
export class Apt {
  private readonly state: string;
  private readonly archives: string;

  /**
   * @param cache Folder that may be kept between runs.
   * @param architecture Debian's name of it: `armhf`, `armel`, `mipsel`, `amd64`.
   * @param suite Name of another release (`bullseye`), whose archive is asked instead of the machine's sources.
   */
  constructor(
    cache: string,
    private readonly architecture: string,
    private readonly suite?: string,
  ) {
    this.state = join(cache, 'apt', suite === undefined ? architecture : `${architecture}-${suite}`);
    this.archives = join(this.state, 'cache', 'archives');
  }

  private options(): string[] {
    const settings = {
      'Dir::State': this.state,
      'Dir::State::status': join(this.state, 'status'),
      'Dir::Cache': join(this.state, 'cache'),
      'APT::Architecture': this.architecture,
      'APT::Architectures': this.architecture,
      'APT::Sandbox::User': '',
      'APT::Install-Recommends': 'false',
      'Debug::NoLocking': 'true',
      'Acquire::Retries': '2',
      ...(this.suite === undefined
        ? {}
        : { 'Dir::Etc::sourcelist': this.sourcesFile(), 'Dir::Etc::sourceparts': '/dev/null' }),
    };
    return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  }

  private sourcesFile(): string {
    return join(this.state, 'sources.list');
  }

  private listFolder(): string {
    return join(this.state, 'lists');
  }

  private hasLists(): boolean {
    return (
      existsSync(this.listFolder()) &&
      readdirSync(this.listFolder()).some((name) => name.includes('_Packages'))
    );
  }

  /** Gets the package lists when there are none from the last day. An archive that fails is left out by apt itself. */
  private async update(): Promise<void> {
    if (this.hasLists() && Date.now() - statSync(this.listFolder()).mtimeMs < DAY) {
      return;
    }
    mkdirSync(join(this.listFolder(), 'partial'), { recursive: true });
    mkdirSync(join(this.archives, 'partial'), { recursive: true });
    writeFileSync(join(this.state, 'status'), '');
    if (this.suite !== undefined) {
      writeFileSync(this.sourcesFile(), `deb [signed-by=${KEYRING}] ${ARCHIVE} ${this.suite} main\n`);
    }
    try {
      await run('apt-get', ['update', '-qq', ...this.options()], { timeout: NETWORK_TIMEOUT });
    } catch (error) {
      if (!this.hasLists()) {
        throw new PackagesUnavailable(`no package lists for ${this.architecture}: ${firstLine(error)}`);
      }
    }
  }

  /**
   * Downloads packages with all that they depend on, their checksums verified by apt.
   *
   * @returns the paths of the archives.
   * @throws PackagesUnavailable when apt is absent, or a package or the network is.
   */
  async download(packages: readonly string[]): Promise<readonly string[]> {
    await this.update();
    const install = ['install', '-y', '-qq', ...this.options(), ...packages];
    try {
      const { stdout } = await run('apt-get', ['--print-uris', ...install], { timeout: NETWORK_TIMEOUT });
      await run('apt-get', ['--download-only', ...install], { timeout: 2 * NETWORK_TIMEOUT });
      const cached = new Set(readdirSync(this.archives));
      // Archives that apt has already are not among the URIs, hence the simulation's list of names and versions.
      const simulated = await run('apt-get', ['--simulate', ...install], { timeout: NETWORK_TIMEOUT });
      const names = archiveNames(simulated.stdout, cached);
      const missing = [...stdout.matchAll(/^'[^']*' (\S+)/gm)].filter(([, name]) => !cached.has(name ?? ''));
      if (missing.length > 0) {
        throw new PackagesUnavailable(
          `apt-get did not download ${missing.map(([, name]) => name).join(', ')}`,
        );
      }
      return names.map((name) => join(this.archives, name));
    } catch (error) {
      if (error instanceof PackagesUnavailable) {
        throw error;
      }
      throw new PackagesUnavailable(`${packages.join(', ')} for ${this.architecture}: ${firstLine(error)}`);
    }
  }
}

/** Names of the archives for the `Inst NAME (VERSION …)` lines of a simulation. */
function archiveNames(simulation: string, cached: ReadonlySet<string>): string[] {
  return [...simulation.matchAll(/^Inst (\S+) \((\S+) /gm)].map(([, name, version]) => {
    const stem = `${name?.replace(/:.*/, '')}_${version?.replaceAll(':', '%3a')}_`;
    const found = [...cached].find((file) => file.startsWith(stem));
    if (found === undefined) {
      throw new PackagesUnavailable(`no archive of ${name} ${version}`);
    }
    return found;
  });
}

/** The line of a failed command that says most: apt's first `E:`, else the first one. */
function firstLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  const text = stderr || message || String(error);
  return (text.match(/^E: .*/m)?.[0] ?? text.split('\n')[0] ?? '').trim();
}
