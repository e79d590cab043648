import type { V128 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import { asm, remark } from '../vfp/text';
import { convertFromFixed, convertToFixed } from './float';
import { bitsOf, lanes, lowBits, narrow, shl, shr, shrRound, widen } from './lanes';
import { dReg, name, read, write } from './registers';
import { type Narrowing, narrowSaturating, shlSaturating, shlSaturatingUnsigned } from './saturating';

/** Element size and shift amount from L:imm6 (DDI 0406C A7.4.4): the highest set bit tells the size. */
export function decodeImmediate(L: number, imm6: number): { size: number; left: number; right: number } {
  const value = (L << 6) | imm6;
  const size = L ? 3 : 28 - Math.clz32(imm6);
  const bits = bitsOf(size);
  return { size, left: value - bits, right: bits * 2 - value };
}

type Pattern = 'U:1 D:1 imm6:6 Vd:4 L:1 Q:1 M:1 Vm:4';

/** Anything with L:imm6 below 8 belongs to the one-register space. */
const isShift = (f: { L?: number; imm6: number }): boolean => (f.L ?? 0) !== 0 || f.imm6 >= 8;

/** Result of a shift by n places; `d` reads the old destination. */
type Meaning = (c: ArmContext, size: number, unsigned: boolean, a: V128, n: number, d: () => V128) => V128;

/** Shifts whose operand and result have one size. */
function same(
  mnemonic: string,
  u: '0' | '1' | 'U:1',
  opc: string,
  direction: 'left' | 'right',
  type: string,
  meaning: Meaning,
): ArmRow {
  return define({
    name: `${mnemonic} (immediate)`,
    pattern: `1111 001 ${u} 1 D:1 imm6:6 Vd:4 ${opc} L:1 Q:1 M:1 1 Vm:4` as Pattern,
    feature: 'neon',
    when: isShift,
    translate(c, f): void | false {
      const [d, m] = [dReg(f.Vd, f.D), dReg(f.Vm, f.M)];
      if (f.Q && (d | m) & 1) return false;
      const { size, left, right } = decodeImmediate(f.L, f.imm6);
      const n = direction === 'left' ? left : right;
      const unsigned = u === 'U:1' ? f.U === 1 : u === '1';
      write(
        c,
        f.Q,
        d,
        meaning(c, size, unsigned, read(c, f.Q, m), n, () => read(c, f.Q, d)),
      );
    },
    text(f) {
      const { size, left, right } = decodeImmediate(f.L, f.imm6);
      const letter = type === 'su' ? (f.U ? 'u' : 's') : type;
      return asm(
        `${mnemonic}{c}.${letter}${bitsOf(size)}`,
        name(f.Q, dReg(f.Vd, f.D)),
        name(f.Q, dReg(f.Vm, f.M)),
        direction === 'left' ? `#${left}${remark(left)}` : `#${right}`,
      );
    },
  });
}

/** Shifts that narrow: from a Q register of elements twice the size. */
function narrowing(
  mnemonic: string,
  u: '0' | '1' | 'U:1',
  opc: string,
  round: boolean,
  type: string,
  kind: Narrowing | 'drop' | undefined,
): ArmRow {
  return define({
    name: mnemonic,
    pattern: `1111 001 ${u} 1 D:1 imm6:6 Vd:4 ${opc} 0 ${round ? '1' : '0'} M:1 1 Vm:4` as Pattern,
    feature: 'neon',
    when: isShift,
    translate(c, f): void | false {
      const [d, m] = [dReg(f.Vd, f.D), dReg(f.Vm, f.M)];
      if (m & 1) return false;
      const { size, right } = decodeImmediate(0, f.imm6);
      const unsigned = f.U === 1;
      const signedness = kind ?? (unsigned ? 'unsigned' : 'signed');
      const shift = round ? shrRound : shr;
      const a = shift(c.ir, size + 1, signedness === 'unsigned', c.q(m >> 1), right);
      write(
        c,
        0,
        d,
        signedness === 'drop' ? narrow(c.ir, size, a) : narrowSaturating(c, size, signedness, a),
      );
    },
    text(f) {
      const { size, right } = decodeImmediate(0, f.imm6);
      const letter = type === 'su' ? (f.U ? 'u' : 's') : type;
      return asm(
        `${mnemonic}{c}.${letter}${bitsOf(size + 1)}`,
        name(0, dReg(f.Vd, f.D)),
        name(1, dReg(f.Vm, f.M)),
        `#${right}`,
      );
    },
  });
}

/** VSHLL, and VMOVL where the shift is zero. */
const long = define({
  name: 'vshll, vmovl',
  pattern: '1111 001 U:1 1 D:1 imm6:6 Vd:4 1010 0 0 M:1 1 Vm:4',
  feature: 'neon',
  when: isShift,
  translate(c, f): void | false {
    const [d, m] = [dReg(f.Vd, f.D), dReg(f.Vm, f.M)];
    if (d & 1) return false;
    const { size, left } = decodeImmediate(0, f.imm6);
    c.setQ(d >> 1, shl(c.ir, size + 1, widen(c.ir, size, f.U === 1, read(c, 0, m)), left));
  },
  text(f) {
    const { size, left } = decodeImmediate(0, f.imm6);
    const suffix = `{c}.${f.U ? 'u' : 's'}${bitsOf(size)}`;
    const registers = [name(1, dReg(f.Vd, f.D)), name(0, dReg(f.Vm, f.M))];
    return left === 0 ? asm(`vmovl${suffix}`, ...registers) : asm(`vshll${suffix}`, ...registers, `#${left}`);
  },
});

const convert = define({
  name: 'vcvt (fixed point, vector)',
  pattern: '1111 001 U:1 1 D:1 imm6:6 Vd:4 111 to:1 0 Q:1 M:1 1 Vm:4',
  feature: 'neon',
  when: isShift,
  translate(c, f): void | false {
    const [d, m] = [dReg(f.Vd, f.D), dReg(f.Vm, f.M)];
    if (!(f.imm6 & 0x20) || (f.Q && (d | m) & 1)) return false;
    const conversion = f.to ? convertToFixed : convertFromFixed;
    write(c, f.Q, d, conversion(c, f.Q, f.U === 1, 64 - f.imm6, read(c, f.Q, m)));
  },
  text(f) {
    const fixed = f.U ? '.u32' : '.s32';
    return asm(
      `vcvt{c}${f.to ? `${fixed}.f32` : `.f32${fixed}`}`,
      name(f.Q, dReg(f.Vd, f.D)),
      name(f.Q, dReg(f.Vm, f.M)),
      `#${64 - f.imm6}`,
    );
  },
});

const shiftRight: Meaning = (c, size, unsigned, a, n) => shr(c.ir, size, unsigned, a, n);
const shiftRightRound: Meaning = (c, size, unsigned, a, n) => shrRound(c.ir, size, unsigned, a, n);
const accumulate =
  (meaning: Meaning): Meaning =>
  (c, size, unsigned, a, n, d) =>
    lanes(c.ir, size).add(d(), meaning(c, size, unsigned, a, n, d));
/** The bits that the shifted operand does not cover stay. */
const insertRight: Meaning = (c, size, _, a, n, d) => {
  if (n === bitsOf(size)) return d();
  return c.ir.v128.bitselect(shr(c.ir, size, true, a, n), d(), lowBits(c.ir, size, bitsOf(size) - n));
};
const insertLeft: Meaning = (c, size, _, a, n, d) =>
  n === 0 ? a : c.ir.v128.bitselect(d(), shl(c.ir, size, a, n), lowBits(c.ir, size, n));

/** Advanced SIMD with two registers and a shift amount. */
export const shiftImmediateRows: readonly ArmRow[] = [
  same('vshr', 'U:1', '0000', 'right', 'su', shiftRight),
  same('vsra', 'U:1', '0001', 'right', 'su', accumulate(shiftRight)),
  same('vrshr', 'U:1', '0010', 'right', 'su', shiftRightRound),
  same('vrsra', 'U:1', '0011', 'right', 'su', accumulate(shiftRightRound)),
  same('vsri', '1', '0100', 'right', '', insertRight),
  same('vshl', '0', '0101', 'left', 's', (c, size, _, a, n) => shl(c.ir, size, a, n)),
  same('vsli', '1', '0101', 'left', '', insertLeft),
  same('vqshlu', '1', '0110', 'left', 's', (c, size, _, a, n) => shlSaturatingUnsigned(c, size, a, n)),
  same('vqshl', 'U:1', '0111', 'left', 'su', (c, size, unsigned, a, n) =>
    shlSaturating(c, size, unsigned, a, n),
  ),
  narrowing('vshrn', '0', '1000', false, 'i', 'drop'),
  narrowing('vrshrn', '0', '1000', true, 'i', 'drop'),
  narrowing('vqshrun', '1', '1000', false, 's', 'signed to unsigned'),
  narrowing('vqrshrun', '1', '1000', true, 's', 'signed to unsigned'),
  narrowing('vqshrn', 'U:1', '1001', false, 'su', undefined),
  narrowing('vqrshrn', 'U:1', '1001', true, 'su', undefined),
  long,
  convert,
];
