#!/usr/bin/env node
/**
 * Starts the command. Three hundred small modules take 60 ms to load and one bundle with V8's compiled code beside it
 * takes 10, so the bundle runs where there is one that is not older than what it was made from.
 */
const { readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

/**
 * For the WebAssembly that the JIT makes: its loops end by fuel and its calls by a depth of their own, so V8 need not check
 * the stack in each; ways out are marked as seldom taken; and unrolling and peeling cost more time than they save. V8
 * compares the flags with those of a code cache, hence they are set before anything else. Other versions of V8 have
 * other flags.
 */
if (process.versions.v8.startsWith('11.')) {
  setFlagsFromString('--experimental-wasm-branch-hinting');
  setFlagsFromString('--no-wasm-stack-checks');
  setFlagsFromString('--no-wasm-loop-unrolling');
  setFlagsFromString('--no-wasm-loop-peeling');
}

const bundle = join(__dirname, '../dist/anyuser.bundle.js');
if (isFresh(bundle)) runBundle(bundle);
else require('../dist/main.js');

/** A published package lists no inputs: there nothing is rebuilt behind the bundle's back. */
function isFresh(file) {
  try {
    const made = statSync(file).mtimeMs;
    const inputs = readInputs(`${file}.inputs.json`);
    return inputs.every((input) => statSync(join(dirname(file), input)).mtimeMs <= made);
  } catch {
    return false;
  }
}

function readInputs(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}

function runBundle(file) {
  const cache = `${file}.${process.version}-${process.arch}.cache`;
  let cachedData;
  try {
    if (statSync(cache).mtimeMs >= statSync(file).mtimeMs) cachedData = readFileSync(cache);
  } catch {
    // The first run after a build, or by another version of Node.
  }
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`;
  const script = new Script(source, { filename: file, cachedData });
  if (cachedData === undefined || script.cachedDataRejected) {
    process.once('exit', () => save(cache, script.createCachedData()));
  }
  script.runInThisContext()(exports, require, module, file, dirname(file));
}

/** Replaces the cache in one step; a folder that cannot be written costs time, not function. */
function save(cache, data) {
  try {
    const partial = `${cache}.${process.pid}`;
    writeFileSync(partial, data);
    renameSync(partial, cache);
  } catch {
    return;
  }
}
