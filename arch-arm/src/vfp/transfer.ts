import type { I32 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import { hasDouble, register } from './precision';
import { asm, core } from './text';

const single = define({
  name: 'vmov (core register, single)',
  pattern: 'cond:4 1110 000 L:1 Vn:4 Rt:4 1010 N:1 00 1 0000',
  feature: 'vfpv2',
  translate(c, f): void | false {
    if (f.Rt === 15) return false;
    const n = register(0, f.Vn, f.N);
    if (f.L) c.setReg(f.Rt, c.w(n));
    else c.setW(n, c.reg(f.Rt));
  },
  text(f) {
    const s = `s${register(0, f.Vn, f.N)}`;
    return f.L ? asm('vmov{c}', core(f.Rt), s) : asm('vmov{c}', s, core(f.Rt));
  },
});

const twoSingles = define({
  name: 'vmov (two core registers, two singles)',
  pattern: 'cond:4 1100 010 L:1 Rt2:4 Rt:4 1010 00 M:1 1 Vm:4',
  feature: 'vfpv2',
  translate(c, f): void | false {
    // S31 as the first is UNPREDICTABLE; what follows it in the register file is D16.
    const m = register(0, f.Vm, f.M);
    if (f.Rt === 15 || f.Rt2 === 15) return false;
    if (f.L) {
      c.setReg(f.Rt, c.w(m));
      c.setReg(f.Rt2, c.w(m + 1));
    } else {
      c.setW(m, c.reg(f.Rt));
      c.setW(m + 1, c.reg(f.Rt2));
    }
  },
  text(f) {
    const m = register(0, f.Vm, f.M);
    const [cores, singles] = [
      [core(f.Rt), core(f.Rt2)],
      [`s${m}`, `s${m + 1}`],
    ];
    return f.L ? asm('vmov{c}', ...cores!, ...singles!) : asm('vmov{c}', ...singles!, ...cores!);
  },
});

const oneDouble = define({
  name: 'vmov (two core registers, double)',
  pattern: 'cond:4 1100 010 L:1 Rt2:4 Rt:4 1011 00 M:1 1 Vm:4',
  feature: 'vfpv2',
  translate(c, f): void | false {
    const m = register(1, f.Vm, f.M);
    if (f.Rt === 15 || f.Rt2 === 15 || !hasDouble(c, m)) return false;
    const { ir } = c;
    if (f.L) {
      const x = c.x(m);
      c.setReg(f.Rt, ir.i32.wrap_i64(x));
      c.setReg(f.Rt2, ir.i32.wrap_i64(ir.i64.shr_u(x, ir.imm64(32n))));
    } else {
      const high = ir.i64.shl(ir.i64.extend_i32_u(c.reg(f.Rt2)), ir.imm64(32n));
      c.setX(m, ir.i64.or(ir.i64.extend_i32_u(c.reg(f.Rt)), high));
    }
  },
  text(f) {
    const d = `d${register(1, f.Vm, f.M)}`;
    return f.L ? asm('vmov{c}', core(f.Rt), core(f.Rt2), d) : asm('vmov{c}', d, core(f.Rt), core(f.Rt2));
  },
});

const word = define({
  name: 'vmov (core register, 32-bit scalar)',
  pattern: 'cond:4 1110 00 x:1 L:1 Vn:4 Rt:4 1011 N:1 00 1 0000',
  feature: 'vfpv2',
  translate(c, f): void | false {
    const n = register(1, f.Vn, f.N);
    if (f.Rt === 15 || !hasDouble(c, n)) return false;
    const w = n * 2 + f.x;
    if (f.L) c.setReg(f.Rt, c.w(w));
    else c.setW(w, c.reg(f.Rt));
  },
  text(f) {
    const d = `d${register(1, f.Vn, f.N)}[${f.x}]`;
    return f.L ? asm('vmov{c}.32', core(f.Rt), d) : asm('vmov{c}.32', d, core(f.Rt));
  },
});

/** Words of a vector register that hold 8- and 16-bit scalars: number of the word, and the scalar's lowest bit in it. */
const place = (d: number, lane: number, bits: 8 | 16): { w: number; low: number } => ({
  w: d * 2 + ((lane * bits) >>> 5),
  low: (lane * bits) & 31,
});

function insert(c: ArmContext, d: number, lane: number, bits: 8 | 16, value: I32): void {
  const { ir } = c;
  const { w, low } = place(d, lane, bits);
  const mask = (2 ** bits - 1) << low;
  const kept = ir.and(c.w(w), ir.imm(~mask));
  c.setW(w, ir.or(kept, ir.and(ir.shl(value, ir.imm(low)), ir.imm(mask))));
}

function extract(c: ArmContext, d: number, lane: number, bits: 8 | 16, unsigned: number): I32 {
  const { ir } = c;
  const { w, low } = place(d, lane, bits);
  if (unsigned) return ir.bits(c.w(w), low, bits);
  return ir.shrS(ir.shl(c.w(w), ir.imm(32 - low - bits)), ir.imm(32 - bits));
}

/** `lane` is opc1<0>:opc2 for bytes; its lowest bit is a fixed 1 for half-words. */
function narrow(bits: 8 | 16): readonly ArmRow[] {
  const [opc1, opc2] = bits === 8 ? ['1 h:1', 'l:2'] : ['0 h:1', 'l:1 1'];
  const lane = (f: { h: number; l: number }): number => (bits === 8 ? (f.h << 2) | f.l : (f.h << 1) | f.l);
  return [
    define({
      name: `vmov (core register to ${bits}-bit scalar)`,
      pattern: `cond:4 1110 0 ${opc1} 0 Vd:4 Rt:4 1011 D:1 ${opc2} 1 0000` as 'h:1 l:1 Vd:4 Rt:4 D:1',
      feature: 'neon',
      translate(c, f): void | false {
        if (f.Rt === 15) return false;
        insert(c, register(1, f.Vd, f.D), lane(f), bits, c.reg(f.Rt));
      },
      text: (f) => asm(`vmov{c}.${bits}`, `d${register(1, f.Vd, f.D)}[${lane(f)}]`, core(f.Rt)),
    }),
    define({
      name: `vmov (${bits}-bit scalar to core register)`,
      pattern: `cond:4 1110 U:1 ${opc1} 1 Vn:4 Rt:4 1011 N:1 ${opc2} 1 0000` as 'h:1 l:1 Vn:4 Rt:4 N:1 U:1',
      feature: 'neon',
      translate(c, f): void | false {
        if (f.Rt === 15) return false;
        c.setReg(f.Rt, extract(c, register(1, f.Vn, f.N), lane(f), bits, f.U));
      },
      text: (f) =>
        asm(`vmov{c}.${f.U ? 'u' : 's'}${bits}`, core(f.Rt), `d${register(1, f.Vn, f.N)}[${lane(f)}]`),
    }),
  ];
}

const duplicate = define({
  name: 'vdup (core register)',
  pattern: 'cond:4 1110 1 b:1 Q:1 0 Vd:4 Rt:4 1011 D:1 0 e:1 1 0000',
  feature: 'neon',
  translate(c, f): void | false {
    const d = register(1, f.Vd, f.D);
    if (f.Rt === 15 || (f.b && f.e) || (f.Q && d & 1)) return false;
    const { ir } = c;
    const lanes = f.b ? ir.i8x16 : f.e ? ir.i16x8 : ir.i32x4;
    const value = lanes.splat(c.reg(f.Rt));
    if (f.Q) c.setQ(d >> 1, value);
    else c.setX(d, ir.i64x2.extract_lane(value, 0));
  },
  text(f) {
    const d = register(1, f.Vd, f.D);
    const size = f.b ? 8 : f.e ? 16 : 32;
    return asm(`vdup{c}.${size}`, f.Q ? `q${d >> 1}` : `d${d}`, core(f.Rt));
  },
});

/** Moves between core registers and VFP or vector registers, whole or by element (DDI 0406C A7.8 and A7.9). */
export const transferRows: readonly ArmRow[] = [
  single,
  twoSingles,
  oneDouble,
  word,
  ...narrow(8),
  ...narrow(16),
  duplicate,
];
