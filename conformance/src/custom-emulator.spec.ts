import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { guestPath } from '@anyuser/guests';

const root = resolve(__dirname, '../..');
const built = existsSync(join(root, 'core/dist/index.js'));

(built ? test : test.skip)('the program of docs/custom-emulator.md does what is written there', () => {
  const page = readFileSync(join(root, 'docs/custom-emulator.md'), 'utf8');
  const program = /^```js\n(.*?)^```/ms.exec(page)![1]!;
  const folder = mkdtempSync(join(tmpdir(), 'anyuser-custom-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'emulator.js'), program);
    const run = spawnSync(
      process.execPath,
      [join(folder, 'emulator.js'), resolve(guestPath('arm', 'hello'), '..'), 'hello'],
      { encoding: 'utf8' },
    );
    expect(run.stderr).toBe('');
    const [first, ...calls] = run.stdout.trim().split('\n');
    expect(first).toBe('{ code: 0 } "hello, world!\\n"');
    expect(calls.map((line) => line.replace(/^\[pid \d+\] /, '').replace(/ +=/, ' ='))).toEqual([
      'write(1, "hello, world!\\n", 14) = 14',
      'exit(0) = ?',
      '+++ exited with 0 +++',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
