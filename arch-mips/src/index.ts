import { Architecture, type Plugin } from '@anyuser/core';
import { mipsArchitecture, mipselArchitecture } from './arch';

/** MIPS guests in both byte orders. */
export const mips: Plugin = {
  name: 'arch-mips',
  register(container) {
    container.register(Architecture, { useValue: mipsArchitecture as Architecture });
    container.register(Architecture, { useValue: mipselArchitecture as Architecture });
  },
};

export { mipsArchitecture, mipselArchitecture } from './arch';
export { Trap } from './context';
export { MipsCpu } from './cpu';
export type { MipsRow } from './instruction';
export { Mode } from './mode';
export { models } from './models';
export { rowSets as mipsRowSets } from './rows';
