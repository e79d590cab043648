import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { PackagesUnavailable } from './apt';

const run = promisify(execFile);
const SOURCE = resolve(__dirname, '../../../guests/programs/go');

/** What the Go tool calls Debian's architectures. ARMv5 has no floating point unit, which Go then computes itself. */
const GO_ARCHITECTURES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  armhf: { GOARCH: 'arm', GOARM: '7' },
  armel: { GOARCH: 'arm', GOARM: '5' },
  mipsel: { GOARCH: 'mipsle' },
  mips: { GOARCH: 'mips' },
  amd64: { GOARCH: 'amd64' },
  arm64: { GOARCH: 'arm64' },
};

/** How the Go guest is built: as is usual, or without floating-point instructions. */
export type GoProgram = 'go' | 'go-softfloat';

/** Whether something is a way to build the Go guest. */
export const isGoProgram = (name: string): name is GoProgram => name === 'go' || name === 'go-softfloat';

/**
 * Builds the Go guest for an architecture, which is too large to be committed.
 *
 * @param cache Folder for the result and for the compiler's own cache.
 * @returns a folder with the program as `bin/go-guest`.
 * @throws PackagesUnavailable when there is no Go tool, or it fails.
 */
export async function buildGoProgram(
  cache: string,
  architecture: string,
  program: GoProgram,
): Promise<string> {
  const settings = GO_ARCHITECTURES[architecture];
  if (settings === undefined) {
    throw new PackagesUnavailable(`Go is not built for ${architecture}`);
  }
  const digest = createHash('sha1')
    .update(readFileSync(join(SOURCE, 'main.go')))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cache, program, architecture, digest);
  const output = join(folder, 'bin', 'go-guest');
  if (existsSync(output)) {
    return folder;
  }
  mkdirSync(join(folder, 'bin'), { recursive: true });
  const work = `${output}.${process.pid}`;
  try {
    await run('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', work, '.'], {
      cwd: SOURCE,
      timeout: 300_000,
      env: {
        ...process.env,
        ...settings,
        ...(program === 'go-softfloat' && { GOMIPS: 'softfloat' }),
        GOOS: 'linux',
        CGO_ENABLED: '0',
        GOCACHE: join(cache, 'go-build'),
        GOFLAGS: '-mod=mod',
        GOPROXY: 'off',
      },
    });
    renameSync(work, output);
    return folder;
  } catch (error) {
    throw new PackagesUnavailable(`cannot build the Go program: ${String(error).split('\n')[0]}`);
  }
}
