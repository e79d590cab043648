import { IR_STRIDE } from '../block';
import { opcode } from '../op';
import type { OpName } from '../ops.table';

type Fold = (a: bigint, b: bigint) => bigint;

const u64 = (a: bigint): bigint => BigInt.asUintN(64, a);
const bool = (holds: boolean): bigint => (holds ? 1n : 0n);

/** 64-bit operations on constants, operands signed; results are taken modulo 2^64. */
const evaluators: { readonly [N in OpName]?: Fold } = {
  'i64.eqz': (a) => bool(a === 0n),
  'i64.eq': (a, b) => bool(a === b),
  'i64.ne': (a, b) => bool(a !== b),
  'i64.lt_s': (a, b) => bool(a < b),
  'i64.lt_u': (a, b) => bool(u64(a) < u64(b)),
  'i64.gt_s': (a, b) => bool(a > b),
  'i64.gt_u': (a, b) => bool(u64(a) > u64(b)),
  'i64.add': (a, b) => a + b,
  'i64.sub': (a, b) => a - b,
  'i64.mul': (a, b) => a * b,
  'i64.and': (a, b) => a & b,
  'i64.or': (a, b) => a | b,
  'i64.xor': (a, b) => a ^ b,
  'i64.shl': (a, b) => a << (b & 63n),
  'i64.shr_s': (a, b) => a >> (b & 63n),
  'i64.shr_u': (a, b) => u64(a) >> (b & 63n),
  'i64.extend_i32_s': (a) => a,
  'i64.extend_i32_u': (a) => BigInt.asUintN(32, a),
  'i32.wrap_i64': (a) => a,
};
const byCode = new Map(
  (Object.keys(evaluators) as OpName[]).map((name) => [opcode[name], evaluators[name]!]),
);
const I32 = opcode['i32.const'];
const I64 = opcode['i64.const'];

/** The value of a constant of either integer type, or undefined. */
function constant(code: Int32Array, value: number): bigint | undefined {
  const at = value * IR_STRIDE;
  if (code[at] === I32) return BigInt(code[at + 1]!);
  if (code[at] !== I64) return undefined;
  return BigInt(code[at + 1]! >>> 0) | (BigInt(code[at + 2]!) << 32n);
}

/** The low and high word of a 64-bit operation on constants; undefined if an operand is none or the operation does not fold. */
export function foldWide(
  code: Int32Array,
  op: number,
  arity: number,
  a: number,
  b: number,
): readonly [number, number] | undefined {
  const evaluate = byCode.get(op);
  if (evaluate === undefined) return undefined;
  const x = constant(code, a);
  const y = arity > 1 ? constant(code, b) : 0n;
  if (x === undefined || y === undefined) return undefined;
  const result = evaluate(x, y);
  return [Number(BigInt.asIntN(32, result)), Number(BigInt.asIntN(32, result >> 32n))];
}
