import type { V128 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import { asm, range } from '../vfp/text';
import { broadcast, count, shuffle, splat } from './lanes';
import { dReg, joinHighLow, name, read, write } from './registers';

/** New first and second register of an exchange, as element numbers of first:second (16 >> size elements each). */
type Exchange = (size: number, q: number) => readonly [number[], number[]];

function exchange(
  mnemonic: string,
  opc2: string,
  sizes: string,
  withDouble: string,
  elements: Exchange,
): ArmRow {
  return define({
    name: mnemonic,
    pattern: `1111 001 1 1 D:1 11 size:2 10 Vd:4 0 ${opc2} Q:1 M:1 0 Vm:4` as 'D:1 size:2 Vd:4 Q:1 M:1 Vm:4',
    feature: 'neon',
    translate(c, f): void | false {
      const [d, m] = [dReg(f.Vd, f.D), dReg(f.Vm, f.M)];
      if (!(f.Q ? sizes : withDouble).includes(`${f.size}`) || (f.Q && (d | m) & 1)) return false;
      const [a, b] = [read(c, f.Q, d), read(c, f.Q, m)];
      const [first, second] = elements(f.size, f.Q);
      const newFirst = shuffle(c.ir, f.size, a, b, first);
      const newSecond = shuffle(c.ir, f.size, a, b, second);
      write(c, f.Q, d, newFirst);
      write(c, f.Q, m, newSecond);
    },
    text: (f) =>
      asm(
        mnemonic === 'vswp' ? 'vswp{c}' : `${mnemonic}{c}.${8 << f.size}`,
        name(f.Q, dReg(f.Vd, f.D)),
        name(f.Q, dReg(f.Vm, f.M)),
      ),
  });
}

/** Element numbers for a register of `each` elements (what lies beyond in a D operation does not matter). */
function plan(size: number, q: number, f: (i: number, each: number) => number): number[] {
  const total = 16 >> size;
  const each = q ? total : total / 2;
  return count(total, (i) => {
    const element = f(i % each, each);
    return element < each ? element : element - each + total;
  });
}

const swap: Exchange = (size, q) => [plan(size, q, (i, each) => i + each), plan(size, q, (i) => i)];
const transpose: Exchange = (size, q) => [
  plan(size, q, (i, each) => (i & 1 ? i - 1 + each : i)),
  plan(size, q, (i, each) => (i & 1 ? i + each : i + 1)),
];
const unzip: Exchange = (size, q) => [plan(size, q, (i) => i * 2), plan(size, q, (i) => i * 2 + 1)];
const zip: Exchange = (size, q) => [
  plan(size, q, (i, each) => (i >> 1) + (i & 1) * each),
  plan(size, q, (i, each) => ((i + each) >> 1) + (i & 1) * each),
];

const extract = define({
  name: 'vext',
  pattern: '1111 001 0 1 D:1 11 Vn:4 Vd:4 imm4:4 N:1 Q:1 M:1 0 Vm:4',
  feature: 'neon',
  translate(c, f): void | false {
    const [d, n, m] = [dReg(f.Vd, f.D), dReg(f.Vn, f.N), dReg(f.Vm, f.M)];
    if (f.Q ? (d | n | m) & 1 : f.imm4 > 7) return false;
    const first = plan(0, f.Q, (i) => i + f.imm4);
    write(c, f.Q, d, shuffle(c.ir, 0, read(c, f.Q, n), read(c, f.Q, m), first));
  },
  text: (f) =>
    asm(
      'vext{c}.8',
      name(f.Q, dReg(f.Vd, f.D)),
      name(f.Q, dReg(f.Vn, f.N)),
      name(f.Q, dReg(f.Vm, f.M)),
      `#${f.imm4}`,
    ),
});

/** Sixteen bytes of a table that starts at D `first` and has `left` more registers; what is beyond it is zero. */
function tablePart(c: ArmContext, first: number, left: number): V128 {
  const { ir } = c;
  if (left === 1) return ir.v128.and(read(c, 0, first), ir.imm128([-1, -1, 0, 0]));
  return first & 1 ? joinHighLow(ir, c.q(first >> 1), c.q((first + 1) >> 1)) : c.q(first >> 1);
}

const lookup = define({
  name: 'vtbl, vtbx',
  pattern: '1111 001 1 1 D:1 11 Vn:4 Vd:4 10 len:2 N:1 op:1 M:1 0 Vm:4',
  feature: 'neon',
  translate(c, f): void | false {
    const [d, n] = [dReg(f.Vd, f.D), dReg(f.Vn, f.N)];
    const length = f.len + 1;
    if (n + length > 32) return false;
    const { ir } = c;
    const indices = read(c, 0, dReg(f.Vm, f.M));
    let result = ir.i8x16.swizzle(tablePart(c, n, Math.min(length, 2)), indices);
    if (length > 2) {
      const upper = ir.i8x16.sub(indices, splat(ir, 0, 16));
      result = ir.v128.or(result, ir.i8x16.swizzle(tablePart(c, n + 2, length - 2), upper));
    }
    if (f.op) {
      const inside = ir.i8x16.lt_u(indices, splat(ir, 0, length * 8));
      result = ir.v128.bitselect(result, read(c, 0, d), inside);
    }
    write(c, 0, d, result);
  },
  text: (f) =>
    asm(
      `${f.op ? 'vtbx' : 'vtbl'}{c}.8`,
      `d${dReg(f.Vd, f.D)}`,
      range('d', dReg(f.Vn, f.N), f.len + 1),
      `d${dReg(f.Vm, f.M)}`,
    ),
});

/** Element size and index from the lowest set bit of imm4. */
const scalar = (imm4: number): { size: number; index: number } => {
  const size = imm4 & 1 ? 0 : imm4 & 2 ? 1 : 2;
  return { size, index: imm4 >> (size + 1) };
};

const duplicate = define({
  name: 'vdup (scalar)',
  pattern: '1111 001 1 1 D:1 11 imm4:4 Vd:4 11000 Q:1 M:1 0 Vm:4',
  feature: 'neon',
  translate(c, f): void | false {
    const d = dReg(f.Vd, f.D);
    if ((f.imm4 & 7) === 0 || (f.Q && d & 1)) return false;
    const { size, index } = scalar(f.imm4);
    write(c, f.Q, d, broadcast(c.ir, size, read(c, 0, dReg(f.Vm, f.M)), index));
  },
  text(f) {
    const { size, index } = scalar(f.imm4);
    return asm(`vdup{c}.${8 << size}`, name(f.Q, dReg(f.Vd, f.D)), `d${dReg(f.Vm, f.M)}[${index}]`);
  },
});

/** Advanced SIMD that moves elements: extraction, exchange, table lookup, duplication. */
export const permuteRows: readonly ArmRow[] = [
  exchange('vswp', '0000', '0', '0', swap),
  exchange('vtrn', '0001', '012', '012', transpose),
  exchange('vuzp', '0010', '012', '01', unzip),
  exchange('vzip', '0011', '012', '01', zip),
  extract,
  lookup,
  duplicate,
];
