import { resolve } from 'node:path';
import { parseMount } from './mount-option';

test('read-write by default', () => {
  expect(parseMount('/data:/mnt')).toEqual({ host: '/data', guest: '/mnt', readOnly: false });
});

test('read-only, with a relative host path', () => {
  expect(parseMount('.:/src/x:ro')).toEqual({ host: resolve('.'), guest: '/src/x', readOnly: true });
});

test('a colon in the host path', () => {
  expect(parseMount('/a:b:/mnt:rw')).toEqual({ host: '/a:b', guest: '/mnt', readOnly: false });
});

test.each(['', '/data', '/data:mnt', ':/mnt', '/data:/mnt:rx'])('%j is refused', (text) => {
  expect(() => parseMount(text)).toThrow(RangeError);
});
