import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageSetName } from '@anyuser/conformance';
import { type Toolchain, toolchains } from '../toolchain';
import type { Context } from '../workload';

const loaders: Readonly<Record<string, string>> = {
  amd64: 'lib64/ld-linux-x86-64.so.2',
  arm64: 'lib/ld-linux-aarch64.so.1',
};

/** A fetched program, ready to be completed by its arguments. */
export interface Fetched {
  /** Folder that holds the package's files. */
  readonly root: string;
  /** Command of the emulators: path of the program inside {@link Fetched.root}. */
  readonly program: string;
  /** The same version of the program for the host: its loader with the arguments that come first, or itself where it is static; absent if there is none. */
  readonly native?: {
    readonly program: string;
    readonly arguments: readonly string[];
    readonly root: string;
  };
}

/**
 * Fetches packages for the guest.
 *
 * @returns the folder that they are unpacked in
 * @throws Error if they cannot be fetched
 */
export async function fetchGuest(context: Context, packages: PackageSetName): Promise<string> {
  const toolchain: Toolchain = toolchains[context.arch];
  if (toolchain.debian === undefined) throw new Error(`Debian has no packages for ${context.arch}`);
  return context.debian.root(toolchain.debian, packages);
}

/**
 * Fetches packages for the guest and, where the host is Debian, the same packages for the host.
 *
 * @param path of the program inside the packages
 * @throws Error if they cannot be fetched for the guest
 */
export async function fetchProgram(
  context: Context,
  packages: PackageSetName,
  path: string,
): Promise<Fetched> {
  const root = await fetchGuest(context, packages);
  return { root, program: join(root, path), native: await hostProgram(context, packages, path) };
}

async function hostProgram(
  context: Context,
  packages: PackageSetName,
  path: string,
): Promise<Fetched['native']> {
  const host = await context.debian.host();
  const loader = loaders[host ?? ''];
  if (host === undefined || loader === undefined) return undefined;
  let root: string;
  try {
    root = await context.debian.root(host, packages);
  } catch (error) {
    // The comparison with qemu does not need it.
    console.log(`no native ${path}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  // A static program comes without a loader.
  if (!existsSync(join(root, loader))) return { root, program: join(root, path), arguments: [] };
  const triplet = host === 'amd64' ? 'x86_64-linux-gnu' : 'aarch64-linux-gnu';
  const search = [`lib/${triplet}`, `usr/lib/${triplet}`].map((folder) => join(root, folder)).join(':');
  return { root, program: join(root, loader), arguments: ['--library-path', search, join(root, path)] };
}
