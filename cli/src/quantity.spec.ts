import { parseSeed, parseStackSize } from './quantity';

test.each([
  ['42', 42n],
  ['0x10', 16n],
  ['010', 8n],
  ['18446744073709551615', (1n << 64n) - 1n],
])('seed %s', (text, value) => {
  expect(parseSeed(text)).toBe(value);
});

test.each(['', '-1', '1.5', '18446744073709551616', '09', 'x'])('seed %j is refused', (text) => {
  expect(() => parseSeed(text)).toThrow(/is not a 64-bit number/);
});

test.each([
  ['8388608', 8 << 20],
  ['64k', 65536],
  ['64K', 65536],
  ['2M', 2 << 20],
  ['0x2000', 0x2000],
])('stack %s', (text, value) => {
  expect(parseStackSize(text)).toBe(value);
});

test.each(['', 'M', '2G', '-8M', '0', '2048M', '8 M'])('stack %j is refused', (text) => {
  expect(() => parseStackSize(text)).toThrow(RangeError);
});
