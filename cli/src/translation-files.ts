import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TranslationStorage } from '@anyuser/core';
import { nativeCode } from './native-code';

/** Bytes and files kept in all; the oldest go. */
const MOST_BYTES = 256 << 20;
const MOST_FILES = 200;

/**
 * Translations of a program's code in files below the user's cache directory, so that it starts faster the next time. The
 * files belong to one build of anyuser and one version of Node: the bundle's time and size are part of their names. Whatever goes wrong with a file only
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
    const host = `${process.version} ${process.arch}`;
    const identity = [build.mtimeMs, build.size, host, resolve(program), sysroot ?? '', name].join('\0');
    return join(directory, `${hash(identity)}.bin`);
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

/** 128 bits as hexadecimal digits (FNV-1a in four lanes): Node's own hashes take 3 ms to load. */
function hash(text: string): string {
  const lanes = Int32Array.of(0x811c_9dc5, 0x1b87_3593, 0x2545_f491, 0x6a09_e667);
  for (let at = 0; at < text.length; at++)
    for (let lane = 0; lane < lanes.length; lane++) {
      const mixed = Math.imul(lanes[lane]! ^ text.charCodeAt(at), 0x0100_0193);
      lanes[lane] = mixed ^ (mixed >>> (13 + lane));
    }
  return Array.from(lanes, (lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}
