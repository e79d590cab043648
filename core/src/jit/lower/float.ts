import { FpEnv, Rounding } from '../../float/environment';
import type { OpName } from '../../ir/ops.table';
import { WasmOp } from '../wasm/wasm-op';
import {
  addition,
  comparison,
  division,
  extremum,
  fusedDouble,
  fusedSingle,
  multiplication,
  squareRoot,
} from './float-arithmetic';
import {
  demote,
  exactFromInteger,
  fromLong,
  promote,
  roundToIntegral,
  singleFromInteger,
  toInteger,
} from './float-conversion';
import { F32, F64 } from './float-type';
import { vectorAddition, vectorMultiplication, vectorRelation } from './float-vector';
import type { FloatLowering } from './lowering';

/**
 * On which rounding a quick form depends: `nearest` exists for that rounding only, `directed` for the first four, and `any`
 * does not round.
 */
type Rounds = 'nearest' | 'directed' | 'any';
interface Quick {
  readonly rounds: Rounds;
  readonly lower: (l: FloatLowering) => void;
}
const nearest = (lower: Quick['lower']): Quick => ({ rounds: 'nearest', lower });
const directed = (lower: Quick['lower']): Quick => ({ rounds: 'directed', lower });
const any = (lower: Quick['lower']): Quick => ({ rounds: 'any', lower });

/** Quick forms on the host's floating-point hardware. They leave to software whatever it would do differently. */
export const floatLowerings: { readonly [N in OpName]?: Quick } = {
  'fp.add_f32': nearest(addition(F32, false)),
  'fp.sub_f32': nearest(addition(F32, true)),
  'fp.mul_f32': nearest(multiplication(F32)),
  'fp.div_f32': nearest(division(F32)),
  'fp.sqrt_f32': nearest(squareRoot(F32)),
  'fp.fma_f32': nearest(fusedSingle),
  'fp.min_f32': any(extremum(F32, F32.min)),
  'fp.max_f32': any(extremum(F32, F32.max)),
  'fp.minnum_f32': any(extremum(F32, F32.min)),
  'fp.maxnum_f32': any(extremum(F32, F32.max)),
  'fp.cmp_f32': any(comparison(F32)),
  'fp.cmps_f32': any(comparison(F32)),
  'fp.rint_f32': directed(roundToIntegral(F32)),
  'fp.add_f64': nearest(addition(F64, false)),
  'fp.sub_f64': nearest(addition(F64, true)),
  'fp.mul_f64': nearest(multiplication(F64)),
  'fp.div_f64': nearest(division(F64)),
  'fp.sqrt_f64': nearest(squareRoot(F64)),
  'fp.fma_f64': nearest(fusedDouble),
  'fp.min_f64': any(extremum(F64, F64.min)),
  'fp.max_f64': any(extremum(F64, F64.max)),
  'fp.minnum_f64': any(extremum(F64, F64.min)),
  'fp.maxnum_f64': any(extremum(F64, F64.max)),
  'fp.cmp_f64': any(comparison(F64)),
  'fp.cmps_f64': any(comparison(F64)),
  'fp.rint_f64': directed(roundToIntegral(F64)),
  'fp.f64_from_f32': any(promote),
  'fp.f32_from_f64': nearest(demote),
  'fp.f32_from_s32': nearest(singleFromInteger(WasmOp.f32ConvertI32S, WasmOp.f64ConvertI32S)),
  'fp.f32_from_u32': nearest(singleFromInteger(WasmOp.f32ConvertI32U, WasmOp.f64ConvertI32U)),
  'fp.f64_from_s32': any(exactFromInteger(WasmOp.f64ConvertI32S)),
  'fp.f64_from_u32': any(exactFromInteger(WasmOp.f64ConvertI32U)),
  'fp.f32_from_s64': nearest(fromLong(F32, WasmOp.f32ConvertI64S, WasmOp.i64TruncSatF32S, 63)),
  'fp.f32_from_u64': nearest(fromLong(F32, WasmOp.f32ConvertI64U, WasmOp.i64TruncSatF32U, 64)),
  'fp.f64_from_s64': nearest(fromLong(F64, WasmOp.f64ConvertI64S, WasmOp.i64TruncSatF64S, 63)),
  'fp.f64_from_u64': nearest(fromLong(F64, WasmOp.f64ConvertI64U, WasmOp.i64TruncSatF64U, 64)),
  'fp.s32_from_f32': directed(toInteger(F32, WasmOp.i32TruncSatF64S, 32, true)),
  'fp.u32_from_f32': directed(toInteger(F32, WasmOp.i32TruncSatF64U, 32, false)),
  'fp.s32_from_f64': directed(toInteger(F64, WasmOp.i32TruncSatF64S, 32, true)),
  'fp.u32_from_f64': directed(toInteger(F64, WasmOp.i32TruncSatF64U, 32, false)),
  'fp.s64_from_f32': directed(toInteger(F32, WasmOp.i64TruncSatF64S, 64, true)),
  'fp.u64_from_f32': directed(toInteger(F32, WasmOp.i64TruncSatF64U, 64, false)),
  'fp.s64_from_f64': directed(toInteger(F64, WasmOp.i64TruncSatF64S, 64, true)),
  'fp.u64_from_f64': directed(toInteger(F64, WasmOp.i64TruncSatF64U, 64, false)),
  'fp.add_f32x4': nearest(vectorAddition(false)),
  'fp.sub_f32x4': nearest(vectorAddition(true)),
  'fp.mul_f32x4': nearest(vectorMultiplication),
  'fp.min_f32x4': any(vectorRelation(WasmOp.f32x4Min)),
  'fp.max_f32x4': any(vectorRelation(WasmOp.f32x4Max)),
  'fp.eq_f32x4': any(vectorRelation(WasmOp.f32x4Eq)),
  'fp.gt_f32x4': any(vectorRelation(WasmOp.f32x4Gt)),
  'fp.ge_f32x4': any(vectorRelation(WasmOp.f32x4Ge)),
};

/** Bits of an environment that the code of a quick form depends on. */
const QUICK_BITS = FpEnv.flushInputs | FpEnv.quiet | FpEnv.rintInexact;

/**
 * The environment that stands for `env` in the quick form of an operation: two environments with one result share the
 * code. Undefined where the operation has no quick form in this environment.
 */
export function quickEnvironment(name: OpName, env: number): number | undefined {
  const quick = floatLowerings[name];
  if (quick === undefined) return undefined;
  const rounding = env & FpEnv.rounding;
  if (quick.rounds === 'nearest' && rounding !== Rounding.nearestEven) return undefined;
  if (quick.rounds === 'directed' && rounding > Rounding.zero) return undefined;
  const bits = env & QUICK_BITS & (name.startsWith('fp.rint') ? -1 : ~FpEnv.rintInexact);
  return bits | (quick.rounds === 'directed' ? rounding : 0);
}

/**
 * Writes the quick form of a floating-point operation: the operands are pushed and the result is left on the stack, or the
 * lowering's `slowIf` leaves. Only where quickEnvironment gives an environment.
 */
export function lowerFloat(name: OpName, l: FloatLowering): void {
  floatLowerings[name]!.lower(l);
}
