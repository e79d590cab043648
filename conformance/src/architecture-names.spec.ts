import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** Names of architectures, their instruction sets and processors. Timers and branches have arms too: `arm` counts as a value. */
const NAME =
  /(['"`])arm\1|\b(arch-arm|arm(v\d\w*|el|hf|Cpu)|aarch\w*|thumb\w*|neon|vfp\w*|cortex\w*|mips\w*)\b/gi;

/** Where architectures may be named: the list of plug-ins, and words for the machine numbers of ELF headers. */
const ALLOWED: readonly string[] = ['cli/src/assemble.ts', 'core/src/loader/recognise.ts'];

const withoutComments = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.ts$/.test(entry.name) && !/\.spec\.ts$/.test(entry.name)) yield path;
  }
}

test.each(['core', 'cli'])('%s names no architecture', (name) => {
  const found = [...sources(join(root, name, 'src'))]
    .map((path) => [relative(root, path), withoutComments(readFileSync(path, 'utf8')).match(NAME)] as const)
    .filter(([path, names]) => names !== null && !ALLOWED.includes(path));
  expect(found.map(([path, names]) => `${path}: ${names!.join(' ')}`)).toEqual([]);
});
