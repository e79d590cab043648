import { isLater, Later } from './later';

test('tells its listeners at once, in their order, and those who come later', () => {
  const seen: string[] = [];
  const later = new Later<number>();
  later.then((value) => seen.push(`first ${value}`));
  later.listen(
    (value) => seen.push(`second ${value}`),
    () => {},
  );
  expect(seen).toEqual([]);
  later.resolve(7);
  later.then((value) => seen.push(`third ${value}`));
  expect(seen).toEqual(['first 7', 'second 7', 'third 7']);
});

test('hands values and errors on as promises do', () => {
  const seen: unknown[] = [];
  const later = new Later<number>();
  later
    .then((value) => value + 1)
    .finally(() => seen.push('finally'))
    .then((value) => {
      throw new Error(`no ${value}`);
    })
    .then(() => seen.push('not this'))
    .catch((error) => (error as Error).message)
    .then((message) => seen.push(message));
  later.resolve(1);
  expect(seen).toEqual(['finally', 'no 2']);

  const failing = new Later<number>();
  failing.then(
    () => seen.push('not this'),
    (error) => seen.push(error),
  );
  failing.finally(() => seen.push('cleaned up')).catch((error) => seen.push(error));
  failing.reject('reason');
  expect(seen.slice(2)).toEqual(['reason', 'cleaned up', 'reason']);
});

test('follows a promise that a listener returns, of either kind', async () => {
  const inner = new Later<string>();
  const later = new Later<number>();
  const seen: string[] = [];
  later.then(() => inner).then((value) => seen.push(value));
  later.resolve(0);
  expect(seen).toEqual([]);
  inner.resolve('inner');
  expect(seen).toEqual(['inner']);
  await expect(later.then(() => Promise.resolve('native'))).resolves.toBe('native');
});

test('can be awaited, and is told from values', async () => {
  const later = new Later<string>();
  later.resolve('value');
  await expect(later).resolves.toBe('value');
  const failing = new Later<string>();
  failing.reject(new Error('reason'));
  await expect(failing).rejects.toThrow('reason');
  expect([later, Promise.resolve(1), 1, undefined].map((each) => isLater<unknown>(each))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
