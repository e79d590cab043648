import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** One line of a listing: what a file is, its permissions, and a digest of its content or its target. */
function describe(path: string): string {
  const status = lstatSync(path);
  const mode = (status.mode & 0o7777).toString(8).padStart(4, '0');
  if (status.isSymbolicLink()) {
    return `link ${readlinkSync(path)}`;
  }
  if (status.isDirectory()) {
    return `directory ${mode}`;
  }
  if (status.isFile()) {
    const digest = createHash('sha1').update(readFileSync(path)).digest('hex').slice(0, 12);
    return `file ${mode} ${status.size} ${digest} links ${status.nlink}`;
  }
  return `${status.isFIFO() ? 'fifo' : status.isSocket() ? 'socket' : 'device'} ${mode}`;
}

/**
 * Lists what a folder holds, one line a file, in order of their paths.
 *
 * @param ignore Beginnings of paths that are left out.
 */
export function listTree(root: string, ignore: readonly string[] = []): string {
  const lines: string[] = [];
  const visit = (folder: string): void => {
    for (const name of readdirSync(join(root, folder)).sort()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (ignore.some((beginning) => path.startsWith(beginning))) {
        continue;
      }
      const line = describe(join(root, path));
      lines.push(`${path} ${line}\n`);
      if (line.startsWith('directory')) {
        visit(path);
      }
    }
  };
  visit('');
  return lines.join('');
}
