import { Abi, OsPersonality, type Plugin } from '@anyuser/core';
import { linuxArm } from './abi/arm';
import { linuxMips, linuxMipsel } from './abi/mips';
import { linux as personality } from './personality';

/** Linux guests: the personality and its cells. */
export const linux: Plugin = {
  name: 'os-linux',
  register(container) {
    container.register(OsPersonality, { useValue: personality });
    for (const abi of [linuxArm, linuxMips, linuxMipsel]) container.register(Abi, { useValue: abi as Abi });
  },
};

export { linuxArm } from './abi/arm';
export { linuxMips, linuxMipsel } from './abi/mips';
