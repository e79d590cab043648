import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';

const { code } = transformFileSync(join(__dirname, 'exit.ts'), {
  swcrc: false,
  module: { type: 'commonjs' },
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
});

/** A script that ends by `exitAs`, after `before` has run. */
const script = (status: string, before = '') =>
  `const exports = {};\n${code}\n${before}\nexports.exitAs(${status}); console.log('alive');`;

const end = (status: string, before?: string) =>
  spawnSync(process.execPath, ['-e', script(status, before)], { encoding: 'utf8' });

test.each([0, 1, 42, 255])('status %d', (status) => {
  expect(end(`{ code: ${status} }`)).toMatchObject({ status, signal: null, stdout: '' });
});

test.each([
  'SIGTERM',
  'SIGKILL',
  'SIGINT',
  'SIGPIPE',
  'SIGUSR1',
  'SIGSEGV',
  'SIGABRT',
  'SIGFPE',
  'SIGALRM',
] as const)('death by %s', (signal) => {
  expect(end(`{ signal: ${constants.signals[signal]} }`)).toMatchObject({ signal, status: null, stdout: '' });
});

test('a handler of this process does not catch the death', () => {
  const result = end('{ signal: 15 }', "process.on('SIGTERM', () => console.log('caught'));");
  expect(result).toMatchObject({ signal: 'SIGTERM', stdout: '' });
});

test('a real-time signal, which Node has no name for', () => {
  const shell = spawnSync('sh', ['-c', '"$0" -e "$1"; echo $?', process.execPath, script('{ signal: 40 }')]);
  expect(shell.stdout.toString()).toBe('168\n');
});

test('a signal that does not kill leaves the status of a shell', () => {
  expect(end(`{ signal: ${constants.signals.SIGCHLD} }`)).toMatchObject({
    status: 128 + constants.signals.SIGCHLD,
  });
});
