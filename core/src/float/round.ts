import type { FloatContext } from './context';
import { FpEnv, FpFlag, Rounding } from './environment';
import type { Format } from './format';
import { infinity, largest, zero } from './unpacked';

/** Bits that a positive number takes. */
export function bitLength(x: bigint): number {
  let bits = 0;
  for (; x >= 0x1_0000_0000n; x >>= 32n) bits += 32;
  return bits + 32 - Math.clz32(Number(x));
}

/**
 * Divides by 2^shift and rounds to an integer. `rest` of the result tells whether something was cut off.
 */
export function roundShift(
  value: bigint,
  shift: number,
  negative: boolean,
  rounding: number,
): { readonly value: bigint; readonly inexact: boolean } {
  if (shift <= 0) return { value: value << BigInt(-shift), inexact: false };
  const kept = value >> BigInt(shift);
  const rest = value - (kept << BigInt(shift));
  if (rest === 0n) return { value: kept, inexact: false };
  const half = 1n << BigInt(shift - 1);
  const up =
    rounding === Rounding.nearestEven
      ? rest > half || (rest === half && (kept & 1n) === 1n)
      : rounding === Rounding.nearestAway
        ? rest >= half
        : rounding === Rounding.up
          ? !negative
          : rounding === Rounding.down && negative;
  return { value: up ? kept + 1n : kept, inexact: true };
}

/**
 * Rounds ± significand × 2^exponent to a format and packs it, raising overflow, underflow and inexact. The significand may
 * carry a sticky lowest bit if it has at least two bits more than the format.
 */
export function round(
  format: Format,
  negative: boolean,
  significand: bigint,
  exponent: number,
  context: FloatContext,
): bigint {
  if (significand === 0n) return zero(format, negative);
  const { fraction, bias } = format;
  const { rounding } = context;
  const leading = exponent + bitLength(significand) - 1;
  const lowest = 1 - bias;
  let tiny = leading < lowest;
  if (tiny && format.flushes && context.has(FpEnv.flushOutputs)) {
    context.raise(FpFlag.underflow | FpFlag.outputDenormal);
    if (context.has(FpEnv.flushInexact)) context.raise(FpFlag.inexact);
    return zero(format, negative);
  }
  if (tiny && context.has(FpEnv.tininessAfter)) {
    // Tiny if it still is after rounding to full precision with an unlimited exponent.
    const full = roundShift(significand, leading - fraction - exponent, negative, rounding);
    tiny = leading + (bitLength(full.value) > fraction + 1 ? 1 : 0) < lowest;
  }
  let quantum = Math.max(leading, lowest) - fraction;
  const rounded = roundShift(significand, quantum - exponent, negative, rounding);
  let { value } = rounded;
  if (value >> BigInt(fraction + 1) !== 0n) {
    value >>= 1n;
    quantum++;
  }
  const normal = value >> BigInt(fraction) !== 0n;
  const field = normal ? quantum + fraction + bias : 0;
  if (field > format.maxExponent - (format.alternative ? 0 : 1)) return overflow(format, negative, context);
  if (rounded.inexact) context.raise(tiny ? FpFlag.inexact | FpFlag.underflow : FpFlag.inexact);
  const low = value & ((1n << BigInt(fraction)) - 1n);
  return zero(format, negative) | (BigInt(field) << BigInt(fraction)) | low;
}

function overflow(format: Format, negative: boolean, context: FloatContext): bigint {
  if (format.alternative) {
    // DDI 0406C A2.7.6 FPRound: the largest number, and invalid instead of overflow.
    context.raise(FpFlag.invalid);
    return zero(format, negative) | ((1n << format.signShift) - 1n);
  }
  context.raise(FpFlag.overflow | FpFlag.inexact);
  const { rounding } = context;
  const away =
    rounding === Rounding.nearestEven ||
    rounding === Rounding.nearestAway ||
    rounding === (negative ? Rounding.down : Rounding.up);
  return away ? infinity(format, negative) : largest(format, negative);
}
