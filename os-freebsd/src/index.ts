/**
 * FreeBSD guests.
 *
 * @packageDocumentation
 */
import { Abi, OsPersonality, type Plugin } from '@anyuser/core';
import { freebsdArm } from './abi/arm';
import { freebsd as personality } from './personality';

/** FreeBSD guests: the personality and its cells. */
export const freebsd: Plugin = {
  name: 'os-freebsd',
  register(container) {
    container.register(OsPersonality, { useValue: personality });
    container.register(Abi, { useValue: freebsdArm as Abi });
  },
};

export { freebsdArm } from './abi/arm';
