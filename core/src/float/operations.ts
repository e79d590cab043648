import { ops } from '../ir/op';
import type { OpName } from '../ir/ops.table';
import { add, divide, fusedMultiplyAdd, multiply, squareRoot } from './arithmetic';
import { compare, extremum, Relation } from './compare';
import { FloatContext } from './context';
import { convert, fromInteger, roundToIntegral, toInteger } from './convert';
import { FpEnv } from './environment';
import { alternative16, binary16, binary32, binary64, type Format } from './format';

/** Computes on bits: operands and result are unsigned, results as wide as the operation's result type. */
type Compute = (c: FloatContext, a: bigint, b: bigint, x: bigint) => bigint;

const half = (c: FloatContext): Format => (c.has(FpEnv.alternativeHalf) ? alternative16 : binary16);
const asSigned = (bits: number, value: bigint): bigint => BigInt.asIntN(bits, value);

function scalar(f: Format): Record<string, Compute> {
  return {
    add: (c, a, b) => add(f, a, b, false, c),
    sub: (c, a, b) => add(f, a, b, true, c),
    mul: (c, a, b) => multiply(f, a, b, c),
    div: (c, a, b) => divide(f, a, b, c),
    sqrt: (c, a) => squareRoot(f, a, c),
    fma: (c, a, b, x) => fusedMultiplyAdd(f, a, b, x, c),
    min: (c, a, b) => extremum(f, a, b, false, false, c),
    max: (c, a, b) => extremum(f, a, b, true, false, c),
    minnum: (c, a, b) => extremum(f, a, b, false, true, c),
    maxnum: (c, a, b) => extremum(f, a, b, true, true, c),
    cmp: (c, a, b) => BigInt(compare(f, a, b, false, c)),
    cmps: (c, a, b) => BigInt(compare(f, a, b, true, c)),
    rint: (c, a) => roundToIntegral(f, a, c),
  };
}

const table: { [N in OpName]?: Compute } = {
  'fp.f64_from_f32': (c, a) => convert(binary32, binary64, a, c),
  'fp.f32_from_f64': (c, a) => convert(binary64, binary32, a, c),
  'fp.f32_from_f16': (c, a) => convert(half(c), binary32, a & 0xffffn, c),
  'fp.f16_from_f32': (c, a) => convert(binary32, half(c), a, c),
  'fp.f64_from_f16': (c, a) => convert(half(c), binary64, a & 0xffffn, c),
  'fp.f16_from_f64': (c, a) => convert(binary64, half(c), a, c),
};
for (const [suffix, f] of [
  ['f32', binary32],
  ['f64', binary64],
] as const) {
  for (const [name, compute] of Object.entries(scalar(f))) table[`fp.${name}_${suffix}` as OpName] = compute;
  for (const bits of [32, 64]) {
    for (const sign of ['s', 'u']) {
      const signed = sign === 's';
      table[`fp.${suffix}_from_${sign}${bits}` as OpName] = (c, a) =>
        fromInteger(f, signed ? asSigned(bits, a) : a, c);
      table[`fp.${sign}${bits}_from_${suffix}` as OpName] = (c, a) => toInteger(f, a, bits, signed, c);
    }
  }
}

const mask = (holds: boolean): bigint => (holds ? 0xffff_ffffn : 0n);
/** Operations on one lane of four. */
const lanes: { readonly [N in OpName]?: Compute } = {
  'fp.add_f32x4': table['fp.add_f32'],
  'fp.sub_f32x4': table['fp.sub_f32'],
  'fp.mul_f32x4': table['fp.mul_f32'],
  'fp.min_f32x4': table['fp.min_f32'],
  'fp.max_f32x4': table['fp.max_f32'],
  'fp.eq_f32x4': (c, a, b) => mask(compare(binary32, a, b, false, c) === Relation.equal),
  'fp.gt_f32x4': (c, a, b) => mask(compare(binary32, a, b, true, c) === Relation.greater),
  'fp.ge_f32x4': (c, a, b) => {
    const relation = compare(binary32, a, b, true, c);
    return mask(relation === Relation.greater || relation === Relation.equal);
  },
};

const byCode: readonly (Compute | undefined)[] = ops.map(({ name }) => table[name] ?? lanes[name]);
const isVector: readonly boolean[] = ops.map(({ name }) => name in lanes);
/** Words of each operand and of the result. */
const wide = ops.map(({ operands, result }) => ({
  operands: operands.map((kind) => kind === 'i64' || kind === 'f64'),
  result: result === 'i64' || result === 'f64',
}));

/** The operations that a `fp.*` row of the IR names, for tests that every row has one. */
export const softwareOperations: readonly OpName[] = ops.filter((_, n) => byCode[n]).map(({ name }) => name);

/**
 * Floating-point operations on operands in memory, exact in every environment. The hardware forms of engines leave to it
 * what they cannot do.
 */
export class SoftwareFloat {
  private readonly context = new FloatContext();

  /**
   * @param words - memory with operands, results and flags.
   * @param flags - word index of the accumulated exception flags; negative: none are kept.
   */
  constructor(
    private readonly words: Int32Array,
    private readonly flags: number,
  ) {}

  /** Does an operation, by its opcode, in an environment; operands and result by word index. */
  run(op: number, env: number, result: number, a: number, b: number, c: number): void {
    const compute = byCode[op];
    if (compute === undefined) throw new Error(`${ops[op]!.name} is not a floating-point operation`);
    const { context, words } = this;
    context.begin(env);
    if (isVector[op]) {
      const values = [0, 1, 2, 3].map((n) => compute(context, this.word(a + n), this.word(b + n), 0n));
      values.forEach((value, n) => {
        words[result + n] = Number(value);
      });
    } else {
      const shape = wide[op]!;
      const operand = (k: number, index: number): bigint => {
        if (shape.operands[k] === undefined) return 0n;
        return shape.operands[k] ? this.word(index) | (this.word(index + 1) << 32n) : this.word(index);
      };
      const value = compute(context, operand(0, a), operand(1, b), operand(2, c));
      words[result] = Number(BigInt.asIntN(32, value));
      if (shape.result) words[result + 1] = Number(BigInt.asIntN(32, value >> 32n));
    }
    if (this.flags >= 0 && (env & FpEnv.quiet) === 0) words[this.flags] = words[this.flags]! | context.flags;
  }

  private word(index: number): bigint {
    return BigInt(this.words[index]! >>> 0);
  }
}
