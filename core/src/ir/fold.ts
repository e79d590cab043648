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
const keepsFirstIfSecondZero = new Set<number>(
  (
    [
      'i32.add',
      'i32.sub',
      'i32.or',
      'i32.xor',
      'i32.shl',
      'i32.shr_s',
      'i32.shr_u',
      'i32.rotl',
      'i32.rotr',
    ] as const
  ).map((n) => opcode[n]),
);
const keepsSecondIfFirstZero = new Set<number>(
  (['i32.add', 'i32.or', 'i32.xor'] as const).map((n) => opcode[n]),
);

/**
 * What an i32 operation reduces to, given the instructions that define its operands: a constant, one of its operands, or
 * undefined where it has to be computed.
 */
export function foldI32(
  code: Int32Array,
  op: number,
  arity: number,
  a: number,
  b: number,
  c: number,
): { value?: number; constant: number } | undefined {
  const known = (value: number): boolean => code[value * IR_STRIDE] === CONST;
  const of = (value: number): number => code[value * IR_STRIDE + 1]!;
  const evaluate = foldTable[op];
  if (evaluate && known(a) && (arity < 2 || known(b)) && (arity < 3 || known(c))) {
    return { constant: evaluate(of(a), arity > 1 ? of(b) : 0, arity > 2 ? of(c) : 0) | 0 };
  }
  if (arity === 3 && op === opcode['i32.select'] && known(a))
    return { value: of(a) !== 0 ? b : c, constant: 0 };
  if (arity !== 2) return undefined;
  if (known(b) && of(b) === 0 && keepsFirstIfSecondZero.has(op)) return { value: a, constant: 0 };
  if (known(a) && of(a) === 0 && keepsSecondIfFirstZero.has(op)) return { value: b, constant: 0 };
  if (op === opcode['i32.and']) {
    if ((known(b) && of(b) === 0) || (known(a) && of(a) === 0)) return { constant: 0 };
    if (known(b) && of(b) === -1) return { value: a, constant: 0 };
    if (known(a) && of(a) === -1) return { value: b, constant: 0 };
  }
  return undefined;
}
