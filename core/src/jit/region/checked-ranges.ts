import { PAGE_SIZE } from '../../memory/layout';

/** Bytes [low, high) around an address whose pages all have some rights; at most a page long, so that its ends tell of all of it. */
export interface CheckedRange {
  readonly low: number;
  readonly high: number;
  /** Fast bits. */
  readonly rights: number;
}

/** What is known of an address. */
export interface Checked {
  readonly ranges: readonly CheckedRange[];
  /** The address plus `residue` is a multiple of `multiple`; 0 if that is not known. */
  readonly multiple: number;
  readonly residue: number;
}

/** More ranges than this are not remembered of one address. */
const MOST_RANGES = 3;

/** The same knowledge as seen from the address plus a constant. */
export function seenFrom(known: Checked, offset: number): Checked {
  if (offset === 0) return known;
  return {
    ranges: known.ranges.map(({ low, high, rights }) => ({ low: low - offset, high: high - offset, rights })),
    multiple: known.multiple,
    residue: (known.residue - offset) | 0,
  };
}

/** Whether one of the ranges has all of another. */
export const covers = (ranges: readonly CheckedRange[], low: number, high: number, rights: number): boolean =>
  ranges.some((range) => range.low <= low && range.high >= high && (range.rights & rights) === rights);

/** Whether the address plus an offset is known to be a multiple. */
export const isMultiple = ({ multiple, residue }: Checked, offset: number, of: number): boolean =>
  multiple >= of && ((offset - residue) & (of - 1)) === 0;

/** What is known on both of two ways; undefined if that is nothing. */
export function meet(a: Checked, b: Checked): Checked | undefined {
  if (a === b) return a;
  const ranges: CheckedRange[] = [];
  for (const one of a.ranges) {
    for (const other of b.ranges) {
      const low = Math.max(one.low, other.low);
      const high = Math.min(one.high, other.high);
      const rights = one.rights & other.rights;
      if (low < high && rights !== 0 && !covers(ranges, low, high, rights))
        ranges.push({ low, high, rights });
    }
  }
  // The larger of two powers of two is weakened to the smaller.
  const multiple = Math.min(a.multiple, b.multiple);
  const same = multiple > 0 && ((a.residue - b.residue) & (multiple - 1)) === 0;
  if (ranges.length === 0 && !same) return undefined;
  return {
    ranges: ranges.slice(0, MOST_RANGES),
    multiple: same ? multiple : 0,
    residue: same ? a.residue : 0,
  };
}

/** Whether two say the same, in the same order. */
export function isSame(a: Checked, b: Checked): boolean {
  if (a === b) return true;
  if (a.multiple !== b.multiple || a.ranges.length !== b.ranges.length) return false;
  if (a.multiple > 0 && ((a.residue - b.residue) & (a.multiple - 1)) !== 0) return false;
  return a.ranges.every((range, n) => {
    const other = b.ranges[n]!;
    return range.low === other.low && range.high === other.high && range.rights === other.rights;
  });
}

/** Adds a range to those known of an address; the oldest is forgotten where there are too many. */
export function withRange(ranges: readonly CheckedRange[], range: CheckedRange): CheckedRange[] {
  return [...ranges.slice(-(MOST_RANGES - 1)), range];
}

/** Whether two ranges can be checked as one. */
export const fitTogether = (low: number, high: number): boolean => high - low <= PAGE_SIZE;
