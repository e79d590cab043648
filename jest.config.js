const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Tests run from TypeScript source: `@anyuser/x` means `x/src`, never a build that may be stale.
 *
 * `Math` is injected because every global lookup inside jest's vm context is slow enough to make an
 * interpreter loop twenty times slower.
 */
const shared = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  setupFiles: ['reflect-metadata'],
  sandboxInjectedGlobals: ['Math'],
  moduleNameMapper: {
    '^@anyuser/([^/]+)$': '<rootDir>/../$1/src',
    '^anyuser$': '<rootDir>/../cli/src',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'commonjs' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: true },
        },
      },
    ],
  },
};

const packages = readdirSync(__dirname).filter(
  (name) => existsSync(join(__dirname, name, 'package.json')) && existsSync(join(__dirname, name, 'src')),
);

module.exports = {
  passWithNoTests: true,
  // Many tests run the emulator or a tool as a process, on machines that do other things too.
  testTimeout: 60_000,
  projects: packages.map((name) => ({ ...shared, displayName: name, rootDir: join(__dirname, name) })),
};
