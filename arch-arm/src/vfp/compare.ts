import type { I32 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import { FP_NZCV } from '../registers';
import { hasDouble, register } from './precision';
import { asm } from './text';

/** FPSCR.NZCV by relation, four bits each: less N, equal ZC, greater C, unordered CV. */
const NZCV_BY_RELATION = 0x3268;

function setRelation(c: ArmContext, relation: I32): void {
  const { ir } = c;
  const nibble = ir.shrU(ir.imm(NZCV_BY_RELATION), ir.shl(relation, ir.imm(2)));
  ir.set(FP_NZCV, ir.shl(nibble, ir.imm(28)));
  c.fpRelation = relation;
}

/** VCMP and VCMPE (DDI 0406C A8.8.303): with a register or with zero; E signals invalid for quiet NaNs too. */
export const compareRows: readonly ArmRow[] = [
  define({
    name: 'vcmp',
    pattern: 'cond:4 1110 1 D:1 11 0100 Vd:4 101 sz:1 E:1 1 M:1 0 Vm:4',
    feature: 'vfpv2',
    translate(c, f): void | false {
      const [d, m] = [register(f.sz, f.Vd, f.D), register(f.sz, f.Vm, f.M)];
      const { fp } = c.ir;
      if (f.sz) {
        if (!hasDouble(c, d, m)) return false;
        setRelation(c, (f.E ? fp.cmps_f64 : fp.cmp_f64)(c.d(d), c.d(m), c.fpEnv));
      } else setRelation(c, (f.E ? fp.cmps_f32 : fp.cmp_f32)(c.s(d), c.s(m), c.fpEnv));
    },
    text(f) {
      const prefix = f.sz ? 'd' : 's';
      return asm(
        `vcmp${f.E ? 'e' : ''}{c}${f.sz ? '.f64' : '.f32'}`,
        `${prefix}${register(f.sz, f.Vd, f.D)}`,
        `${prefix}${register(f.sz, f.Vm, f.M)}`,
      );
    },
  }),
  define({
    name: 'vcmp (zero)',
    pattern: 'cond:4 1110 1 D:1 11 0101 Vd:4 101 sz:1 E:1 1 0 0 0000',
    feature: 'vfpv2',
    translate(c, f): void | false {
      const d = register(f.sz, f.Vd, f.D);
      const { ir } = c;
      if (f.sz) {
        if (!hasDouble(c, d)) return false;
        const zero = ir.emit('f64.const', 0, 0);
        setRelation(c, (f.E ? ir.fp.cmps_f64 : ir.fp.cmp_f64)(c.d(d), zero, c.fpEnv));
      } else {
        const zero = ir.emit('f32.const', 0);
        setRelation(c, (f.E ? ir.fp.cmps_f32 : ir.fp.cmp_f32)(c.s(d), zero, c.fpEnv));
      }
    },
    text: (f) =>
      asm(
        `vcmp${f.E ? 'e' : ''}{c}${f.sz ? '.f64' : '.f32'}`,
        `${f.sz ? 'd' : 's'}${register(f.sz, f.Vd, f.D)}`,
        '#0.0',
      ),
  }),
];
