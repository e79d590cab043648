/**
 * FreeBSD guests.
 *
 * @packageDocumentation
 */
import { Abi, OsPersonality, type Plugin } from '@anyuser/core';
import { freebsdArm } from './abi/arm';
import { freebsdMips, freebsdMipsel } from './abi/mips';
import { freebsd as personality } from './personality';

/** FreeBSD guests: the personality and its cells. */
export const freebsd: Plugin = {
  name: 'os-freebsd',
  register(container) {
    container.register(OsPersonality, { useValue: personality });
    for (const cell of [freebsdArm, freebsdMips, freebsdMipsel])
      container.register(Abi, { useValue: cell as Abi });
  },
};

export { freebsdArm } from './abi/arm';
export { freebsdMips, freebsdMipsel } from './abi/mips';
