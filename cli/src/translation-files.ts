import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { TranslationStorage } from '@anyuser/core';
import { nativeCode } from './native-code';

/** Bytes and files kept in all; the oldest go. */
const MOST_BYTES = 256 << 20;
const MOST_FILES = 200;

/**
 * Translations of a program's code in files below the user's cache directory, so that it starts faster the next time. The
 * files belong to one build of anyuser: the bundle's own time is part of their names. Whatever goes wrong with a file only
 * costs the time that it would have saved.
 * @param bundle - the file that this code runs from. Where it is no bundle nothing is kept: translations of a translator
 * under development would be stale.
 * @returns undefined where nothing is kept
 */
export function translationFiles(
  program: string,
  sysroot: string | undefined,
  bundle = __filename,
): TranslationStorage | undefined {
  if (!bundle.endsWith('.bundle.js')) return undefined;
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const directory = join(cache, 'anyuser', 'translations');
  const build = statSync(bundle);
  const fileOf = (name: string): string => {
    const hash = createHash('sha256');
    for (const part of [build.mtimeMs, build.size, program, sysroot ?? '', name]) hash.update(`${part}\0`);
    return join(directory, `${hash.digest('hex').slice(0, 32)}.bin`);
  };
  return {
    native: nativeCode(),
    read(name) {
      try {
        return readFileSync(fileOf(name));
      } catch {
        return undefined;
      }
    },
    write(name, bytes) {
      try {
        mkdirSync(directory, { recursive: true, mode: 0o700 });
        const file = fileOf(name);
        const draft = `${file}.${process.pid}`;
        writeFileSync(draft, bytes, { mode: 0o600 });
        renameSync(draft, file);
        removeOldest(directory);
      } catch {
        // A read-only home, a full disk: the next run translates again.
      }
    },
  };
}

function removeOldest(directory: string): void {
  const files = readdirSync(directory).map((name) => {
    const file = join(directory, name);
    const { mtimeMs, size } = statSync(file);
    return { file, mtimeMs, size };
  });
  files.sort((a, b) => b.mtimeMs - a.mtimeMs);
  let bytes = 0;
  files.forEach(({ file, size }, n) => {
    bytes += size;
    if (n > 0 && (n >= MOST_FILES || bytes > MOST_BYTES)) rmSync(file, { force: true });
  });
}
