import type { IrBuilder, V128 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import type { Feature } from '../models';
import { asm } from '../vfp/text';
import { fusedMultiplyAdd, reciprocalRootStep, reciprocalStep } from './float';
import { absoluteDifference, halvingAdd, halvingSub, maximum, minimum, roundingHalvingAdd } from './integer';
import { everySecond, lanes, less, splat } from './lanes';
import { doublingMultiplyHigh, multiply, multiplyPolynomial } from './multiply';
import { dReg, name, read, write } from './registers';
import { addSaturating, subSaturating } from './saturating';
import { shiftByRegister } from './variable-shift';

/** What a meaning may need besides its operands. */
interface Options {
  readonly c: ArmContext;
  readonly ir: IrBuilder;
  readonly size: number;
  readonly unsigned: boolean;
  readonly q: number;
  /** The old destination. */
  d(): V128;
}

/** The result of the operation on Vn and Vm. */
type Meaning = (o: Options, n: V128, m: V128) => V128;

/** A row of "three registers of the same length" (DDI 0406C A7.4.1). */
interface ThreeSame {
  readonly name: string;
  /** Bit 24; `U` where it tells signed from unsigned. */
  readonly u: '0' | '1' | 'U';
  /** Bits 21–20: a fixed number, or the element sizes that exist, as digits. */
  readonly size: { readonly fixed: string } | { readonly sizes: string };
  /** Bits 11–8 and 4. */
  readonly opc: string;
  readonly op: '0' | '1';
  /** Letter of the data type: `su` stands for s or u by bit 24, a whole type such as `f32` for itself. */
  readonly type: string;
  readonly meaning: Meaning;
  /** The operation has no Q form. */
  readonly doubleOnly?: boolean;
  /** Shifts name the shift amount's register (Vn) last. */
  readonly reversed?: boolean;
  readonly feature?: Feature;
}

type Pattern = 'U:1 D:1 size:2 Vn:4 Vd:4 N:1 Q:1 M:1 Vm:4';

function row(r: ThreeSame): ArmRow {
  const fixed = 'fixed' in r.size ? r.size.fixed : undefined;
  const sizes = 'sizes' in r.size ? r.size.sizes : '0123';
  const u = r.u === 'U' ? 'U:1' : r.u;
  const pattern =
    `1111 001 ${u} 0 D:1 ${fixed ?? 'size:2'} Vn:4 Vd:4 ${r.opc} N:1 Q:1 M:1 ${r.op} Vm:4` as Pattern;
  const registers = (f: { D: number; Vd: number; N: number; Vn: number; M: number; Vm: number }) =>
    [dReg(f.Vd, f.D), dReg(f.Vn, f.N), dReg(f.Vm, f.M)] as const;
  return define({
    name: `${r.name} (${r.type || 'bits'})`,
    pattern,
    feature: r.feature ?? 'neon',
    translate(c, f): void | false {
      const [d, n, m] = registers(f);
      const size = fixed === undefined ? f.size : 2;
      if (!sizes.includes(`${size}`) || (f.Q && (d | n | m) & 1) || (f.Q && r.doubleOnly)) return false;
      const options: Options = {
        c,
        ir: c.ir,
        size,
        unsigned: r.u === 'U' ? f.U === 1 : r.u === '1',
        q: f.Q,
        d: () => read(c, f.Q, d),
      };
      write(c, f.Q, d, r.meaning(options, read(c, f.Q, n), read(c, f.Q, m)));
    },
    text(f) {
      const [d, n, m] = registers(f);
      const letter = r.type === 'su' ? (f.U ? 'u' : 's') : r.type;
      const suffix = letter.length > 1 ? `.${letter}` : fixed === undefined ? `.${letter}${8 << f.size}` : '';
      const [second, third] = r.reversed ? [m, n] : [n, m];
      return asm(`${r.name}{c}${suffix}`, name(f.Q, d), name(f.Q, second), name(f.Q, third));
    },
  });
}

const narrow = { sizes: '012' };
const all = { sizes: '0123' };
const low = { fixed: '00' };
const high = { fixed: '10' };

/** Integer rows: opcode bits 11–8 and bit 4, U, types and meaning. */
const integer = (
  mnemonic: string,
  u: ThreeSame['u'],
  opc: string,
  op: '0' | '1',
  type: string,
  size: ThreeSame['size'],
  meaning: Meaning,
  more: Partial<ThreeSame> = {},
): ArmRow => row({ name: mnemonic, u, opc, op, type, size, meaning, ...more });

const logic = (mnemonic: string, u: '0' | '1', size: string, meaning: Meaning): ArmRow =>
  integer(mnemonic, u, '0001', '1', '', { fixed: size }, meaning);

const float = (
  mnemonic: string,
  u: '0' | '1',
  opc: string,
  op: '0' | '1',
  size: ThreeSame['size'],
  meaning: Meaning,
  more: Partial<ThreeSame> = {},
): ArmRow => integer(mnemonic, u, opc, op, 'f32', size, meaning, more);

const shift = (mnemonic: string, opc: string, op: '0' | '1', round: boolean, saturate: boolean): ArmRow =>
  integer(
    mnemonic,
    'U',
    opc,
    op,
    'su',
    all,
    ({ c, size, unsigned }, n, m) => shiftByRegister(c, size, { unsigned, round, saturate }, m, n),
    { reversed: true },
  );

/** Applies an operation to neighbours of n:m. */
const pairwise =
  (meaning: Meaning): Meaning =>
  (o, n, m) =>
    meaning(o, everySecond(o.ir, o.size, o.q, n, m, 0), everySecond(o.ir, o.size, o.q, n, m, 1));
const doubleOnly = { doubleOnly: true };

const max: Meaning = ({ ir, size, unsigned }, n, m) => maximum(ir, size, unsigned, n, m);
const min: Meaning = ({ ir, size, unsigned }, n, m) => minimum(ir, size, unsigned, n, m);
const add: Meaning = ({ ir, size }, n, m) => lanes(ir, size).add(n, m);
const difference: Meaning = ({ ir, size, unsigned }, n, m) => absoluteDifference(ir, size, unsigned, n, m);
const addF32: Meaning = ({ c, ir }, n, m) => ir.fp.add_f32x4(n, m, c.standardFpEnv);
const subF32: Meaning = ({ c, ir }, n, m) => ir.fp.sub_f32x4(n, m, c.standardFpEnv);
const mulF32: Meaning = ({ c, ir }, n, m) => ir.fp.mul_f32x4(n, m, c.standardFpEnv);
const maxF32: Meaning = ({ c, ir }, n, m) => ir.fp.max_f32x4(n, m, c.standardFpEnv);
const minF32: Meaning = ({ c, ir }, n, m) => ir.fp.min_f32x4(n, m, c.standardFpEnv);
const magnitude =
  (meaning: Meaning): Meaning =>
  (o, n, m) =>
    meaning(o, o.ir.f32x4.abs(n), o.ir.f32x4.abs(m));
const geF32: Meaning = ({ c, ir }, n, m) => ir.fp.ge_f32x4(n, m, c.standardFpEnv);
const gtF32: Meaning = ({ c, ir }, n, m) => ir.fp.gt_f32x4(n, m, c.standardFpEnv);

const integerRows: readonly ArmRow[] = [
  integer('vhadd', 'U', '0000', '0', 'su', narrow, ({ ir, size, unsigned }, n, m) =>
    halvingAdd(ir, size, unsigned, n, m),
  ),
  integer('vqadd', 'U', '0000', '1', 'su', all, ({ c, size, unsigned }, n, m) =>
    addSaturating(c, size, unsigned, n, m),
  ),
  integer('vrhadd', 'U', '0001', '0', 'su', narrow, ({ ir, size, unsigned }, n, m) =>
    roundingHalvingAdd(ir, size, unsigned, n, m),
  ),
  integer('vhsub', 'U', '0010', '0', 'su', narrow, ({ ir, size, unsigned }, n, m) =>
    halvingSub(ir, size, unsigned, n, m),
  ),
  integer('vqsub', 'U', '0010', '1', 'su', all, ({ c, size, unsigned }, n, m) =>
    subSaturating(c, size, unsigned, n, m),
  ),
  integer('vcgt', 'U', '0011', '0', 'su', narrow, ({ ir, size, unsigned }, n, m) =>
    less(ir, size, unsigned, m, n),
  ),
  integer('vcge', 'U', '0011', '1', 'su', narrow, ({ ir, size, unsigned }, n, m) =>
    ir.v128.not(less(ir, size, unsigned, n, m)),
  ),
  shift('vshl', '0100', '0', false, false),
  shift('vqshl', '0100', '1', false, true),
  shift('vrshl', '0101', '0', true, false),
  shift('vqrshl', '0101', '1', true, true),
  integer('vmax', 'U', '0110', '0', 'su', narrow, max),
  integer('vmin', 'U', '0110', '1', 'su', narrow, min),
  integer('vabd', 'U', '0111', '0', 'su', narrow, difference),
  integer('vaba', 'U', '0111', '1', 'su', narrow, (o, n, m) =>
    lanes(o.ir, o.size).add(o.d(), difference(o, n, m)),
  ),
  integer('vadd', '0', '1000', '0', 'i', all, add),
  integer('vsub', '1', '1000', '0', 'i', all, ({ ir, size }, n, m) => lanes(ir, size).sub(n, m)),
  integer('vtst', '0', '1000', '1', '', narrow, ({ ir, size }, n, m) =>
    lanes(ir, size).ne(ir.v128.and(n, m), splat(ir, size, 0)),
  ),
  integer('vceq', '1', '1000', '1', 'i', narrow, ({ ir, size }, n, m) => lanes(ir, size).eq(n, m)),
  integer('vmla', '0', '1001', '0', 'i', narrow, ({ ir, size, q, d }, n, m) =>
    lanes(ir, size).add(d(), multiply(ir, size, q, n, m)),
  ),
  integer('vmls', '1', '1001', '0', 'i', narrow, ({ ir, size, q, d }, n, m) =>
    lanes(ir, size).sub(d(), multiply(ir, size, q, n, m)),
  ),
  integer('vmul', '0', '1001', '1', 'i', narrow, ({ ir, size, q }, n, m) => multiply(ir, size, q, n, m)),
  integer('vmul', '1', '1001', '1', 'p', { sizes: '0' }, ({ ir }, n, m) => multiplyPolynomial(ir, n, m)),
  integer('vpmax', 'U', '1010', '0', 'su', narrow, pairwise(max), doubleOnly),
  integer('vpmin', 'U', '1010', '1', 'su', narrow, pairwise(min), doubleOnly),
  integer('vqdmulh', '0', '1011', '0', 's', { sizes: '12' }, ({ c, size }, n, m) =>
    doublingMultiplyHigh(c, size, false, n, m),
  ),
  integer('vqrdmulh', '1', '1011', '0', 's', { sizes: '12' }, ({ c, size }, n, m) =>
    doublingMultiplyHigh(c, size, true, n, m),
  ),
  integer('vpadd', '0', '1011', '1', 'i', narrow, pairwise(add), doubleOnly),
];

const logicRows: readonly ArmRow[] = [
  logic('vand', '0', '00', ({ ir }, n, m) => ir.v128.and(n, m)),
  logic('vbic', '0', '01', ({ ir }, n, m) => ir.v128.andnot(n, m)),
  logic('vorr', '0', '10', ({ ir }, n, m) => (n === m ? n : ir.v128.or(n, m))),
  logic('vorn', '0', '11', ({ ir }, n, m) => ir.v128.or(n, ir.v128.not(m))),
  logic('veor', '1', '00', ({ ir }, n, m) => ir.v128.xor(n, m)),
  logic('vbsl', '1', '01', ({ ir, d }, n, m) => ir.v128.bitselect(n, m, d())),
  logic('vbit', '1', '10', ({ ir, d }, n, m) => ir.v128.bitselect(n, d(), m)),
  logic('vbif', '1', '11', ({ ir, d }, n, m) => ir.v128.bitselect(d(), n, m)),
];

const fused =
  (negate: boolean): Meaning =>
  ({ c, ir, q, d }, n, m) =>
    fusedMultiplyAdd(c, q, d(), negate ? ir.f32x4.neg(n) : n, m);

const floatRows: readonly ArmRow[] = [
  float('vfma', '0', '1100', '1', low, fused(false), { feature: 'vfpv4' }),
  float('vfms', '0', '1100', '1', high, fused(true), { feature: 'vfpv4' }),
  float('vadd', '0', '1101', '0', low, addF32),
  float('vsub', '0', '1101', '0', high, subF32),
  float('vpadd', '1', '1101', '0', low, pairwise(addF32), doubleOnly),
  float('vabd', '1', '1101', '0', high, (o, n, m) => o.ir.f32x4.abs(subF32(o, n, m))),
  float('vmla', '0', '1101', '1', low, (o, n, m) => addF32(o, o.d(), mulF32(o, n, m))),
  float('vmls', '0', '1101', '1', high, (o, n, m) => subF32(o, o.d(), mulF32(o, n, m))),
  float('vmul', '1', '1101', '1', low, mulF32),
  float('vceq', '0', '1110', '0', low, ({ c, ir }, n, m) => ir.fp.eq_f32x4(n, m, c.standardFpEnv)),
  float('vcge', '1', '1110', '0', low, geF32),
  float('vcgt', '1', '1110', '0', high, gtF32),
  float('vacge', '1', '1110', '1', low, magnitude(geF32)),
  float('vacgt', '1', '1110', '1', high, magnitude(gtF32)),
  float('vmax', '0', '1111', '0', low, maxF32),
  float('vmin', '0', '1111', '0', high, minF32),
  float('vpmax', '1', '1111', '0', low, pairwise(maxF32), doubleOnly),
  float('vpmin', '1', '1111', '0', high, pairwise(minF32), doubleOnly),
  float('vrecps', '0', '1111', '1', low, ({ c }, n, m) => reciprocalStep(c, n, m)),
  float('vrsqrts', '0', '1111', '1', high, ({ c }, n, m) => reciprocalRootStep(c, n, m)),
];

/** Advanced SIMD with three registers of the same length. */
export const threeSameRows: readonly ArmRow[] = [...integerRows, ...logicRows, ...floatRows];
