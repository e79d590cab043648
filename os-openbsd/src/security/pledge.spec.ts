import { NUMBERS } from '../numbers.table';
import { parsePromises } from './pledge';
import { PLEDGED_CALLS, PROMISES } from './promises.table';

test('words are promises, spaces between them count once', () => {
  expect([...parsePromises('stdio  rpath ')]).toEqual(['stdio', 'rpath']);
  expect(parsePromises('').size).toBe(0);
  expect(() => parsePromises('stdio bogus')).toThrow('EINVAL');
});

test('fattr allows changes of owner to oneself', () => {
  expect(parsePromises('fattr').has('chown-self')).toBe(true);
  expect(parsePromises('fattr').has('chown')).toBe(false);
});

test('the table speaks of calls and promises that exist', () => {
  const calls = new Set<string>(Object.values(NUMBERS));
  for (const [call, promises] of PLEDGED_CALLS) {
    expect([call, calls.has(call)]).toEqual([call, true]);
    for (const promise of promises)
      if (promise !== 'chown-self') expect([promise, PROMISES.has(promise)]).toEqual([promise, true]);
  }
});
