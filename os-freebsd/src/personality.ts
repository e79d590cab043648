import type { ElfImage, OsPersonality } from '@anyuser/core';
import { endAio, execQueues, forkQueues } from '@anyuser/os-bsd';
import { forkCapabilities } from './capsicum/state';
import { execControls, exitControls, forkControls } from './process-controls';
import { releaseRobustMutexes } from './robust-lists';

const ELFOSABI_FREEBSD = 9;
const NT_FREEBSD_ABI_TAG = 1;
const LINKER = '/libexec/ld-elf.so.1';

const hasNote = (image: ElfImage): boolean =>
  image.notes.some(({ name, type }) => name === 'FreeBSD' && type === NT_FREEBSD_ABI_TAG);

/** FreeBSD: its ABI tag note, OSABI 9, or its run-time linker (sys/kern/imgact_elf.c, __elfN(get_brandinfo)). */
export const freebsd: OsPersonality = {
  id: 'freebsd',
  recognise(image) {
    if (hasNote(image)) return 4;
    if (image.osabi === ELFOSABI_FREEBSD) return 3;
    return image.interpreter === LINKER ? 2 : 0;
  },
  describe(image) {
    if (hasNote(image)) return 'its FreeBSD ABI note';
    return image.osabi === ELFOSABI_FREEBSD ? 'OSABI 9' : `interpreter ${LINKER}`;
  },
  fork(parent, child) {
    forkQueues(parent, child);
    forkCapabilities(parent, child);
    forkControls(parent, child);
  },
  exec(process) {
    execQueues(process);
    execControls(process);
    endAio(process);
  },
  exit(process) {
    exitControls(process);
    endAio(process);
  },
  threadExit: releaseRobustMutexes,
};
