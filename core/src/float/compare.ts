import type { FloatContext } from './context';
import { FpFlag } from './environment';
import type { Format } from './format';
import { propagate } from './nan';
import { type Unpacked, unpack } from './unpacked';

/** Results of a comparison. */
export const Relation = { less: 0, equal: 1, greater: 2, unordered: 3 } as const;

/** Order of two numbers, −0 equal to +0. */
function order(a: Unpacked, b: Unpacked): number {
  const sign = (x: Unpacked): number =>
    x.kind === 'finite' && x.significand === 0n ? 0 : x.negative ? -1 : 1;
  if (sign(a) !== sign(b)) return sign(a) - sign(b);
  if (sign(a) === 0) return 0;
  const magnitude =
    a.kind === 'infinite' || b.kind === 'infinite'
      ? Number(a.kind === 'infinite') - Number(b.kind === 'infinite')
      : compareMagnitude(a, b);
  return magnitude * sign(a);
}

function compareMagnitude(a: Unpacked, b: Unpacked): number {
  const exponent = Math.min(a.exponent, b.exponent);
  const x = a.significand << BigInt(a.exponent - exponent);
  const y = b.significand << BigInt(b.exponent - exponent);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Compares; raises invalid for a signalling NaN, or for any if `signals`. */
export function compare(
  format: Format,
  x: bigint,
  y: bigint,
  signals: boolean,
  context: FloatContext,
): number {
  const a = unpack(format, x, context);
  const b = unpack(format, y, context);
  if (a.kind === 'nan' || b.kind === 'nan') {
    if (signals || a.signalling || b.signalling) context.raise(FpFlag.invalid);
    return Relation.unordered;
  }
  const difference = order(a, b);
  return difference < 0 ? Relation.less : difference > 0 ? Relation.greater : Relation.equal;
}

/**
 * The smaller or the larger operand; −0 counts as below +0. With `number` a quiet NaN yields to a number (IEEE 754-2008
 * minNum and maxNum), otherwise NaNs propagate.
 */
export function extremum(
  format: Format,
  x: bigint,
  y: bigint,
  larger: boolean,
  number: boolean,
  context: FloatContext,
): bigint {
  const a = unpack(format, x, context);
  const b = unpack(format, y, context);
  if (number && !a.signalling && !b.signalling) {
    if (a.kind === 'nan' && b.kind !== 'nan') return b.bits;
    if (b.kind === 'nan' && a.kind !== 'nan') return a.bits;
  }
  const nan = propagate(format, context, a, b);
  if (nan !== undefined) return nan;
  const difference = order(a, b) || Number(b.negative) - Number(a.negative);
  return difference < 0 === larger ? b.bits : a.bits;
}
