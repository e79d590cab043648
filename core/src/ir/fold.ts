import { IR_STRIDE } from './block';
import { opcode, ops } from './op';
import type { OpName } from './ops.table';

type Fold = (a: number, b: number, c: number) => number;

const bool = (condition: boolean): number => (condition ? 1 : 0);

function bitreverse(a: number): number {
  let r = 0;
  for (let bit = 0; bit < 32; bit++) r |= ((a >>> bit) & 1) << (31 - bit);
  return r;
}

function popcnt(a: number): number {
  let n = 0;
  for (let rest = a; rest !== 0; rest &= rest - 1) n++;
  return n;
}

const bswap = (a: number): number => (a << 24) | ((a & 0xff00) << 8) | ((a >>> 8) & 0xff00) | (a >>> 24);

/** The meaning of the pure i32 operations on numbers; results are taken modulo 2^32. */
const evaluators: { readonly [N in OpName]?: Fold } = {
  'i32.eqz': (a) => bool(a === 0),
  'i32.eq': (a, b) => bool(a === b),
  'i32.ne': (a, b) => bool(a !== b),
  'i32.lt_s': (a, b) => bool(a < b),
  'i32.lt_u': (a, b) => bool(a >>> 0 < b >>> 0),
  'i32.gt_s': (a, b) => bool(a > b),
  'i32.gt_u': (a, b) => bool(a >>> 0 > b >>> 0),
  'i32.le_s': (a, b) => bool(a <= b),
  'i32.le_u': (a, b) => bool(a >>> 0 <= b >>> 0),
  'i32.ge_s': (a, b) => bool(a >= b),
  'i32.ge_u': (a, b) => bool(a >>> 0 >= b >>> 0),
  'i32.clz': (a) => Math.clz32(a),
  'i32.ctz': (a) => (a === 0 ? 32 : 31 - Math.clz32(a & -a)),
  'i32.popcnt': popcnt,
  'i32.add': (a, b) => a + b,
  'i32.sub': (a, b) => a - b,
  'i32.mul': (a, b) => Math.imul(a, b),
  'i32.div_s': (a, b) => (b === 0 ? 0 : a / b),
  'i32.div_u': (a, b) => (b === 0 ? 0 : (a >>> 0) / (b >>> 0)),
  'i32.rem_s': (a, b) => (b === 0 ? a : a % b),
  'i32.rem_u': (a, b) => (b === 0 ? a : (a >>> 0) % (b >>> 0)),
  'i32.and': (a, b) => a & b,
  'i32.or': (a, b) => a | b,
  'i32.xor': (a, b) => a ^ b,
  'i32.shl': (a, b) => a << b,
  'i32.shr_s': (a, b) => a >> b,
  'i32.shr_u': (a, b) => a >>> b,
  'i32.rotl': (a, b) => (a << b) | (a >>> -b),
  'i32.rotr': (a, b) => (a >>> b) | (a << -b),
  'i32.extend8_s': (a) => (a << 24) >> 24,
  'i32.extend16_s': (a) => (a << 16) >> 16,
  'i32.select': (a, b, c) => (a !== 0 ? b : c),
  'i32.bswap': bswap,
  'i32.bitreverse': bitreverse,
};

/** Evaluators by opcode; undefined where an operation does not fold. */
export const foldTable: readonly (Fold | undefined)[] = ops.map((op) => evaluators[op.name]);

const CONST = opcode['i32.const'];
const marked = (names: readonly OpName[]): Uint8Array => {
  const marks = new Uint8Array(ops.length);
  for (const name of names) marks[opcode[name]] = 1;
  return marks;
};
const keepsFirstIfSecondZero = marked([
  'i32.add',
  'i32.sub',
  'i32.or',
  'i32.xor',
  'i32.shl',
  'i32.shr_s',
  'i32.shr_u',
  'i32.rotl',
  'i32.rotr',
]);
const keepsSecondIfFirstZero = marked(['i32.add', 'i32.or', 'i32.xor']);
const AND = opcode['i32.and'];
const SELECT = opcode['i32.select'];

/** Result of foldI32 where nothing folds. */
export const NOT_FOLDED = -2;
/** Result of foldI32 where `folded` has the constant. */
export const CONSTANT = -1;
/** Where foldI32 leaves a constant: it runs for every instruction that is written, hence allocates nothing. */
export const folded = { constant: 0 };

const constant = (value: number): number => {
  folded.constant = value | 0;
  return CONSTANT;
};

/**
 * What an i32 operation reduces to, given the instructions that define its operands: one of its operands, CONSTANT with the
 * constant in `folded`, or NOT_FOLDED where it has to be computed.
 */
export function foldI32(
  code: Int32Array,
  op: number,
  arity: number,
  a: number,
  b: number,
  c: number,
): number {
  const first = a * IR_STRIDE;
  const knowsFirst = code[first] === CONST;
  if (arity === 1) {
    const evaluate = foldTable[op];
    return knowsFirst && evaluate ? constant(evaluate(code[first + 1]!, 0, 0)) : NOT_FOLDED;
  }
  const second = b * IR_STRIDE;
  const knowsSecond = code[second] === CONST;
  if (!knowsFirst && !knowsSecond) return NOT_FOLDED;
  const x = code[first + 1]!;
  const y = code[second + 1]!;
  if (arity === 3) return op === SELECT && knowsFirst ? (x !== 0 ? b : c) : NOT_FOLDED;
  if (knowsFirst && knowsSecond) {
    const evaluate = foldTable[op];
    return evaluate ? constant(evaluate(x, y, 0)) : NOT_FOLDED;
  }
  if (knowsSecond) {
    if (y === 0 && keepsFirstIfSecondZero[op] === 1) return a;
    if (op === AND) return y === 0 ? constant(0) : y === -1 ? a : NOT_FOLDED;
    return NOT_FOLDED;
  }
  if (x === 0 && keepsSecondIfFirstZero[op] === 1) return b;
  if (op === AND) return x === 0 ? constant(0) : x === -1 ? b : NOT_FOLDED;
  return NOT_FOLDED;
}
