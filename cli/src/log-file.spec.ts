import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLogFile } from './log-file';

const folder = mkdtempSync(join(tmpdir(), 'anyuser-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('%d is the process id, and an old log goes', () => {
  const path = join(folder, `x.${process.pid}`);
  for (const text of ['a longer first line\n', 'a\n']) {
    const log = openLogFile(join(folder, 'x.%d'));
    log.write(text);
    log.close();
  }
  expect(readFileSync(path, 'latin1')).toBe('a\n');
});

test('a file that cannot be opened is the fault of the user', () => {
  expect(() => openLogFile(join(folder, 'missing', 'x'))).toThrow(/cannot write the log: ENOENT/);
});
