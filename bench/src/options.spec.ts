import { parseOptions } from './options';

test('quick asks for less work and fewer rounds', () => {
  expect(parseOptions(['--quick'])).toMatchObject({ effort: 0.2, rounds: 3, arch: 'arm', checks: true });
  expect(parseOptions([])).toMatchObject({ effort: 1, rounds: 5 });
});

test('a group or a filter leaves the checks out', () => {
  expect(parseOptions(['--group', 'neon,integer'])).toMatchObject({
    groups: ['integer', 'neon'],
    checks: false,
  });
  expect(parseOptions(['--group', 'checks'])).toMatchObject({ groups: [], checks: true });
  expect(parseOptions(['--filter', 'sha']).checks).toBe(false);
});

test('wrong values are refused in one sentence', () => {
  expect(() => parseOptions(['--arch', 'vax'])).toThrow('unknown --arch vax; have arm, mipsel, mips');
  expect(() => parseOptions(['--group', 'nothing'])).toThrow('unknown --group nothing');
  expect(() => parseOptions(['--rounds', '0'])).toThrow('--rounds must be a positive whole number');
  expect(() => parseOptions(['--node', '/nonexistent'])).toThrow('does not exist');
});
