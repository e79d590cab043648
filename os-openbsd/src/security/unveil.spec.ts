import { Unveil } from './unveil';

const code = (body: () => void): string => {
  try {
    body();
    return '0';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('unveil', () => {
  const unveil = new Unveil();
  unveil.add('/usr/share', 'r');
  unveil.add('/usr/share/secret', '');
  unveil.add('/tmp', 'rwc');

  test.each([
    ['/usr/share', 'r', '0'],
    ['/usr/share/zoneinfo/UTC', 'r', '0'],
    ['/usr/share/zoneinfo/UTC', 'rw', 'EACCES'],
    ['/usr/share/secret/key', 'r', 'EACCES'],
    ['/usr/sharex', 'r', 'ENOENT'],
    ['/usr', 'r', 'ENOENT'],
    ['/', 'r', 'ENOENT'],
    ['/tmp/a', 'rwc', '0'],
    ['/tmp/a', 'x', 'EACCES'],
  ])('%s for %s: %s', (path, needs, expected) => {
    expect(code(() => unveil.check(path, needs))).toBe(expected);
  });

  test('a child changes nothing of its parent', () => {
    const child = unveil.clone();
    child.add('/etc', 'r');
    child.locked = true;
    expect(code(() => child.check('/etc/hosts', 'r'))).toBe('0');
    expect(code(() => unveil.check('/etc/hosts', 'r'))).toBe('ENOENT');
    expect(unveil.locked).toBe(false);
  });

  test('the whole tree', () => {
    const all = new Unveil();
    expect(all.active).toBe(false);
    all.add('/', 'r');
    expect(code(() => all.check('/etc/hosts', 'r'))).toBe('0');
  });

  test('has room for 128 entries', () => {
    const full = new Unveil();
    for (let n = 0; n < 128; n++) full.add(`/${n}`, 'r');
    expect(code(() => full.add('/one more', 'r'))).toBe('E2BIG');
    expect(code(() => full.add('/5', 'w'))).toBe('0');
  });
});
