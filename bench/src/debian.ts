import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, findCommand } from './places';
import { lastLine, runTool } from './process';

/** Fetches Debian packages of any architecture through apt and unpacks them, without installing anything. */
export class Debian {
  private hostArchitecture?: Promise<string | undefined>;
  private queue: Promise<unknown> = Promise.resolve();

  /** @param directory `debs/` and `roots/` are kept below it */
  constructor(private readonly directory = cacheDirectory()) {}

  /** Debian's name of the host's architecture, or undefined on a host that is not Debian. */
  host(): Promise<string | undefined> {
    this.hostArchitecture ??= this.askHost();
    return this.hostArchitecture;
  }

  /**
   * A folder that holds the unpacked files of at least the named packages; dependencies must be named too.
   * apt checks each download against its signed index.
   *
   * @param architecture Debian's name, for instance `armhf`
   * @throws Error if apt is absent, does not know the architecture or a package, or cannot reach its mirror
   */
  root(architecture: string, packages: readonly string[]): Promise<string> {
    const next = this.queue.then(() => this.unpack(architecture, packages));
    this.queue = next.catch(() => undefined);
    return next;
  }

  private async unpack(architecture: string, packages: readonly string[]): Promise<string> {
    const root = join(this.directory, 'roots', architecture);
    const stamps = join(this.directory, 'roots', `${architecture}.unpacked`);
    const missing = packages.filter((name) => !existsSync(join(stamps, name)));
    if (missing.length === 0) return root;
    mkdirSync(root, { recursive: true });
    mkdirSync(stamps, { recursive: true });
    const archives = await this.fetch(architecture, missing);
    for (const [index, name] of missing.entries()) {
      const { status, stderr } = await runTool('dpkg-deb', ['--extract', archives[index], root]);
      if (status !== 0) throw new Error(`dpkg-deb: ${lastLine(stderr)}`);
      writeFileSync(join(stamps, name), `${archives[index]}\n`);
    }
    return root;
  }

  /** Paths of the named packages' archives, in their order. */
  private async fetch(architecture: string, names: readonly string[]): Promise<string[]> {
    const folder = join(this.directory, 'debs', architecture);
    mkdirSync(folder, { recursive: true });
    const archiveOf = (name: string) =>
      readdirSync(folder).find((file) => file.startsWith(`${name}_`) && file.endsWith('.deb'));
    const absent = names.filter((name) => archiveOf(name) === undefined);
    if (absent.length > 0) {
      if (findCommand('apt-get') === undefined)
        throw new Error('this host has no apt-get to fetch packages with');
      const wanted = absent.map((name) => `${name}:${architecture}`);
      const { status, stderr } = await runTool('apt-get', ['download', ...wanted], folder);
      const failed = absent.filter((name) => archiveOf(name) === undefined);
      if (status !== 0 || failed.length > 0) {
        const errors = stderr.split('\n').filter((line) => line.startsWith('E: '));
        throw new Error(
          `apt-get cannot fetch packages (${errors[0] ?? failed.join(', ')}); is the architecture known ` +
            `(dpkg --add-architecture ${architecture} && apt-get update)?`,
        );
      }
    }
    return names.map((name) => join(folder, archiveOf(name) ?? ''));
  }

  private async askHost(): Promise<string | undefined> {
    if (findCommand('dpkg') === undefined) return undefined;
    const { status, stdout } = await runTool('dpkg', ['--print-architecture']);
    return status === 0 ? stdout.trim() : undefined;
  }
}
