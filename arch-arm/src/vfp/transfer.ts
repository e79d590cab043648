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

/** Moves between core registers and whole VFP registers (DDI 0406C A7.8 and A7.9). */
export const transferRows: readonly ArmRow[] = [single, twoSingles, oneDouble];
