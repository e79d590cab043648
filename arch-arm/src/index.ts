/**
 * ARM guests: A32, Thumb, VFP and Advanced SIMD.
 *
 * @packageDocumentation
 */
import { Architecture, type Plugin } from '@anyuser/core';
import { armArchitecture } from './arch';

/** Registers the architecture `arm`. */
export const arm: Plugin = {
  name: 'arm',
  register(container) {
    container.registerInstance(Architecture, armArchitecture);
  },
};

export { a32Rows } from './a32';
export { armArchitecture } from './arch';
export { ArmCpu, Cpsr } from './cpu';
export type { ArmInstruction, ArmRow } from './instruction';
export { Mode } from './mode';
export { type Feature, features, models } from './models';
export { neonRows } from './neon';
export { t16Rows } from './t16';
export { t32Rows } from './t32';
export { asThumb } from './t32/from-a32';
export { vfpRows } from './vfp';
