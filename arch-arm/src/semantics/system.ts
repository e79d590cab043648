import type { I32 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { Mode } from '../mode';
import { GE, QF, TPIDRURO, TPIDRURW } from '../registers';

/** CPSR as MRS gives it in user mode: flags, Q, GE and the mode number; execution state bits read as zero. */
export function mrs(c: ArmContext, { Rd }: { Rd: number }): void {
  const { ir } = c;
  const q = ir.shl(ir.get(QF), ir.imm(27));
  const fixed = ir.imm(0x10 | (c.bigEndian ? 0x200 : 0));
  c.setReg(Rd, ir.or(ir.or(c.getNzcv(), q), ir.or(fixed, geBits(c))));
}

/** GE[3:0] at bits 19–16. */
function geBits(c: ArmContext): I32 {
  const { ir } = c;
  const mask = ir.get(GE);
  const bit = (n: number): I32 => ir.shl(ir.bits(mask, n * 8, 1), ir.imm(16 + n));
  return ir.or(ir.or(bit(0), bit(1)), ir.or(bit(2), bit(3)));
}

/** MSR CPSR_<fields>: in user mode N, Z, C, V, Q by field f, GE by field s, E by field x; the rest is ignored. */
export function msr(c: ArmContext, mask: number, value: I32): void {
  const { ir } = c;
  if (mask & 8) {
    c.setNzcv(value);
    ir.set(QF, ir.bits(value, 27, 1));
  }
  if (mask & 4 && c.has('v6')) {
    const spread = ir.mul(ir.bits(value, 16, 4), ir.imm(0x0020_4081));
    ir.set(GE, ir.mul(ir.and(spread, ir.imm(0x0101_0101)), ir.imm(0xff)));
  }
  if (mask & 2 && c.has('v6')) {
    const E = ir.and(value, ir.imm(Mode.bigEndian));
    c.continueIn(ir.or(ir.imm(c.nextMode & ~Mode.bigEndian), E));
  }
}

/** SETEND. */
export function setend(c: ArmContext, { E }: { E: number }): void {
  const mode = (c.nextMode & ~Mode.bigEndian) | (E ? Mode.bigEndian : 0);
  if (mode !== c.nextMode) c.continueIn(c.ir.imm(mode));
}

/** SVC: to the kernel, which goes on after it. */
export function svc(c: ArmContext, imm: number): void {
  c.left = true;
  c.ir.exit('syscall', imm, c.next);
}

/** BKPT. */
export function bkpt(c: ArmContext, imm: number): void {
  c.left = true;
  c.ir.exit('breakpoint', imm);
}

/** Hints, barriers, preloads, and system instructions that do nothing in user mode. */
export function nop(): void {}

/** ISB: what was written as code is now seen; the block ends. */
export function isb(c: ArmContext): void {
  c.continueIn(c.ir.imm(c.nextMode));
}

interface Cp15 {
  readonly opc1: number;
  readonly CRn: number;
  readonly CRm: number;
  readonly opc2: number;
  readonly Rt: number;
}

const name = ({ opc1, CRn, CRm, opc2 }: Cp15): number => (opc1 << 12) | (CRn << 8) | (CRm << 4) | opc2;
const C13_TPIDRURW = 0x0d02;
const C13_TPIDRURO = 0x0d03;
const C9_PMUSERENR = 0x09e0;
const C7_ISB = 0x0754;
const C7_DSB = 0x07a4;
const C7_DMB = 0x07a5;

/** MRC p15: user mode may read the thread ID registers, and that performance counters are closed to it (PMUSERENR = 0). */
export function mrc15(c: ArmContext, f: Cp15): void | false {
  if (name(f) === C9_PMUSERENR && c.has('v7')) {
    if (f.Rt === 15) c.setNzcv(c.ir.imm(0));
    else c.setReg(f.Rt, c.ir.imm(0));
    return;
  }
  const slot = name(f) === C13_TPIDRURO ? TPIDRURO : name(f) === C13_TPIDRURW ? TPIDRURW : undefined;
  if (slot === undefined || !c.has('v6k')) return false;
  const value = c.ir.get(slot);
  if (f.Rt === 15) c.setNzcv(value);
  else c.setReg(f.Rt, value);
}

/** MCR p15: user mode may write TPIDRURW and request barriers. */
export function mcr15(c: ArmContext, f: Cp15): void | false {
  switch (name(f)) {
    case C13_TPIDRURW:
      if (!c.has('v6k')) return false;
      c.ir.set(TPIDRURW, c.reg(f.Rt));
      return;
    case C7_ISB:
      if (!c.has('v6')) return false;
      isb(c);
      return;
    case C7_DSB:
      return;
    case C7_DMB:
      return c.has('v6') ? undefined : false;
    default:
      return false;
  }
}
