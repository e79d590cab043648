import type { V128 } from '@anyuser/core';
import { FpEnv } from '@anyuser/core';
import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import type { Feature } from '../models';
import { asm } from '../vfp/text';
import {
  reciprocalEstimateF32,
  reciprocalEstimateU32,
  reciprocalRootEstimateF32,
  reciprocalRootEstimateU32,
} from './estimate';
import { convertFromFixed, convertToFixed, narrowToHalves, widenHalves } from './float';
import { leadingSigns, leadingZeros } from './integer';
import { bitsOf, count, lanes, narrow, shl, shuffle, splat, widen } from './lanes';
import { addPairsLong } from './multiply';
import { dReg, name, read, write } from './registers';
import { absSaturating, type Narrowing, narrowSaturating } from './saturating';

type Pattern = 'D:1 size:2 Vd:4 Q:1 M:1 Vm:4';
type Meaning = (c: ArmContext, size: number, q: number, m: V128, d: () => V128) => V128;

/** A row of "two registers, miscellaneous" (DDI 0406C A7.4.5): bits 17–16, bits 10–7, sizes, data type. */
function row(
  mnemonic: string,
  opc1: string,
  opc2: string,
  sizes: string,
  type: string,
  meaning: Meaning,
  operand = '',
): ArmRow {
  return define({
    name: mnemonic + operand.slice(1),
    pattern: `1111 001 1 1 D:1 11 size:2 ${opc1} Vd:4 0 ${opc2} Q:1 M:1 0 Vm:4` as Pattern,
    feature: 'neon',
    translate(c, f): void | false {
      const [d, m] = [dReg(f.Vd, f.D), dReg(f.Vm, f.M)];
      if (!sizes.includes(`${f.size}`) || (f.Q && (d | m) & 1)) return false;
      write(
        c,
        f.Q,
        d,
        meaning(c, f.size, f.Q, read(c, f.Q, m), () => read(c, f.Q, d)),
      );
    },
    text(f) {
      const element = type.length > 1 ? type : `${type}${bitsOf(f.size)}`;
      const suffix = type === 'none' ? '' : type === 'bits' ? `.${bitsOf(f.size)}` : `.${element}`;
      const operands = [name(f.Q, dReg(f.Vd, f.D)), name(f.Q, dReg(f.Vm, f.M))];
      return asm(`${mnemonic}{c}${suffix}`, ...operands, ...(operand === '' ? [] : [operand]));
    },
  });
}

/** Reverses elements of `size` within groups of 2^group bytes. */
const reverse =
  (group: number): Meaning =>
  (c, size, _, m) => {
    const last = (1 << (group - size)) - 1;
    return shuffle(
      c.ir,
      size,
      m,
      m,
      count(16 >> size, (i) => i ^ last),
    );
  };

const zero = (c: ArmContext): V128 => splat(c.ir, 2, 0);

/** Comparisons with zero, integer and float forms. */
function withZero(
  mnemonic: string,
  opc: string,
  type: string,
  integer: Meaning,
  float: Meaning,
): readonly ArmRow[] {
  return [
    row(mnemonic, '01', `0${opc}`, '012', type, integer, '#0'),
    row(mnemonic, '01', `1${opc}`, '2', 'f32', float, '#0'),
  ];
}

/** VMOVN, VQMOVN, VQMOVUN: bit 6 belongs to the operation. */
function narrowing(
  mnemonic: string,
  opc2: string,
  bit6: '0' | '1',
  type: string,
  kind: Narrowing | 'drop',
): ArmRow {
  return define({
    name: `${mnemonic}.${type}`,
    pattern: `1111 001 1 1 D:1 11 size:2 10 Vd:4 0 ${opc2} ${bit6} M:1 0 Vm:4` as Pattern,
    feature: 'neon',
    translate(c, f): void | false {
      const [d, m] = [dReg(f.Vd, f.D), dReg(f.Vm, f.M)];
      if (f.size === 3 || m & 1) return false;
      const a = c.q(m >> 1);
      write(c, 0, d, kind === 'drop' ? narrow(c.ir, f.size, a) : narrowSaturating(c, f.size, kind, a));
    },
    text: (f) =>
      asm(`${mnemonic}{c}.${type}${bitsOf(f.size + 1)}`, name(0, dReg(f.Vd, f.D)), name(1, dReg(f.Vm, f.M))),
  });
}

const shiftLong = define({
  name: 'vshll (maximum)',
  pattern: '1111 001 1 1 D:1 11 size:2 10 Vd:4 0 0110 0 M:1 0 Vm:4',
  feature: 'neon',
  translate(c, f): void | false {
    const [d, m] = [dReg(f.Vd, f.D), dReg(f.Vm, f.M)];
    if (f.size === 3 || d & 1) return false;
    c.setQ(d >> 1, shl(c.ir, f.size + 1, widen(c.ir, f.size, true, read(c, 0, m)), bitsOf(f.size)));
  },
  text: (f) =>
    asm(
      `vshll{c}.i${bitsOf(f.size)}`,
      name(1, dReg(f.Vd, f.D)),
      name(0, dReg(f.Vm, f.M)),
      `#${bitsOf(f.size)}`,
    ),
});

const halves: Feature = 'fp16';
const halfConversions: readonly ArmRow[] = [
  define({
    name: 'vcvt.f16.f32',
    pattern: '1111 001 1 1 D:1 11 01 10 Vd:4 0 1100 0 M:1 0 Vm:4',
    feature: halves,
    translate(c, f): void | false {
      const m = dReg(f.Vm, f.M);
      if (m & 1 || !c.has('neon')) return false;
      const env = c.standardFpEnv & ~FpEnv.flushOutputs;
      write(c, 0, dReg(f.Vd, f.D), narrowToHalves(c, c.q(m >> 1), env));
    },
    text: (f) => asm('vcvt{c}.f16.f32', name(0, dReg(f.Vd, f.D)), name(1, dReg(f.Vm, f.M))),
  }),
  define({
    name: 'vcvt.f32.f16',
    pattern: '1111 001 1 1 D:1 11 01 10 Vd:4 0 1110 0 M:1 0 Vm:4',
    feature: halves,
    translate(c, f): void | false {
      const d = dReg(f.Vd, f.D);
      if (d & 1 || !c.has('neon')) return false;
      const env = c.standardFpEnv & ~FpEnv.flushInputs;
      c.setQ(d >> 1, widenHalves(c, read(c, 0, dReg(f.Vm, f.M)), env));
    },
    text: (f) => asm('vcvt{c}.f32.f16', name(1, dReg(f.Vd, f.D)), name(0, dReg(f.Vm, f.M))),
  }),
];

const pairs =
  (unsigned: boolean): Meaning =>
  (c, size, _, m) =>
    addPairsLong(c.ir, size, unsigned, m);
const accumulatePairs =
  (unsigned: boolean): Meaning =>
  (c, size, _, m, d) =>
    lanes(c.ir, size + 1).add(d(), addPairsLong(c.ir, size, unsigned, m));

/** VCVT to and from integers, VRECPE, VRSQRTE: 32-bit elements only. */
const word = (mnemonic: string, opc2: string, type: string, meaning: Meaning): ArmRow =>
  row(mnemonic, '11', opc2, '2', type, meaning);

/** Advanced SIMD with two registers, save permutations. */
export const twoRegisterRows: readonly ArmRow[] = [
  row('vrev64', '00', '0000', '012', 'bits', reverse(3)),
  row('vrev32', '00', '0001', '01', 'bits', reverse(2)),
  row('vrev16', '00', '0010', '0', 'bits', reverse(1)),
  row('vpaddl', '00', '0100', '012', 's', pairs(false)),
  row('vpaddl', '00', '0101', '012', 'u', pairs(true)),
  row('vcls', '00', '1000', '012', 's', (c, size, _, m) => leadingSigns(c.ir, size, m)),
  row('vclz', '00', '1001', '012', 'i', (c, size, _, m) => leadingZeros(c.ir, size, m)),
  row('vcnt', '00', '1010', '0', 'bits', (c, _size, _q, m) => c.ir.i8x16.popcnt(m)),
  row('vmvn', '00', '1011', '0', 'none', (c, _size, _q, m) => c.ir.v128.not(m)),
  row('vpadal', '00', '1100', '012', 's', accumulatePairs(false)),
  row('vpadal', '00', '1101', '012', 'u', accumulatePairs(true)),
  row('vqabs', '00', '1110', '012', 's', (c, size, _, m) => absSaturating(c, size, m, false)),
  row('vqneg', '00', '1111', '012', 's', (c, size, _, m) => absSaturating(c, size, m, true)),
  ...withZero(
    'vcgt',
    '000',
    's',
    (c, size, _, m) => lanes(c.ir, size).gt_s(m, zero(c)),
    (c, _size, _q, m) => c.ir.fp.gt_f32x4(m, zero(c), c.standardFpEnv),
  ),
  ...withZero(
    'vcge',
    '001',
    's',
    (c, size, _, m) => lanes(c.ir, size).ge_s(m, zero(c)),
    (c, _size, _q, m) => c.ir.fp.ge_f32x4(m, zero(c), c.standardFpEnv),
  ),
  ...withZero(
    'vceq',
    '010',
    'i',
    (c, size, _, m) => lanes(c.ir, size).eq(m, zero(c)),
    (c, _size, _q, m) => c.ir.fp.eq_f32x4(m, zero(c), c.standardFpEnv),
  ),
  ...withZero(
    'vcle',
    '011',
    's',
    (c, size, _, m) => lanes(c.ir, size).ge_s(zero(c), m),
    (c, _size, _q, m) => c.ir.fp.ge_f32x4(zero(c), m, c.standardFpEnv),
  ),
  ...withZero(
    'vclt',
    '100',
    's',
    (c, size, _, m) => lanes(c.ir, size).lt_s(m, zero(c)),
    (c, _size, _q, m) => c.ir.fp.gt_f32x4(zero(c), m, c.standardFpEnv),
  ),
  row('vabs', '01', '0110', '012', 's', (c, size, _, m) => lanes(c.ir, size).abs(m)),
  row('vabs', '01', '1110', '2', 'f32', (c, _size, _q, m) => c.ir.f32x4.abs(m)),
  row('vneg', '01', '0111', '012', 's', (c, size, _, m) => lanes(c.ir, size).neg(m)),
  row('vneg', '01', '1111', '2', 'f32', (c, _size, _q, m) => c.ir.f32x4.neg(m)),
  narrowing('vmovn', '0100', '0', 'i', 'drop'),
  narrowing('vqmovun', '0100', '1', 's', 'signed to unsigned'),
  narrowing('vqmovn', '0101', '0', 's', 'signed'),
  narrowing('vqmovn', '0101', '1', 'u', 'unsigned'),
  shiftLong,
  ...halfConversions,
  word('vrecpe', '1000', 'u32', (c, _, q, m) => reciprocalEstimateU32(c.ir, q, m)),
  word('vrsqrte', '1001', 'u32', (c, _, q, m) => reciprocalRootEstimateU32(c.ir, q, m)),
  word('vrecpe', '1010', 'f32', (c, _, q, m) => reciprocalEstimateF32(c, q, m)),
  word('vrsqrte', '1011', 'f32', (c, _, q, m) => reciprocalRootEstimateF32(c, q, m)),
  word('vcvt', '1100', 'f32.s32', (c, _, q, m) => convertFromFixed(c, q, false, 0, m)),
  word('vcvt', '1101', 'f32.u32', (c, _, q, m) => convertFromFixed(c, q, true, 0, m)),
  word('vcvt', '1110', 's32.f32', (c, _, q, m) => convertToFixed(c, q, false, 0, m)),
  word('vcvt', '1111', 'u32.f32', (c, _, q, m) => convertToFixed(c, q, true, 0, m)),
];
