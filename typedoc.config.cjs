const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Every published package that has something to document. */
const packages = readdirSync(__dirname).filter((name) => {
  const manifest = join(__dirname, name, 'package.json');
  if (!existsSync(manifest) || !existsSync(join(__dirname, name, 'src/index.ts'))) return false;
  return JSON.parse(readFileSync(manifest, 'utf8')).private !== true;
});

/** A link that leads nowhere is an error; Node's own types are documented elsewhere. */
const checks = {
  validation: { notExported: false, invalidLink: true, invalidPath: true },
  externalSymbolLinkMappings: { '@types/node': { '*': '#' } },
  disableGit: true,
  disableSources: true,
};

/** @type {Partial<import('typedoc').TypeDocOptions>} */
module.exports = {
  ...checks,
  name: 'anyuser',
  entryPointStrategy: 'packages',
  entryPoints: packages,
  packageOptions: {
    ...checks,
    entryPoints: ['src/index.ts'],
    tsconfig: 'tsconfig.json',
    readme: 'none',
    excludePrivate: true,
    excludeInternal: true,
  },
  readme: 'README.md',
  projectDocuments: ['docs/*.md', 'docs/decisions/*.md', 'docs/benchmarks/*/*.md', 'CONTRIBUTING.md'],
  out: 'site',
  includeVersion: true,
  hideGenerator: true,
  treatWarningsAsErrors: true,
};
