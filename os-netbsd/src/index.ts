/**
 * NetBSD guests.
 *
 * @packageDocumentation
 */
import { Abi, OsPersonality, type Plugin } from '@anyuser/core';
import { netbsdArm } from './abi/arm';
import { netbsdMips, netbsdMipsel } from './abi/mips';
import { netbsd as personality } from './personality';

/** NetBSD guests: the personality and its cells. */
export const netbsd: Plugin = {
  name: 'os-netbsd',
  register(container) {
    container.register(OsPersonality, { useValue: personality });
    for (const cell of [netbsdArm, netbsdMips, netbsdMipsel])
      container.register(Abi, { useValue: cell as Abi });
  },
};

export { netbsdArm } from './abi/arm';
export { netbsdMips, netbsdMipsel } from './abi/mips';
