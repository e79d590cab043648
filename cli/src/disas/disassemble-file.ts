import { readFileSync } from 'node:fs';
import { armArchitecture } from '@anyuser/arch-arm';
import { type Architecture, describeMachine, type ElfImage, LoaderError, parseElf } from '@anyuser/core';
import { readElfCode } from './elf-code';
import { listing, type ModeChange } from './listing';
import { labelSymbols, modeChanges } from './mapping-symbols';

const architectures: readonly Architecture[] = [armArchitecture as Architecture];

/** How many characters are gathered for one write. */
const CHUNK = 1 << 16;

/**
 * Writes the disassembly of a program's code.
 *
 * @param output - takes text synchronously or buffers it
 * @throws LoaderError if the file is absent, no ELF program, or of an unknown processor
 */
export function disassembleFile(path: string, output: { write(text: string): unknown }): void {
  const file = read(path);
  const image = parseElf(
    {
      key: path,
      size: file.length,
      read: (buffer: Uint8Array, position: number) => {
        const part = file.subarray(position, position + buffer.length);
        buffer.set(part);
        return part.length;
      },
    },
    path,
  );
  const architecture = architectures.find((candidate) => candidate.accepts(image));
  if (architecture === undefined) {
    const have = architectures.map(({ id }) => id).join(', ');
    throw new LoaderError(`${path}: no architecture for ${describeMachine(image)}; have ${have}`, 'ENOEXEC');
  }
  const code = readElfCode(image, file);
  const { changes, initial } = modes(architecture, image, code.symbols);
  let text = `${path}: ${describeMachine(image)}\n`;
  for (const line of listing(
    architecture,
    { ...code, symbols: labelSymbols(code.symbols) },
    changes,
    initial,
  )) {
    text += `${line}\n`;
    if (text.length > CHUNK) {
      output.write(text);
      text = '';
    }
  }
  output.write(text);
}

/** Only ARM has more than one instruction set in a file, and marks it in the file's symbols and entry address. */
function modes(
  { id }: Architecture,
  image: ElfImage,
  symbols: Parameters<typeof modeChanges>[0],
): { readonly changes: readonly ModeChange[]; readonly initial: number } {
  if (id !== 'arm') return { changes: [], initial: 0 };
  return { changes: modeChanges(symbols), initial: image.entry & 1 };
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new LoaderError(`${path}: no such file`, 'ENOENT');
    throw new LoaderError(`${path}: cannot be read (${code})`, code === 'EISDIR' ? 'EISDIR' : 'EACCES');
  }
}
