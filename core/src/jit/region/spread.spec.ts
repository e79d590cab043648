import { spread } from './spread';

test('every word has a place of its own', () => {
  for (const count of [5, 8, 31, 48, 200]) {
    for (const step of [2, 4, 0x30, 0x1000]) {
      const words = Array.from({ length: count }, (_, n) => (0xfff0_1000 + n * step) | 0);
      const { factor, shift, table } = spread(words);
      words.forEach((word, n) => {
        expect(table[Math.imul(word, factor) >>> shift]).toBe(n);
      });
      expect(table.filter((n) => n >= 0)).toHaveLength(count);
      expect(table.length).toBeLessThan(64 * count);
    }
  }
});
