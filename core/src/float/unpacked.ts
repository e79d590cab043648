import type { FloatContext } from './context';
import { FpEnv, FpFlag } from './environment';
import type { Format } from './format';

/** A floating-point number taken apart. A finite number is ± significand × 2^exponent; zero has significand 0. */
export interface Unpacked {
  readonly kind: 'finite' | 'infinite' | 'nan';
  readonly negative: boolean;
  readonly significand: bigint;
  readonly exponent: number;
  /** A NaN that signals. */
  readonly signalling: boolean;
  /** The number's own bits. */
  readonly bits: bigint;
}

/** Takes a number apart; a denormal becomes zero where the environment flushes operands. */
export function unpack(format: Format, bits: bigint, context: FloatContext): Unpacked {
  const { fraction, maxExponent, bias } = format;
  const negative = bits >> format.signShift !== 0n;
  const field = Number(bits >> BigInt(fraction)) & maxExponent;
  const low = bits & ((1n << BigInt(fraction)) - 1n);
  const finite = (significand: bigint, exponent: number): Unpacked => ({
    kind: 'finite',
    negative,
    significand,
    exponent,
    signalling: false,
    bits,
  });
  if (field === maxExponent && !format.alternative) {
    if (low === 0n)
      return { kind: 'infinite', negative, significand: 0n, exponent: 0, signalling: false, bits };
    const quietBit = low >> BigInt(fraction - 1) !== 0n;
    const signalling = quietBit === context.has(FpEnv.legacyNan);
    return { kind: 'nan', negative, significand: low, exponent: 0, signalling, bits };
  }
  if (field === 0) {
    if (low !== 0n && format.flushes && context.has(FpEnv.flushInputs)) {
      context.raise(FpFlag.inputDenormal);
      return { ...finite(0n, 0), bits: negative ? 1n << format.signShift : 0n };
    }
    return finite(low, 1 - bias - fraction);
  }
  return finite(low | (1n << BigInt(fraction)), field - bias - fraction);
}

/** Whether a number is +0 or −0. */
export const isZero = (x: Unpacked): boolean => x.kind === 'finite' && x.significand === 0n;

/** Bits of a zero. */
export const zero = (format: Format, negative: boolean): bigint => (negative ? 1n << format.signShift : 0n);
/** Bits of an infinity. */
export const infinity = (format: Format, negative: boolean): bigint =>
  zero(format, negative) | (BigInt(format.maxExponent) << BigInt(format.fraction));
/** Bits of the largest finite number. */
export const largest = (format: Format, negative: boolean): bigint => infinity(format, negative) - 1n;
