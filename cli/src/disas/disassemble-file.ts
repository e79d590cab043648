import { readFileSync } from 'node:fs';
import { describeMachine, LoaderError, parseElf } from '@anyuser/core';
import { assemble } from '../assemble';
import { readElfCode } from './elf-code';
import { labels } from './labels';
import { listing } from './listing';

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
  const { architectures } = assemble({});
  const architecture = architectures.find((candidate) => candidate.accepts(image));
  if (architecture === undefined) {
    const have = architectures.map(({ id }) => id).join(', ');
    throw new LoaderError(`${path}: no architecture for ${describeMachine(image)}; have ${have}`, 'ENOEXEC');
  }
  const code = readElfCode(image, file);
  const modes = architecture.codeModes?.(code.symbols, image.entry) ?? { initial: 0, changes: [] };
  let text = `${path}: ${describeMachine(image)}\n`;
  for (const line of listing(architecture, { ...code, symbols: labels(code.symbols) }, modes)) {
    text += `${line}\n`;
    if (text.length > CHUNK) {
      output.write(text);
      text = '';
    }
  }
  output.write(text);
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
