import type { I32, IrBuilder } from '@anyuser/core';
import { type MipsContext, Trap } from '../context';
import { Fcsr, fcsrOfMode, Mode } from '../mode';
import { FCC, FP_CAUSE, FP_FLAGS } from '../registers';

/** Five flag bits in the opposite order: core's FpFlag has invalid lowest, FCSR has it highest. */
export function reverseFlags(ir: IrBuilder, flags: I32): I32 {
  return [0, 1, 2, 3, 4]
    .map((bit) => ir.shl(ir.bits(flags, bit, 1), ir.imm(4 - bit)))
    .reduce((all, bit) => ir.or(all, bit));
}

/** FCSR's condition codes: code 0 at bit 23, the others from bit 25. */
const codeBit = (n: number): number => (n === 0 ? 23 : 24 + n);

const codes = (ir: IrBuilder, place: (n: number) => number): I32 =>
  FCC.map((slot, n) => ir.shl(ir.get(slot), ir.imm(place(n)))).reduce((all, bit) => ir.or(all, bit));

/** Float control registers (MIPS32 Volume I-A, 5.8). */
export const Control = { FIR: 0, FCCR: 25, FEXR: 26, FENR: 28, FCSR: 31 } as const;
/** FIR of a 24Kf: singles, doubles, words, longs, 64-bit registers. */
const FIR = 0x0073_9300;

/** Reads a float control register. One that does not exist is UNPREDICTABLE: as in QEMU it reads as FCSR. */
export function readControl(c: MipsContext, n: number): I32 {
  const { ir, mode } = c;
  const flags = (): I32 => ir.shl(reverseFlags(ir, ir.get(FP_FLAGS)), ir.imm(Fcsr.flagsShift));
  const cause = (): I32 => ir.shl(ir.get(FP_CAUSE), ir.imm(Fcsr.causeShift));
  const control = fcsrOfMode(mode);
  switch (n) {
    case Control.FIR:
      return ir.imm(FIR);
    case Control.FCCR:
      return codes(ir, (code) => code);
    case Control.FEXR:
      return ir.or(flags(), cause());
    case Control.FENR:
      return ir.imm((control & 0xf83) | (control & Fcsr.fs ? 4 : 0));
    default:
      return ir.or(ir.or(flags(), cause()), ir.or(ir.imm(control), codes(ir, codeBit)));
  }
}

function setCodes(ir: IrBuilder, value: I32, place: (n: number) => number): void {
  FCC.forEach((slot, n) => {
    ir.set(slot, ir.bits(value, place(n), 1));
  });
}

function setExceptions(c: MipsContext, value: I32): void {
  const { ir } = c;
  ir.set(FP_FLAGS, reverseFlags(ir, ir.bits(value, Fcsr.flagsShift, 5)));
  ir.set(FP_CAUSE, ir.bits(value, Fcsr.causeShift, 6));
}

/** The mode that control bits of FCSR make of the present one. */
function modeOf(c: MipsContext, fcsr: I32): I32 {
  const { ir } = c;
  const kept = ir.imm(c.mode & (Mode.fr | Mode.nan2008 | Mode.abs2008));
  const rounding = ir.shl(ir.bits(fcsr, 0, 2), ir.imm(Mode.roundingShift));
  const enables = ir.shl(ir.bits(fcsr, Fcsr.enablesShift, 5), ir.imm(Mode.enablesShift));
  const flush = ir.shl(ir.bits(fcsr, 24, 1), ir.imm(3));
  return ir.or(ir.or(kept, rounding), ir.or(enables, flush));
}

/** A cause that is enabled, or unimplemented operation, traps as soon as it is written. */
function trapIfEnabled(c: MipsContext, fcsr: I32): void {
  const { ir } = c;
  const enabled = ir.or(ir.bits(fcsr, Fcsr.enablesShift, 5), ir.imm(0x20));
  c.trapIf(ir.and(ir.bits(fcsr, Fcsr.causeShift, 6), enabled), Trap.float);
}

/** Writes a float control register; the mode changes with it. One that does not exist ignores it. */
export function writeControl(c: MipsContext, n: number, value: I32): void {
  const { ir } = c;
  const control = (): I32 => ir.imm(fcsrOfMode(c.mode));
  switch (n) {
    case Control.FCCR:
      setCodes(ir, value, (code) => code);
      return;
    case Control.FEXR:
      setExceptions(c, value);
      trapIfEnabled(c, ir.or(ir.and(value, ir.imm(0x3_f07c)), ir.and(control(), ir.imm(0xf80))));
      return;
    case Control.FENR: {
      const fcsr = ir.or(ir.and(value, ir.imm(0xf83)), ir.shl(ir.bits(value, 2, 1), ir.imm(24)));
      c.changeMode(modeOf(c, fcsr));
      trapIfEnabled(c, ir.or(fcsr, ir.shl(ir.get(FP_CAUSE), ir.imm(Fcsr.causeShift))));
      return;
    }
    case Control.FCSR:
      setCodes(ir, value, codeBit);
      setExceptions(c, value);
      c.changeMode(modeOf(c, value));
      trapIfEnabled(c, value);
      return;
  }
}
