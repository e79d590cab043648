import type { V128 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import { asm } from '../vfp/text';
import { absoluteDifference } from './integer';
import { bitsOf, lanes, narrow, splat, widen } from './lanes';
import {
  doublingMultiplyAccumulate,
  doublingMultiplyLong,
  multiplyLong,
  multiplyPolynomialLong,
} from './multiply';
import { dReg, name, read, write } from './registers';

/** Which operands are Q registers of elements twice as wide: the result, the result and Vn, or Vn and Vm. */
type Shape = 'long' | 'wide' | 'narrow';

/** `d` reads the old destination. Long operands are in the low halves. */
type Meaning = (c: ArmContext, size: number, unsigned: boolean, n: V128, m: V128, d: () => V128) => V128;

/** A row of "three registers of different lengths" (DDI 0406C A7.4.2): bit 24, bits 11–8, sizes that exist. */
function row(
  mnemonic: string,
  shape: Shape,
  u: '0' | '1' | 'U:1',
  opc: string,
  type: string,
  sizes: string,
  meaning: Meaning,
): ArmRow {
  const pattern =
    `1111 001 ${u} 1 D:1 size:2 Vn:4 Vd:4 ${opc} N:1 0 M:1 0 Vm:4` as 'U:1 D:1 size:2 Vn:4 Vd:4 N:1 M:1 Vm:4';
  const qd = shape === 'narrow' ? 0 : 1;
  const qn = shape === 'long' ? 0 : 1;
  const qm = shape === 'narrow' ? 1 : 0;
  const registers = (f: { D: number; Vd: number; N: number; Vn: number; M: number; Vm: number }) =>
    [dReg(f.Vd, f.D), dReg(f.Vn, f.N), dReg(f.Vm, f.M)] as const;
  return define({
    name: mnemonic,
    pattern,
    feature: 'neon',
    // size 3 is the space of VEXT, VTBL, the two-register operations, and of nothing else.
    when: (f) => f.size !== 3,
    translate(c, f): void | false {
      const [d, n, m] = registers(f);
      if (!sizes.includes(`${f.size}`) || (qd & d) | (qn & n) | (qm & m)) return false;
      const old = (): V128 => read(c, qd, d);
      write(c, qd, d, meaning(c, f.size, f.U === 1, read(c, qn, n), read(c, qm, m), old));
    },
    text(f) {
      const [d, n, m] = registers(f);
      const letter = type === 'su' ? (f.U ? 'u' : 's') : type;
      // Narrowing operations are named after what they read.
      const bits = bitsOf(f.size) * (shape === 'narrow' ? 2 : 1);
      return asm(`${mnemonic}{c}.${letter}${bits}`, name(qd, d), name(qn, n), name(qm, m));
    },
  });
}

const addOrSub = (subtract: boolean, c: ArmContext, size: number, a: V128, b: V128): V128 => {
  const lane = lanes(c.ir, size);
  return subtract ? lane.sub(a, b) : lane.add(a, b);
};

const long =
  (subtract: boolean): Meaning =>
  (c, size, unsigned, n, m) =>
    addOrSub(subtract, c, size + 1, widen(c.ir, size, unsigned, n), widen(c.ir, size, unsigned, m));
const wide =
  (subtract: boolean): Meaning =>
  (c, size, unsigned, n, m) =>
    addOrSub(subtract, c, size + 1, n, widen(c.ir, size, unsigned, m));

const highNarrow =
  (subtract: boolean, round: boolean): Meaning =>
  (c, size, _, n, m) => {
    const sum = addOrSub(subtract, c, size + 1, n, m);
    const half = bitsOf(size) - 1;
    const rounding = (): V128 => (size === 2 ? splat(c.ir, 3, 1 << 31, 0) : splat(c.ir, size + 1, 2 ** half));
    return narrow(c.ir, size, round ? lanes(c.ir, size + 1).add(sum, rounding()) : sum, 'high');
  };

const difference: Meaning = (c, size, unsigned, n, m) =>
  widen(c.ir, size, true, absoluteDifference(c.ir, size, unsigned, n, m));
const accumulate =
  (subtract: boolean, meaning: Meaning): Meaning =>
  (c, size, unsigned, n, m, d) =>
    addOrSub(subtract, c, size + 1, d(), meaning(c, size, unsigned, n, m, d));
const product: Meaning = (c, size, unsigned, n, m) => multiplyLong(c.ir, size, unsigned, n, m);
const doubled =
  (subtract: boolean): Meaning =>
  (c, size, _, n, m, d) =>
    doublingMultiplyAccumulate(c, size, subtract, d(), n, m);

/** Advanced SIMD with three registers of different lengths. */
export const threeDifferentRows: readonly ArmRow[] = [
  row('vaddl', 'long', 'U:1', '0000', 'su', '012', long(false)),
  row('vaddw', 'wide', 'U:1', '0001', 'su', '012', wide(false)),
  row('vsubl', 'long', 'U:1', '0010', 'su', '012', long(true)),
  row('vsubw', 'wide', 'U:1', '0011', 'su', '012', wide(true)),
  row('vaddhn', 'narrow', '0', '0100', 'i', '012', highNarrow(false, false)),
  row('vraddhn', 'narrow', '1', '0100', 'i', '012', highNarrow(false, true)),
  row('vabal', 'long', 'U:1', '0101', 'su', '012', accumulate(false, difference)),
  row('vsubhn', 'narrow', '0', '0110', 'i', '012', highNarrow(true, false)),
  row('vrsubhn', 'narrow', '1', '0110', 'i', '012', highNarrow(true, true)),
  row('vabdl', 'long', 'U:1', '0111', 'su', '012', difference),
  row('vmlal', 'long', 'U:1', '1000', 'su', '012', accumulate(false, product)),
  row('vqdmlal', 'long', '0', '1001', 's', '12', doubled(false)),
  row('vmlsl', 'long', 'U:1', '1010', 'su', '012', accumulate(true, product)),
  row('vqdmlsl', 'long', '0', '1011', 's', '12', doubled(true)),
  row('vmull', 'long', 'U:1', '1100', 'su', '012', product),
  row('vqdmull', 'long', '0', '1101', 's', '12', (c, size, _, n, m) => doublingMultiplyLong(c, size, n, m)),
  row('vmull', 'long', '0', '1110', 'p', '0', (c, _size, _u, n, m) => multiplyPolynomialLong(c.ir, n, m)),
];
