/**
 * NetBSD guests.
 *
 * @packageDocumentation
 */
import { Abi, OsPersonality, type Plugin } from '@anyuser/core';
import { netbsdArm } from './abi/arm';
import { netbsd as personality } from './personality';

/** NetBSD guests: the personality and its cells. */
export const netbsd: Plugin = {
  name: 'os-netbsd',
  register(container) {
    container.register(OsPersonality, { useValue: personality });
    container.register(Abi, { useValue: netbsdArm as Abi });
  },
};

export { netbsdArm } from './abi/arm';
