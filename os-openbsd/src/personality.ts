import type { ElfImage, OsPersonality } from '@anyuser/core';
import { execQueues, forkQueues } from '@anyuser/os-bsd';
import { forkState } from './process-state';

const ELFOSABI_OPENBSD = 12;
const NT_OPENBSD_IDENT = 1;
const LINKER = '/usr/libexec/ld.so';

const hasNote = (image: ElfImage): boolean =>
  image.notes.some(({ name, type }) => name === 'OpenBSD' && type === NT_OPENBSD_IDENT);

/** OpenBSD: its note, OSABI 12, or its run-time linker (sys/kern/exec_elf.c, elf_os_pt_note). */
export const openbsd: OsPersonality = {
  id: 'openbsd',
  recognise(image) {
    if (hasNote(image)) return 4;
    if (image.osabi === ELFOSABI_OPENBSD) return 3;
    return image.interpreter === LINKER ? 2 : 0;
  },
  describe(image) {
    if (hasNote(image)) return 'its OpenBSD note';
    return image.osabi === ELFOSABI_OPENBSD ? 'OSABI 12' : `interpreter ${LINKER}`;
  },
  fork(parent, child) {
    forkState(parent, child);
    forkQueues(parent, child);
  },
  exec: execQueues,
};
