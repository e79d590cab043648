import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** The `bench` package's folder. */
export const benchDirectory = resolve(__dirname, '..');

/** The repository's root. */
export const repositoryDirectory = resolve(benchDirectory, '..');

/** C sources and scripts of the workloads. */
export const workloadDirectory = join(benchDirectory, 'workloads');

/** Compiled workloads and generated input; git-ignored, safe to delete. */
export const buildDirectory = join(benchDirectory, 'build');

/** Tables, JSON and charts of finished runs; git-ignored. */
export const resultDirectory = join(benchDirectory, 'results');

/** Full path of a command found along `PATH`, or undefined. */
export function findCommand(name: string, path = process.env.PATH ?? ''): string | undefined {
  if (name.includes('/')) return existsSync(name) ? resolve(name) : undefined;
  for (const directory of path.split(delimiter)) {
    const file = join(directory, name);
    if (directory !== '' && existsSync(file)) return file;
  }
  return undefined;
}
