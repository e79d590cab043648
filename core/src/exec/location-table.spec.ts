import { LocationTable } from './location-table';

test('tells locations apart by pc and mode, however many there are', () => {
  const table = new LocationTable();
  for (let n = 0; n < 20_000; n++) {
    table.set(0xfffe_0000 + 2 * n, n & 1, n);
    table.set(4 * n, 7, 2 ** 32 - 2 - n);
  }
  for (let n = 0; n < 20_000; n++) {
    expect(table.get(0xfffe_0000 + 2 * n, n & 1)).toBe(n);
    expect(table.get(0xfffe_0000 + 2 * n, (n & 1) + 2)).toBe(-1);
    expect(table.get(4 * n, 7)).toBe(2 ** 32 - 2 - n);
  }
  table.set(4, 7, 5);
  expect(table.get(4, 7)).toBe(5);
  table.clear();
  expect(table.get(4, 7)).toBe(-1);
});
