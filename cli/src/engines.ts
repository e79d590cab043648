import { Engine, JitEngine, type Plugin } from '@anyuser/core';

/**
 * The engines beside the interpreter, which every emulator has: `jit` compiles all code at once, `auto` what has run
 * often. The last one registered is the default.
 */
export const engines: Plugin = {
  name: 'engines',
  register(container) {
    const now = (): number => performance.now();
    container.registerInstance<Engine>(Engine, new JitEngine('jit', now));
    container.registerInstance<Engine>(Engine, new JitEngine('auto', now));
  },
};
