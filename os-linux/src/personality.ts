import type { ElfImage, OsPersonality } from '@anyuser/core';
import { threadExit } from './thread-exit';

const ELFOSABI_NONE = 0;
const ELFOSABI_LINUX = 3;

/** Run-time linkers of Linux's C libraries: glibc, musl, uClibc. */
const LINKER = /^\/lib(32|64)?\/(ld-linux|ld-musl-|ld-uClibc|ld\.so\.1$)/;

const hasNote = (image: ElfImage): boolean =>
  image.notes.some(
    ({ name, type, desc }) =>
      name === 'GNU' && type === 1 && desc.length >= 4 && [0, 3].every((at) => desc[at] === 0),
  );

/**
 * Linux. Its binaries bear OSABI 0 or 3; a GNU ABI tag note names system 0. An image without any mark is taken, as the kernel
 * itself takes every image of its processor.
 */
export const linux: OsPersonality = {
  id: 'linux',
  recognise(image) {
    if (hasNote(image)) return 4;
    if (image.osabi === ELFOSABI_LINUX) return 3;
    if (image.interpreter !== undefined && LINKER.test(image.interpreter)) return 2;
    return image.osabi === ELFOSABI_NONE ? 1 : 0;
  },
  describe(image) {
    if (hasNote(image)) return 'its GNU ABI note';
    if (image.osabi === ELFOSABI_LINUX) return 'OSABI 3';
    if (image.interpreter !== undefined && LINKER.test(image.interpreter))
      return `interpreter ${image.interpreter}`;
    return 'no mark of another system';
  },
  openTakesTerminal: true,
  threadExit,
};
