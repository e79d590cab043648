'use strict';
/**
 * The import directions of the project (CONTRIBUTING.md, "Layout"). Packages that do not exist yet are named
 * too, so that a new one is held to its place from its first commit.
 *
 * Paths are matched as dependency-cruiser resolves them, from the repository root: `core/src/…`.
 */
const OS = '^os-(?!bsd/)[^/]+/';
const SPEC = String.raw`(\.spec\.ts$|/testing/)`;
const NODE_PACKAGES = '^(host-node|cli|guests|bench|conformance|scripts)/';
/** Every package of ours except those in `names` (an alternation). */
const oursExcept = (names) => `^(?!(${names})/)[a-z][a-z0-9-]*/src/`;

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'A cycle of modules dies at load time or depends on load order.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'not-resolvable',
      comment: 'An import that resolves to nothing.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'core-imports-nothing-of-ours',
      comment: 'core names no OS, no processor and no host.',
      severity: 'error',
      from: { path: '^core/src/', pathNot: SPEC },
      to: { path: oursExcept('core') },
    },
    {
      name: 'core-specs-import-no-plugin',
      comment: 'Tests of core use its own test doubles; only guests may lend them programs.',
      severity: 'error',
      from: { path: `^core/src/.*${SPEC}` },
      to: { path: oursExcept('core|guests') },
    },
    {
      name: 'arch-imports-core-only',
      comment: 'A processor knows no OS and no other processor.',
      severity: 'error',
      from: { path: '^(arch-[^/]+)/src/', pathNot: SPEC },
      to: { path: oursExcept('core|$1') },
    },
    {
      name: 'os-bsd-imports-core-only',
      comment: 'os-bsd is a library of what the BSDs share; it knows none of them.',
      severity: 'error',
      from: { path: '^os-bsd/src/', pathNot: SPEC },
      to: { path: oursExcept('core|os-bsd') },
    },
    {
      name: 'os-imports-core-and-os-bsd',
      comment:
        'An OS knows no other OS (so no BSD imports another BSD) and no host. For arch-* see the next rules.',
      severity: 'error',
      from: { path: '^(os-[^/]+)/src/', pathNot: SPEC },
      to: { path: oursExcept('core|os-bsd|arch-[^/]+|$1') },
    },
    {
      name: 'os-linux-is-no-bsd',
      severity: 'error',
      from: { path: '^os-linux/src/' },
      to: { path: '^os-bsd/src/' },
    },
    {
      name: 'os-imports-arch-in-abi-only',
      comment: 'What needs both an OS and a processor is one Abi object in os-*/src/abi/.',
      severity: 'error',
      from: { path: OS, pathNot: ['^os-[^/]+/src/abi/', SPEC] },
      to: { path: '^arch-[^/]+/src/' },
    },
    {
      name: 'os-imports-arch-types-only',
      comment: 'os-*/src/abi/ may name the types of a processor (import type), not load it.',
      severity: 'error',
      from: { path: '^os-[^/]+/src/abi/', pathNot: SPEC },
      to: { path: '^arch-[^/]+/src/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'host-imports-core-only',
      comment: 'A host implements the Host interface of core and knows no guest.',
      severity: 'error',
      from: { path: '^(host-[^/]+)/src/', pathNot: SPEC },
      to: { path: oursExcept('core|$1') },
    },
    {
      name: 'nothing-imports-cli',
      comment: 'cli is the top; bench and conformance run it as a program or assemble their own emulator.',
      severity: 'error',
      from: { pathNot: '^(cli|bench|conformance|scripts)/' },
      to: { path: '^cli/src/' },
    },
    {
      name: 'no-node-in-guest-side',
      comment:
        'The guest reaches the host only through Host: no node: import in packages that must run in a browser.',
      severity: 'error',
      from: { path: '^[a-z][a-z0-9-]*/src/', pathNot: [NODE_PACKAGES, SPEC] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'tsyringe-assembles-then-leaves',
      comment: 'Nothing that runs per syscall or per block can reach a container.',
      severity: 'error',
      from: {
        path: '^[a-z][a-z0-9-]*/src/',
        pathNot: [
          String.raw`^core/src/(di/|emulator\.ts$)`,
          String.raw`^[a-z][a-z0-9-]*/src/index\.ts$`,
          SPEC,
        ],
      },
      to: { path: '(^|/)node_modules/(tsyringe|reflect-metadata)/' },
    },
    {
      name: 'no-undeclared-package',
      comment: 'A package used at run time is declared in the package.json of the one that uses it.',
      severity: 'error',
      from: { path: '^[a-z][a-z0-9-]*/src/', pathNot: SPEC },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^[a-z][a-z0-9-]*/dist/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    tsConfig: { fileName: 'tsconfig.depcruise.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
