import type { I32 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import { hasDouble, register } from '../vfp/precision';
import { asm, core } from '../vfp/text';
import { write } from './registers';

/** Number of an element of D n in its Q register; `size` is log2 of its bytes. */
const place = (size: number, n: number, index: number): number => (n & 1) * (8 >> size) + index;

function element(c: ArmContext, size: number, n: number, index: number, unsigned: number): I32 {
  const { i8x16, i16x8, i32x4 } = c.ir;
  const whole = c.q(n >> 1);
  const at = place(size, n, index);
  if (size === 2) return i32x4.extract_lane(whole, at);
  const lanes = size === 0 ? i8x16 : i16x8;
  return unsigned ? lanes.extract_lane_u(whole, at) : lanes.extract_lane_s(whole, at);
}

function setElement(c: ArmContext, size: number, n: number, index: number, value: I32): void {
  const { i8x16, i16x8, i32x4 } = c.ir;
  const lanes = size === 0 ? i8x16 : size === 1 ? i16x8 : i32x4;
  c.setQ(n >> 1, lanes.replace_lane(c.q(n >> 1), value, place(size, n, index)));
}

const word = define({
  name: 'vmov (core register, 32-bit scalar)',
  pattern: 'cond:4 1110 00 x:1 L:1 Vn:4 Rt:4 1011 N:1 00 1 0000',
  feature: 'vfpv2',
  translate(c, f): void | false {
    const n = register(1, f.Vn, f.N);
    if (f.Rt === 15 || !hasDouble(c, n)) return false;
    if (c.has('neon')) {
      if (f.L) c.setReg(f.Rt, element(c, 2, n, f.x, 0));
      else setElement(c, 2, n, f.x, c.reg(f.Rt));
    } else if (f.L) c.setReg(f.Rt, c.w(n * 2 + f.x));
    else c.setW(n * 2 + f.x, c.reg(f.Rt));
  },
  text(f) {
    const d = `d${register(1, f.Vn, f.N)}[${f.x}]`;
    return f.L ? asm('vmov{c}.32', core(f.Rt), d) : asm('vmov{c}.32', d, core(f.Rt));
  },
});

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
        setElement(c, bits >> 4, register(1, f.Vd, f.D), lane(f), c.reg(f.Rt));
      },
      text: (f) => asm(`vmov{c}.${bits}`, `d${register(1, f.Vd, f.D)}[${lane(f)}]`, core(f.Rt)),
    }),
    define({
      name: `vmov (${bits}-bit scalar to core register)`,
      pattern: `cond:4 1110 U:1 ${opc1} 1 Vn:4 Rt:4 1011 N:1 ${opc2} 1 0000` as 'h:1 l:1 Vn:4 Rt:4 N:1 U:1',
      feature: 'neon',
      translate(c, f): void | false {
        if (f.Rt === 15) return false;
        c.setReg(f.Rt, element(c, bits >> 4, register(1, f.Vn, f.N), lane(f), f.U));
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
    write(c, f.Q, d, lanes.splat(c.reg(f.Rt)));
  },
  text(f) {
    const d = register(1, f.Vd, f.D);
    const size = f.b ? 8 : f.e ? 16 : 32;
    return asm(`vdup{c}.${size}`, f.Q ? `q${d >> 1}` : `d${d}`, core(f.Rt));
  },
});

/** Moves between core registers and elements of vector registers (DDI 0406C A7.8): VMOV of scalars and VDUP. */
export const scalarTransferRows: readonly ArmRow[] = [word, ...narrow(8), ...narrow(16), duplicate];
