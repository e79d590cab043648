import { Abi, OsPersonality, type Plugin } from '@anyuser/core';
import { linuxArm } from './abi/arm';
import { linux as personality } from './personality';

/** Linux guests: the personality and its cells. */
export const linux: Plugin = {
  name: 'os-linux',
  register(container) {
    container.register(OsPersonality, { useValue: personality });
    container.register(Abi, { useValue: linuxArm as Abi });
  },
};

export { linuxArm } from './abi/arm';
