import { guestEnvironment, parseSetEnvironment, parseUnsetEnvironment } from './environment';

test('set keeps everything after the first =', () => {
  expect(parseSetEnvironment('A=1,B=x=y,C=')).toEqual([
    { set: 'A', value: '1' },
    { set: 'B', value: 'x=y' },
    { set: 'C', value: '' },
  ]);
});

test.each(['A', '=1', 'A=1,B'])('set refuses %j', (list) => {
  expect(() => parseSetEnvironment(list)).toThrow(/is not VAR=VALUE/);
});

test.each(['', 'A=1'])('unset refuses %j', (list) => {
  expect(() => parseUnsetEnvironment(list)).toThrow(/is not the name of a variable/);
});

test('changes apply in order', () => {
  const changes = [
    ...parseSetEnvironment('A=2,N=3'),
    ...parseUnsetEnvironment('B,N'),
    ...parseSetEnvironment('N=4'),
  ];
  expect(guestEnvironment({ A: '1', B: '1', Z: undefined }, changes)).toEqual({ A: '2', N: '4' });
});
