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

export { armArchitecture } from './arch';
export { ArmCpu, Cpsr } from './cpu';
export { Mode } from './mode';
export { type Feature, features, models } from './models';
