import { cacheDirectory, type PackageSetName, SysrootStore } from '@anyuser/conformance';
import { findCommand } from './places';
import { runTool } from './process';

/** Debian's programs for the guest and for the host, from the sysroots of the conformance runs. */
export class Debian {
  private readonly store = new SysrootStore(cacheDirectory());
  private hostArchitecture?: Promise<string | undefined>;

  /** Debian's name of the host's architecture, or undefined on a host that is not Debian. */
  host(): Promise<string | undefined> {
    this.hostArchitecture ??= askHost();
    return this.hostArchitecture;
  }

  /**
   * A folder with the unpacked packages of a set and all that they depend on.
   *
   * @param architecture Debian's name, for instance `armhf`
   * @throws PackagesUnavailable if they cannot be had
   */
  async root(architecture: string, set: PackageSetName): Promise<string> {
    return (await this.store.get(set, architecture)).path;
  }
}

async function askHost(): Promise<string | undefined> {
  if (findCommand('dpkg') === undefined) return undefined;
  const { status, stdout } = await runTool('dpkg', ['--print-architecture']);
  return status === 0 ? stdout.trim() : undefined;
}
