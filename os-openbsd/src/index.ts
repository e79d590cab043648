/**
 * OpenBSD guests.
 *
 * @packageDocumentation
 */
import { Abi, OsPersonality, type Plugin } from '@anyuser/core';
import { openbsdArm } from './abi/arm';
import { openbsd as personality } from './personality';

/** OpenBSD guests: the personality and its cells. */
export const openbsd: Plugin = {
  name: 'os-openbsd',
  register(container) {
    container.register(OsPersonality, { useValue: personality });
    container.register(Abi, { useValue: openbsdArm as Abi });
  },
};

export { openbsdArm } from './abi/arm';
