import type { FloatContext } from './context';
import { FpEnv, FpFlag, Rounding } from './environment';
import type { Format } from './format';
import { invalid, propagate } from './nan';
import { bitLength, round } from './round';
import { infinity, isZero, type Unpacked, unpack, zero } from './unpacked';

/** A sum of two exact terms ± significand × 2^exponent, rounded. Zero sums have the sign that IEEE 754 6.3 says. */
function sum(format: Format, context: FloatContext, a: Unpacked, b: Unpacked): bigint {
  const exponent = Math.min(a.exponent, b.exponent);
  const term = (x: Unpacked): bigint => {
    const scaled = x.significand << BigInt(x.significand === 0n ? 0 : x.exponent - exponent);
    return x.negative ? -scaled : scaled;
  };
  const total = term(a) + term(b);
  if (total === 0n) {
    const negative = a.negative === b.negative ? a.negative : context.rounding === Rounding.down;
    return zero(format, negative);
  }
  return round(format, total < 0n, total < 0n ? -total : total, exponent, context);
}

/** a + b, or a − b if `subtract`. */
export function add(format: Format, x: bigint, y: bigint, subtract: boolean, context: FloatContext): bigint {
  const a = unpack(format, x, context);
  const second = unpack(format, y, context);
  const nan = propagate(format, context, a, second);
  if (nan !== undefined) return nan;
  const b = subtract ? { ...second, negative: !second.negative } : second;
  if (a.kind === 'infinite' || b.kind === 'infinite') {
    if (a.kind === b.kind && a.negative !== b.negative) return invalid(format, context);
    return infinity(format, a.kind === 'infinite' ? a.negative : b.negative);
  }
  return sum(format, context, a, b);
}

/** a × b. */
export function multiply(format: Format, x: bigint, y: bigint, context: FloatContext): bigint {
  const a = unpack(format, x, context);
  const b = unpack(format, y, context);
  const nan = propagate(format, context, a, b);
  if (nan !== undefined) return nan;
  const negative = a.negative !== b.negative;
  if (a.kind === 'infinite' || b.kind === 'infinite')
    return isZero(a) || isZero(b) ? invalid(format, context) : infinity(format, negative);
  return round(format, negative, a.significand * b.significand, a.exponent + b.exponent, context);
}

/** a ÷ b. A zero divisor raises divideByZero, or invalid for 0 ÷ 0. */
export function divide(format: Format, x: bigint, y: bigint, context: FloatContext): bigint {
  const a = unpack(format, x, context);
  const b = unpack(format, y, context);
  const nan = propagate(format, context, a, b);
  if (nan !== undefined) return nan;
  const negative = a.negative !== b.negative;
  if (a.kind === 'infinite')
    return b.kind === 'infinite' ? invalid(format, context) : infinity(format, negative);
  if (b.kind === 'infinite') return zero(format, negative);
  if (isZero(b)) {
    if (isZero(a)) return invalid(format, context);
    context.raise(FpFlag.divideByZero);
    return infinity(format, negative);
  }
  if (isZero(a)) return zero(format, negative);
  // Enough quotient bits for the format, two to round by, and a sticky one.
  const extra = Math.max(0, format.fraction + 4 + bitLength(b.significand) - bitLength(a.significand));
  const dividend = a.significand << BigInt(extra);
  const quotient = dividend / b.significand;
  const sticky = quotient * b.significand === dividend ? 0n : 1n;
  return round(format, negative, (quotient << 1n) | sticky, a.exponent - b.exponent - extra - 1, context);
}

/** √a. Negative numbers other than −0 are invalid. */
export function squareRoot(format: Format, x: bigint, context: FloatContext): bigint {
  const a = unpack(format, x, context);
  const nan = propagate(format, context, a);
  if (nan !== undefined) return nan;
  if (isZero(a)) return zero(format, a.negative);
  if (a.negative) return invalid(format, context);
  if (a.kind === 'infinite') return infinity(format, false);
  let extra = Math.max(0, 2 * (format.fraction + 4) - bitLength(a.significand));
  if (((a.exponent - extra) & 1) !== 0) extra++;
  const radicand = a.significand << BigInt(extra);
  const root = integerRoot(radicand);
  const sticky = root * root === radicand ? 0n : 1n;
  return round(format, false, (root << 1n) | sticky, (a.exponent - extra) / 2 - 1, context);
}

/** The largest integer whose square is not above n > 0 (Newton's method from above). */
function integerRoot(n: bigint): bigint {
  let root = 1n << BigInt((bitLength(n) + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** a × b + c with one rounding. */
export function fusedMultiplyAdd(
  format: Format,
  x: bigint,
  y: bigint,
  z: bigint,
  context: FloatContext,
): bigint {
  const a = unpack(format, x, context);
  const b = unpack(format, y, context);
  const c = unpack(format, z, context);
  const infTimesZero = (a.kind === 'infinite' && isZero(b)) || (isZero(a) && b.kind === 'infinite');
  if (infTimesZero && c.kind === 'nan' && !c.signalling) {
    if (context.has(FpEnv.fmaInfZeroDefault)) return invalid(format, context);
    context.raise(FpFlag.invalid);
  }
  const nan = context.has(FpEnv.fmaAddendFirst)
    ? propagate(format, context, c, a, b)
    : propagate(format, context, a, b, c);
  if (nan !== undefined) return nan;
  const negative = a.negative !== b.negative;
  const infiniteProduct = a.kind === 'infinite' || b.kind === 'infinite';
  if (infTimesZero || (infiniteProduct && c.kind === 'infinite' && c.negative !== negative))
    return invalid(format, context);
  if (infiniteProduct) return infinity(format, negative);
  if (c.kind === 'infinite') return infinity(format, c.negative);
  const product: Unpacked = {
    ...a,
    negative,
    significand: a.significand * b.significand,
    exponent: a.exponent + b.exponent,
  };
  return sum(format, context, product, c);
}
