import { type OsPersonality, releaseRobustList } from '@anyuser/core';
import { endAio, execQueues, forkQueues } from '@anyuser/os-bsd';
import { lwpEnded } from './lwp-state';
import { hasIdentification } from './notes';
import { forkProgramState } from './program-state';
import { dropSequences, forkSequences } from './restartable';

const ELFOSABI_NETBSD = 2;
const LINKERS: readonly string[] = ['/usr/libexec/ld.elf_so', '/libexec/ld.elf_so'];

/** NetBSD: its version note, OSABI 2, or its run-time linker (sys/kern/exec_elf.c, netbsd_elf_signature). */
export const netbsd: OsPersonality = {
  id: 'netbsd',
  recognise(image) {
    if (hasIdentification(image)) return 4;
    if (image.osabi === ELFOSABI_NETBSD) return 3;
    return image.interpreter !== undefined && LINKERS.includes(image.interpreter) ? 2 : 0;
  },
  describe(image) {
    if (hasIdentification(image)) return 'its NetBSD note';
    return image.osabi === ELFOSABI_NETBSD ? 'OSABI 2' : `interpreter ${image.interpreter}`;
  },
  threadExit(thread) {
    releaseRobustList(thread);
    lwpEnded(thread);
  },
  fork(parent, child) {
    forkProgramState(parent, child);
    forkSequences(parent, child);
    forkQueues(parent, child);
  },
  exec(process) {
    dropSequences(process);
    execQueues(process);
    endAio(process);
  },
  exit: endAio,
};
