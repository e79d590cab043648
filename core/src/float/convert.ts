import type { FloatContext } from './context';
import { FpEnv, FpFlag } from './environment';
import type { Format } from './format';
import { defaultNan, propagate } from './nan';
import { round, roundShift } from './round';
import { infinity, isZero, type Unpacked, unpack, zero } from './unpacked';

/** A number in one format to another. */
export function convert(from: Format, to: Format, x: bigint, context: FloatContext): bigint {
  const a = unpack(from, x, context);
  if (a.kind === 'nan') return convertNan(from, to, a, context);
  if (a.kind === 'infinite') {
    if (!to.alternative) return infinity(to, a.negative);
    context.raise(FpFlag.invalid);
    return zero(to, a.negative) | ((1n << to.signShift) - 1n);
  }
  return round(to, a.negative, a.significand, a.exponent, context);
}

/** Keeps the sign and the high bits of the fraction; ARM's alternative half has no NaN and gives zero. */
function convertNan(from: Format, to: Format, a: Unpacked, context: FloatContext): bigint {
  if (to.alternative) {
    context.raise(FpFlag.invalid);
    return zero(to, a.negative);
  }
  const quiet = propagate(from, context, a)!;
  if (context.has(FpEnv.defaultNan)) return defaultNan(to, context);
  const fraction = quiet & ((1n << BigInt(from.fraction)) - 1n);
  const shift = to.fraction - from.fraction;
  const moved = shift >= 0 ? fraction << BigInt(shift) : fraction >> BigInt(-shift);
  if (moved === 0n) return defaultNan(to, context);
  return infinity(to, quiet >> from.signShift !== 0n) | moved;
}

/** An integer to a number. */
export function fromInteger(to: Format, value: bigint, context: FloatContext): bigint {
  return round(to, value < 0n, value < 0n ? -value : value, 0, context);
}

/** A number to an integer of `bits` bits: saturates, raising invalid. The result lies in the integer's range. */
export function toInteger(
  from: Format,
  x: bigint,
  bits: number,
  signed: boolean,
  context: FloatContext,
): bigint {
  const a = unpack(from, x, context);
  const max = (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
  const min = signed ? -max - 1n : 0n;
  if (a.kind === 'nan') {
    context.raise(FpFlag.invalid);
    return context.has(FpEnv.nanToMax) ? max : 0n;
  }
  const rounded =
    a.kind === 'infinite'
      ? { value: 1n << 65n, inexact: false }
      : roundShift(a.significand, -a.exponent, a.negative, context.rounding);
  const value = a.negative ? -rounded.value : rounded.value;
  if (value > max || value < min) {
    context.raise(FpFlag.invalid);
    return value > max || context.has(FpEnv.overflowToMax) ? max : min;
  }
  if (rounded.inexact) context.raise(FpFlag.inexact);
  return value;
}

/** Rounds to an integral number in the same format. */
export function roundToIntegral(format: Format, x: bigint, context: FloatContext): bigint {
  const a = unpack(format, x, context);
  const nan = propagate(format, context, a);
  if (nan !== undefined) return nan;
  if (a.kind === 'infinite' || isZero(a)) return a.bits;
  const rounded = roundShift(a.significand, -a.exponent, a.negative, context.rounding);
  if (rounded.inexact && context.has(FpEnv.rintInexact)) context.raise(FpFlag.inexact);
  // An integral number of the same magnitude fits: nothing is raised.
  return round(format, a.negative, rounded.value, 0, context);
}
