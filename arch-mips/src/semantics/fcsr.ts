import type { I32, IrBuilder } from '@anyuser/core';
import { type MipsContext, Trap } from '../context';
import { Fcsr, fcsrOfMode, Mode } from '../mode';
import { firOf } from '../models';
import { FCC, FCSR_WRITTEN, FP_CAUSE, FP_FLAGS } from '../registers';
import { causeHelper, reverseFlags } from './cause';

/** Helpers of the IR, and their numbers. */
export const helpers = [causeHelper] as const;
const Helper = { cause: helpers.indexOf(causeHelper) } as const;

/** FCSR's condition codes: code 0 at bit 23, the others from bit 25. */
const codeBit = (n: number): number => (n === 0 ? 23 : 24 + n);

const codes = (ir: IrBuilder, place: (n: number) => number): I32 =>
  FCC.map((slot, n) => ir.shl(ir.get(slot), ir.imm(place(n)))).reduce((all, bit) => ir.or(all, bit));

/**
 * Float control registers (MIPS32 Volume I-A, 5.8). UFR and UNFR change FR from user mode and FRE emulates FR = 0, where the
 * kernel lets them, which Linux does not.
 */
export const Control = {
  FIR: 0,
  UFR: 1,
  UNFR: 4,
  FRE: 5,
  NFRE: 6,
  FCCR: 25,
  FEXR: 26,
  FENR: 28,
  FCSR: 31,
} as const;

/** Reads a float control register; false if it is reserved. One that does not exist is UNPREDICTABLE: as in QEMU it reads as FCSR. */
export function readControl(c: MipsContext, n: number): I32 | false {
  const { ir, mode } = c;
  const flags = (): I32 => ir.shl(reverseFlags(ir, ir.get(FP_FLAGS)), ir.imm(Fcsr.flagsShift));
  const cause = (): I32 => ir.shl(ir.helper(Helper.cause), ir.imm(Fcsr.causeShift));
  const control = fcsrOfMode(mode);
  switch (n) {
    case Control.FIR:
      return ir.imm(firOf(c.model));
    case Control.UFR:
    case Control.FRE:
      return c.has('r5') ? false : ir.imm(0);
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
  ir.set(FP_CAUSE, ir.shl(ir.bits(value, Fcsr.causeShift, 6), ir.imm(8)));
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

/**
 * Writes all of FCSR but the bits that are the CPU's. A cause that is enabled, or unimplemented operation, traps at once, with the
 * register written: the control bits that the trap finds are in FCSR_WRITTEN, since the mode changes behind the instruction.
 */
function writeFcsr(c: MipsContext, fcsr: I32): void {
  const { ir } = c;
  const enabled = ir.or(ir.bits(fcsr, Fcsr.enablesShift, 5), ir.imm(0x20));
  setCodes(ir, fcsr, codeBit);
  setExceptions(c, fcsr);
  ir.if(ir.and(ir.bits(fcsr, Fcsr.causeShift, 6), enabled), () => {
    ir.set(FCSR_WRITTEN, fcsr);
    ir.exit('trap', Trap.floatWrite);
  });
  c.changeMode(modeOf(c, fcsr));
}

/** Puts the bits of a mask from one word into another. */
const merge = (ir: IrBuilder, into: I32, from: I32, mask: number): I32 =>
  ir.or(ir.and(into, ir.imm(~mask)), ir.and(from, ir.imm(mask)));

/**
 * Writes a float control register; false if it is reserved. Words with reserved bits set are not written to FCCR, FEXR and FENR,
 * as in QEMU; registers that do not exist ignore writes.
 */
export function writeControl(c: MipsContext, n: number, rt: number): void | false {
  const { ir } = c;
  const value = c.r(rt);
  /** Writes FCSR with some of its bits from a word, unless that or others are set in the value. */
  const unlessReserved = (reserved: number, from: I32, mask: number): void => {
    const old = readControl(c, Control.FCSR) as I32;
    writeFcsr(c, ir.select(ir.and(value, ir.imm(reserved)), old, merge(ir, old, from, mask)));
  };
  switch (n) {
    case Control.UFR:
    case Control.UNFR:
    case Control.FRE:
    case Control.NFRE:
      // Only zero can be written to these.
      return c.has('r5') && rt === 0 ? false : undefined;
    case Control.FCCR: {
      const moved = ir.or(ir.shl(ir.bits(value, 0, 1), ir.imm(23)), ir.shl(ir.bits(value, 1, 7), ir.imm(25)));
      return unlessReserved(0xffff_ff00 | 0, moved, 0xfe80_0000 | 0);
    }
    case Control.FEXR:
      return unlessReserved(0x007c_0000, value, 0x0003_f07c);
    case Control.FENR: {
      const moved = ir.or(ir.and(value, ir.imm(0xf83)), ir.shl(ir.bits(value, 2, 1), ir.imm(24)));
      return unlessReserved(0x007c_0000, moved, 0x0100_0f83);
    }
    case Control.FCSR:
      writeFcsr(c, value);
      return;
  }
}
