import type { ElfImage, OsPersonality } from '@anyuser/core';
import { endAio, execQueues, forkQueues } from '@anyuser/os-bsd';
import { lwpEnded } from './lwp-state';

const ELFOSABI_NETBSD = 2;
const NT_NETBSD_IDENT = 1;
const LINKERS: readonly string[] = ['/usr/libexec/ld.elf_so', '/libexec/ld.elf_so'];

const hasNote = (image: ElfImage): boolean =>
  image.notes.some(({ name, type }) => name === 'NetBSD' && type === NT_NETBSD_IDENT);

/** NetBSD: its version note, OSABI 2, or its run-time linker (sys/kern/exec_elf.c, netbsd_elf_signature). */
export const netbsd: OsPersonality = {
  id: 'netbsd',
  recognise(image) {
    if (hasNote(image)) return 4;
    if (image.osabi === ELFOSABI_NETBSD) return 3;
    return image.interpreter !== undefined && LINKERS.includes(image.interpreter) ? 2 : 0;
  },
  describe(image) {
    if (hasNote(image)) return 'its NetBSD note';
    return image.osabi === ELFOSABI_NETBSD ? 'OSABI 2' : `interpreter ${image.interpreter}`;
  },
  threadExit: lwpEnded,
  fork: forkQueues,
  exec(process) {
    execQueues(process);
    endAio(process);
  },
  exit: endAio,
};
