// Prints for each cell how many implemented syscall rows run code of core, of os-bsd, or of the OS's own, and how large each OS
// package is. With --check fails where less than 70 % of a cell's rows are shared or a package has more lines than it may.
require('reflect-metadata');
const inspector = require('node:inspector');
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { assemble } = require('../cli/dist/assemble.js');

const LEAST_SHARED = 0.7;
/** What a package may have. */
const MOST_LINES = 2500;

const session = new inspector.Session();
session.connect();
const scripts = new Map();
session.on('Debugger.scriptParsed', ({ params }) => scripts.set(params.scriptId, params.url));
session.post('Debugger.enable');

/** The file in which a function is written, wherever the object was made that holds it. */
function fileOf(run) {
  let file;
  globalThis.handler = run;
  session.post('Runtime.evaluate', { expression: 'handler' }, (_, { result }) =>
    session.post('Runtime.getProperties', { objectId: result.objectId }, (_error, { internalProperties }) => {
      const place = internalProperties.find(({ name }) => name === '[[FunctionLocation]]');
      file = scripts.get(place.value.value.scriptId);
    }),
  );
  return file;
}

const problems = [];
console.log('cell             implemented   core  os-bsd    own  shared');
for (const abi of assemble({}).abis) {
  const rows = Object.values(abi.syscalls).filter((row) => !('unimplemented' in row));
  const files = rows.map(({ run }) => fileOf(run));
  const inCore = files.filter((file) => file.includes('/core/dist/')).length;
  const inBsd = files.filter((file) => file.includes('/os-bsd/dist/')).length;
  const own = rows.length - inCore - inBsd;
  const part = (inCore + inBsd) / rows.length;
  if (part < LEAST_SHARED)
    problems.push(`${abi.os}/${abi.arch}: only ${Math.round(100 * part)} % of its rows are shared`);
  const shared = `${Math.round(100 * part)} %`;
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
for (const name of readdirSync(root).filter((each) => each.startsWith('os-'))) {
  const count = lines(join(root, name, 'src'));
  if (count > MOST_LINES) problems.push(`${name}: ${count} lines, more than ${MOST_LINES}`);
  console.log(`${name.padEnd(16)} ${String(count).padStart(11)}`);
}
session.disconnect();
for (const problem of problems) console.error(problem);
if (process.argv.includes('--check') && problems.length > 0) process.exitCode = 1;
