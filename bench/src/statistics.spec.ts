import { geometricMean, median, spread } from './statistics';

test('median of odd and even rows', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('geometric mean weighs a ratio and its inverse alike', () => {
  expect(geometricMean([4, 0.25])).toBeCloseTo(1);
  expect(geometricMean([2, 8])).toBeCloseTo(4);
});

test('spread is the largest deviation from the median', () => {
  expect(spread([10, 11, 8])).toBeCloseTo(0.2);
});
