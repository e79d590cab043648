import { type Place, Unveil } from './unveil';

const code = (body: () => void): string => {
  try {
    body();
    return '0';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

const name = (path: string): Place => ({ path, directory: false });
const directory = (path: string): Place => ({ path, directory: true });

describe('unveil', () => {
  const unveil = new Unveil();
  unveil.add(directory('/usr/share'), 'r');
  unveil.add(directory('/usr/share/secret'), '');
  unveil.add(name('/usr/share/dict'), 'rw');
  unveil.add(name('/usr/share/none'), '');
  unveil.add(directory('/tmp'), 'rwc');

  test.each([
    ['/usr/share', 'r', '0'],
    ['/usr/share/zoneinfo/UTC', 'r', '0'],
    ['/usr/share/zoneinfo/UTC', 'rw', 'EACCES'],
    ['/usr/share/secret/key', 'r', 'ENOENT'],
    ['/usr/share/dict', 'rw', '0'],
    ['/usr/share/dict', 'x', 'EACCES'],
    ['/usr/share/dict/words', 'w', 'EACCES'],
    ['/usr/share/none', 'r', 'EACCES'],
    ['/usr/sharex', 'r', 'ENOENT'],
    ['/usr', 'r', 'ENOENT'],
    ['/', 'r', 'ENOENT'],
    ['/tmp/a', 'rwc', '0'],
    ['/tmp/a', 'x', 'EACCES'],
  ])('%s for %s: %s', (path, needs, expected) => {
    expect(code(() => unveil.check(name(path), needs))).toBe(expected);
  });

  test('a directory made under the name of what was not there stays hidden', () => {
    expect(code(() => unveil.check(directory('/usr/share/dict'), 'w'))).toBe('EACCES');
  });

  test('a child changes nothing of its parent', () => {
    const child = unveil.clone();
    child.add(directory('/etc'), 'r');
    child.locked = true;
    expect(code(() => child.check(name('/etc/hosts'), 'r'))).toBe('0');
    expect(code(() => unveil.check(name('/etc/hosts'), 'r'))).toBe('ENOENT');
    expect(unveil.locked).toBe(false);
  });

  test('the whole tree', () => {
    const all = new Unveil();
    expect(all.active).toBe(false);
    all.add(directory('/'), 'r');
    expect(code(() => all.check(name('/etc/hosts'), 'r'))).toBe('0');
  });

  test('has room for 128 entries', () => {
    const full = new Unveil();
    for (let n = 0; n < 128; n++) full.add(name(`/${n}`), 'r');
    expect(code(() => full.add(name('/one more'), 'r'))).toBe('E2BIG');
    expect(code(() => full.add(name('/5'), 'w'))).toBe('0');
  });
});
