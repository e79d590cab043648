import type { V128 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import { asm } from '../vfp/text';
import { broadcast, lanes } from './lanes';
import {
  doublingMultiplyAccumulate,
  doublingMultiplyHigh,
  doublingMultiplyLong,
  multiply,
  multiplyLong,
} from './multiply';
import { dReg, name, read, write } from './registers';

/** Register and index of a scalar: 16-bit ones lie in D0–D7, 32-bit ones in D0–D15 (DDI 0406C A7.4.3). */
const scalar = (f: { size: number; M: number; Vm: number }): { m: number; index: number } =>
  f.size === 1 ? { m: f.Vm & 7, index: (f.M << 1) | (f.Vm >> 3) } : { m: f.Vm, index: f.M };

type Meaning = (
  c: ArmContext,
  size: number,
  q: number,
  unsigned: boolean,
  n: V128,
  m: V128,
  d: () => V128,
) => V128;

/** The operation's bit 24 is Q, or with `long` U or fixed; `sizes` that exist. */
function row(
  mnemonic: string,
  bit24: 'Q' | 'U' | '0',
  opc: string,
  type: string,
  sizes: string,
  meaning: Meaning,
): ArmRow {
  const long = bit24 !== 'Q';
  const u = bit24 === '0' ? '0' : 'U:1';
  return define({
    name: `${mnemonic} (by scalar)`,
    pattern:
      `1111 001 ${u} 1 D:1 size:2 Vn:4 Vd:4 ${opc} N:1 1 M:1 0 Vm:4` as 'U:1 D:1 size:2 Vn:4 Vd:4 N:1 M:1 Vm:4',
    feature: 'neon',
    when: (f) => f.size !== 3,
    translate(c, f): void | false {
      const [d, n] = [dReg(f.Vd, f.D), dReg(f.Vn, f.N)];
      const q = long ? 0 : f.U;
      const qd = long ? 1 : f.U;
      if (!sizes.includes(`${f.size}`) || (qd & d) | (q & n)) return false;
      const { m, index } = scalar(f);
      const factor = broadcast(c.ir, f.size, read(c, 0, m), index);
      const old = (): V128 => read(c, qd, d);
      write(c, qd, d, meaning(c, f.size, q, f.U === 1, read(c, q, n), factor, old));
    },
    text(f) {
      const [d, n] = [dReg(f.Vd, f.D), dReg(f.Vn, f.N)];
      const q = long ? 0 : f.U;
      const letter = type === 'su' ? (f.U ? 'u' : 's') : type;
      const { m, index } = scalar(f);
      const bits = 8 << f.size;
      return asm(`${mnemonic}{c}.${letter}${bits}`, name(long ? 1 : q, d), name(q, n), `d${m}[${index}]`);
    },
  });
}

const accumulate =
  (subtract: boolean): Meaning =>
  (c, size, q, _, n, m, d) => {
    const lane = lanes(c.ir, size);
    const product = multiply(c.ir, size, q, n, m);
    return subtract ? lane.sub(d(), product) : lane.add(d(), product);
  };
const accumulateLong =
  (subtract: boolean): Meaning =>
  (c, size, _, unsigned, n, m, d) => {
    const lane = lanes(c.ir, size + 1);
    const product = multiplyLong(c.ir, size, unsigned, n, m);
    return subtract ? lane.sub(d(), product) : lane.add(d(), product);
  };
const mulF32: Meaning = (c, _size, _q, _u, n, m) => c.ir.fp.mul_f32x4(n, m, c.standardFpEnv);
const accumulateF32 =
  (subtract: boolean): Meaning =>
  (c, size, q, unsigned, n, m, d) => {
    const product = mulF32(c, size, q, unsigned, n, m, d);
    const { add_f32x4, sub_f32x4 } = c.ir.fp;
    return (subtract ? sub_f32x4 : add_f32x4)(d(), product, c.standardFpEnv);
  };
const doubled =
  (subtract: boolean): Meaning =>
  (c, size, _q, _u, n, m, d) =>
    doublingMultiplyAccumulate(c, size, subtract, d(), n, m);
const high =
  (round: boolean): Meaning =>
  (c, size, _q, _u, n, m) =>
    doublingMultiplyHigh(c, size, round, n, m);

/** Advanced SIMD with two registers and a scalar. */
export const byScalarRows: readonly ArmRow[] = [
  row('vmla', 'Q', '0000', 'i', '12', accumulate(false)),
  row('vmla', 'Q', '0001', 'f', '2', accumulateF32(false)),
  row('vmlal', 'U', '0010', 'su', '12', accumulateLong(false)),
  row('vqdmlal', '0', '0011', 's', '12', doubled(false)),
  row('vmls', 'Q', '0100', 'i', '12', accumulate(true)),
  row('vmls', 'Q', '0101', 'f', '2', accumulateF32(true)),
  row('vmlsl', 'U', '0110', 'su', '12', accumulateLong(true)),
  row('vqdmlsl', '0', '0111', 's', '12', doubled(true)),
  row('vmul', 'Q', '1000', 'i', '12', (c, size, q, _, n, m) => multiply(c.ir, size, q, n, m)),
  row('vmul', 'Q', '1001', 'f', '2', mulF32),
  row('vmull', 'U', '1010', 'su', '12', (c, size, _, unsigned, n, m) =>
    multiplyLong(c.ir, size, unsigned, n, m),
  ),
  row('vqdmull', '0', '1011', 's', '12', (c, size, _q, _u, n, m) => doublingMultiplyLong(c, size, n, m)),
  row('vqdmulh', 'Q', '1100', 's', '12', high(false)),
  row('vqrdmulh', 'Q', '1101', 's', '12', high(true)),
];
