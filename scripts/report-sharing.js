// Prints for each cell how many implemented syscall rows point to a definition of core, of os-bsd, or of the OS's own.
require('reflect-metadata');
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const core = require('../core');
const bsd = require('../os-bsd');
const { assemble } = require('../cli/dist/assemble.js');

/** The handlers of all definitions that a package exports, in its tables too. */
function handlers(...modules) {
  const found = new Set();
  const visit = (value, depth) => {
    if (typeof value !== 'object' || value === null || depth > 2) return;
    if (typeof value.run === 'function' && typeof value.name === 'string') found.add(value.run);
    else for (const member of Object.values(value)) visit(member, depth + 1);
  };
  for (const module of modules) visit(module, 0);
  return found;
}

const ofCore = handlers(core);
const ofBsd = handlers(bsd);
console.log('cell             implemented   core  os-bsd    own  shared');
for (const abi of assemble({}).abis) {
  const rows = Object.values(abi.syscalls).filter((row) => !('unimplemented' in row));
  const inCore = rows.filter(({ run }) => ofCore.has(run)).length;
  const inBsd = rows.filter(({ run }) => !ofCore.has(run) && ofBsd.has(run)).length;
  const own = rows.length - inCore - inBsd;
  const shared = `${Math.round((100 * (inCore + inBsd)) / rows.length)} %`;
  const columns = [
    String(rows.length).padStart(11),
    String(inCore).padStart(6),
    String(inBsd).padStart(7),
    String(own).padStart(6),
    shared.padStart(7),
  ];
  console.log(`${`${abi.os}/${abi.arch}`.padEnd(16)} ${columns.join(' ')}`);
}

/** Lines of a package's sources, tables and tests apart. */
function lines(folder) {
  let total = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) total += lines(path);
    else if (entry.name.endsWith('.ts') && !/\.(table|spec)\.ts$/.test(entry.name))
      total += readFileSync(path, 'utf8').split('\n').length - 1;
  }
  return total;
}

console.log('\npackage          lines, tables and tests apart');
const root = join(__dirname, '..');
for (const name of readdirSync(root).filter((each) => each.startsWith('os-')))
  console.log(`${name.padEnd(16)} ${String(lines(join(root, name, 'src'))).padStart(11)}`);
