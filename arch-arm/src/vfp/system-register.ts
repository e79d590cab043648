import type { I32 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import { FPSCR_CONTROL, fpscrOfMode, MODE_FPSCR } from '../mode';
import { FP_FLAGS, FP_NZCV, FP_QC } from '../registers';
import { asm, core } from './text';

/** System registers that exist, by number. User mode may reach FPSCR, and before VFPv3 read FPSID (DDI 0406C B1.11.5). */
const systemNames: readonly (string | undefined)[] = [
  'fpsid',
  'fpscr',
  undefined,
  undefined,
  undefined,
  'mvfr2',
  'mvfr1',
  'mvfr0',
  'fpexc',
  'fpinst',
  'fpinst2',
];
const systemName = (reg: number): string => systemNames[reg] ?? `<impl def 0x${reg.toString(16)}>`;
const FPSID = 0;
const FPSCR = 1;

/** FPSID of the models before VFPv3: VFP9-S of the ARM9 family, VFP10 of ARM1026, VFP11 of ARM11. */
const FPSIDS: Readonly<Record<string, number>> = {
  arm926: 0x4101_1090,
  arm1026: 0x4101_10a0,
  arm1136: 0x4101_20b4,
  arm1176: 0x4101_20b5,
  arm11mpcore: 0x4101_20b4,
};

const readSystem = define({
  name: 'vmrs',
  pattern: 'cond:4 1110 1111 reg:4 Rt:4 1010 0001 0000',
  feature: 'vfpv2',
  translate(c, f): void | false {
    const { ir } = c;
    if (f.reg === FPSID && !c.has('vfpv3') && f.Rt !== 15) {
      c.setReg(f.Rt, ir.imm(FPSIDS[c.model.name] ?? 0));
      return;
    }
    if (f.reg !== FPSCR) return false;
    if (f.Rt === 15) {
      const relation = c.fpRelation;
      c.setNzcv(ir.get(FP_NZCV));
      if (relation !== undefined) c.flags = { kind: 'fp', relation };
      return;
    }
    const raised = ir.get(FP_FLAGS);
    const cumulative = ir.or(ir.and(raised, ir.imm(0x1f)), ir.and(ir.shl(raised, ir.imm(2)), ir.imm(0x80)));
    const saturated = ir.shl(ir.ne(ir.get(FP_QC), ir.imm(0)), ir.imm(27));
    const control = ir.imm(fpscrOfMode(c.mode));
    c.setReg(f.Rt, ir.or(ir.or(ir.get(FP_NZCV), control), ir.or(saturated, cumulative)));
  },
  text: (f) => asm('vmrs{c}', f.Rt === 15 && f.reg === FPSCR ? 'APSR_nzcv' : core(f.Rt), systemName(f.reg)),
});

const writeSystem = define({
  name: 'vmsr',
  pattern: 'cond:4 1110 1110 reg:4 Rt:4 1010 0001 0000',
  feature: 'vfpv2',
  translate(c, f): void | false {
    // FPSID ignores writes; user mode may try where it may read.
    if (f.Rt === 15) return false;
    if (f.reg === FPSID && !c.has('vfpv3')) return;
    if (f.reg !== FPSCR) return false;
    const { ir } = c;
    const value = c.reg(f.Rt);
    ir.set(FP_NZCV, ir.and(value, ir.imm(0xf000_0000)));
    if (c.has('neon')) ir.set(FP_QC, ir.bits(value, 27, 1));
    const denormal = ir.and(ir.shrU(value, ir.imm(2)), ir.imm(0x20));
    ir.set(FP_FLAGS, ir.or(ir.and(value, ir.imm(0x1f)), denormal));
    c.fpRelation = undefined;
    const mode = ir.or(ir.imm(c.nextMode & ~MODE_FPSCR), modeBits(c, ir.and(value, ir.imm(FPSCR_CONTROL))));
    // Mostly flags alone change (feclearexcept and its like): then the next instruction is a known location.
    c.left = true;
    const { next } = c;
    ir.if(
      ir.eq(mode, ir.imm(next.mode)),
      () => ir.jump(next),
      () => ir.jumpIndirect(ir.imm(next.pc), mode),
    );
  },
  text: (f) => asm('vmsr{c}', systemName(f.reg), core(f.Rt)),
});

/** modeOfFpscr as IR: the control bits move to their places in the mode. */
function modeBits(c: ArmContext, fpscr: I32): I32 {
  const { ir } = c;
  const moved = (right: number, mask: number): I32 => ir.and(ir.shrU(fpscr, ir.imm(right)), ir.imm(mask));
  const formats = ir.or(moved(12, 0x3c00), moved(7, 0x8_0000));
  return ir.or(formats, ir.or(moved(2, 0x1_c000), moved(3, 0x6_0000)));
}

/** VMRS and VMSR (DDI 0406C A8.8.348 and A8.8.349). */
export const systemRegisterRows: readonly ArmRow[] = [readSystem, writeSystem];
