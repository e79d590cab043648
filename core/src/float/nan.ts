import type { FloatContext } from './context';
import { FpEnv, FpFlag } from './environment';
import type { Format } from './format';
import { infinity, type Unpacked } from './unpacked';

/** The NaN that an invalid operation gives. */
export function defaultNan(format: Format, context: FloatContext): bigint {
  const top = 1n << BigInt(format.fraction - 1);
  return (
    infinity(format, context.has(FpEnv.negativeDefaultNan)) | (context.has(FpEnv.legacyNan) ? top - 1n : top)
  );
}

/** An invalid operation on numbers. */
export function invalid(format: Format, context: FloatContext): bigint {
  context.raise(FpFlag.invalid);
  return defaultNan(format, context);
}

/** A NaN operand as a result: made quiet, or replaced by the default NaN. */
export function quieten(format: Format, nan: Unpacked, context: FloatContext): bigint {
  if (context.has(FpEnv.defaultNan)) return defaultNan(format, context);
  if (!nan.signalling) return nan.bits;
  // Where a set bit means signalling, clearing it could leave an infinity.
  if (context.has(FpEnv.legacyNan)) return defaultNan(format, context);
  return nan.bits | (1n << BigInt(format.fraction - 1));
}

/**
 * The result of an operation with NaN operands: the first signalling one, else the first quiet one, in the order given;
 * undefined if none is a NaN. Signalling ones raise invalid (DDI 0406C A2.7.6 FPProcessNaNs).
 */
export function propagate(
  format: Format,
  context: FloatContext,
  ...operands: readonly Unpacked[]
): bigint | undefined {
  const signalling = operands.find((x) => x.signalling);
  if (signalling) context.raise(FpFlag.invalid);
  const chosen = signalling ?? operands.find((x) => x.kind === 'nan');
  return chosen && quieten(format, chosen, context);
}
