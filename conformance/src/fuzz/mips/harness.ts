import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CpuModel } from '@anyuser/core';

/** Offset of e_flags in an ELF header of 32 bits, and the flag of programs with IEEE 754-2008 NaNs. */
const E_FLAGS = 36;
const EF_MIPS_NAN2008 = 0x400;

const made = new Map<string, string>();
let folder: string | undefined;

/**
 * Path of the harness for a byte order and a model. QEMU refuses programs whose header tells other NaNs than the model has,
 * so there is a copy for those of 2008, which is removed when the process ends.
 */
export function harnessImage(name: 'mips' | 'mipsel', { features }: CpuModel): string {
  const path = resolve(__dirname, '../../../harness', name);
  if (!features.has('nan2008')) return path;
  const known = made.get(name);
  if (known !== undefined) return known;
  const bytes = readFileSync(path);
  if (name === 'mips') bytes.writeUInt32BE(bytes.readUInt32BE(E_FLAGS) | EF_MIPS_NAN2008, E_FLAGS);
  else bytes.writeUInt32LE(bytes.readUInt32LE(E_FLAGS) | EF_MIPS_NAN2008, E_FLAGS);
  if (folder === undefined) {
    const own = mkdtempSync(join(tmpdir(), 'harness-'));
    process.on('exit', () => rmSync(own, { recursive: true, force: true }));
    folder = own;
  }
  const copy = join(folder, name);
  writeFileSync(copy, bytes);
  chmodSync(copy, 0o755);
  made.set(name, copy);
  return copy;
}
