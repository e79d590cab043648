import { RegisterView } from '@anyuser/core';
import { FPSCR_CONTROL, fpscrOfMode, MODE_FPSCR, Mode, modeOfFpscr } from './mode';
import {
  CF,
  EXCLUSIVE_OPEN,
  FP_FLAGS,
  FP_NZCV,
  FP_QC,
  GE,
  MODE,
  NF,
  PC,
  QF,
  R,
  TPIDRURO,
  TPIDRURW,
  VF,
  W,
  ZF,
} from './registers';

/** CPSR bits as user programs and signal frames see them (DDI 0406C B1.3.3). */
export const Cpsr = {
  N: 0x8000_0000,
  Z: 0x4000_0000,
  C: 0x2000_0000,
  V: 0x1000_0000,
  Q: 0x0800_0000,
  J: 0x0100_0000,
  E: 0x200,
  T: 0x20,
  /** Mode number of user mode. */
  user: 0x10,
} as const;

/** FPSCR cumulative bits (IOC, DZC, OFC, UFC, IXC at 4–0, IDC at 7) of core's FpFlag word, and back. */
const fpscrOfFlags = (flags: number): number => (flags & 0x1f) | ((flags & 0x20) << 2);
const flagsOfFpscr = (fpscr: number): number => (fpscr & 0x1f) | ((fpscr & 0x80) >>> 2);

const geOfMask = (mask: number): number =>
  (mask & 1) | ((mask >>> 7) & 2) | ((mask >>> 14) & 4) | ((mask >>> 21) & 8);
const maskOfGe = (ge: number): number =>
  (ge & 1 ? 0xff : 0) | (ge & 2 ? 0xff00 : 0) | (ge & 4 ? 0xff_0000 : 0) | (ge & 8 ? 0xff00_0000 : 0);

/** The registers of one thread under their architectural names. Words are unsigned. */
export class ArmCpu extends RegisterView {
  /** r0–r14; 15 is pc. */
  r(n: number): number {
    return this.read(n === 15 ? PC : R[n]!);
  }
  setR(n: number, value: number): void {
    this.write(n === 15 ? PC : R[n]!, value);
  }
  get sp(): number {
    return this.r(13);
  }
  set sp(value: number) {
    this.setR(13, value);
  }
  get lr(): number {
    return this.r(14);
  }
  set lr(value: number) {
    this.setR(14, value);
  }
  /** Address of the next instruction, without the Thumb bit. */
  get pc(): number {
    return this.read(PC);
  }
  set pc(value: number) {
    this.write(PC, value);
  }
  get mode(): number {
    return this.read(MODE);
  }
  set mode(value: number) {
    this.write(MODE, value);
  }
  get thumb(): boolean {
    return (this.mode & Mode.thumb) !== 0;
  }
  /** Goes on at an interworking address: bit 0 chooses Thumb; the IT state is cleared. */
  jump(address: number): void {
    this.pc = (address & (address & 1 ? ~1 : ~3)) >>> 0;
    this.mode = (this.mode & ~(Mode.thumb | Mode.it)) | (address & 1);
  }

  /** CPSR of user mode, with IT and T from the mode slot. */
  get cpsr(): number {
    const { mode } = this;
    const it = (mode & Mode.it) >>> Mode.itShift;
    return (
      ((this.read(NF) & Cpsr.N) |
        (this.read(ZF) === 0 ? Cpsr.Z : 0) |
        (this.read(CF) !== 0 ? Cpsr.C : 0) |
        (this.read(VF) & 0x8000_0000 ? Cpsr.V : 0) |
        (this.read(QF) !== 0 ? Cpsr.Q : 0) |
        ((it & 3) << 25) |
        (geOfMask(this.read(GE)) << 16) |
        ((it >>> 2) << 10) |
        (mode & Mode.bigEndian ? Cpsr.E : 0) |
        (mode & Mode.thumb ? Cpsr.T : 0) |
        Cpsr.user) >>>
      0
    );
  }
  /** Sets what user mode may hold; the processor mode and mask bits are ignored. */
  set cpsr(value: number) {
    this.write(NF, value & Cpsr.N);
    this.write(ZF, value & Cpsr.Z ? 0 : 1);
    this.write(CF, value & Cpsr.C ? 1 : 0);
    this.write(VF, value & Cpsr.V ? 0x8000_0000 : 0);
    this.write(QF, value & Cpsr.Q ? 1 : 0);
    this.write(GE, maskOfGe((value >>> 16) & 15));
    const it = ((value >>> 25) & 3) | (((value >>> 10) & 0x3f) << 2);
    const thumb = value & Cpsr.T ? Mode.thumb : 0;
    this.mode =
      (this.mode & MODE_FPSCR) |
      thumb |
      (thumb && it & 15 ? it << Mode.itShift : 0) |
      (value & Cpsr.E ? Mode.bigEndian : 0);
  }

  /** FPSCR: condition flags, QC, control bits, cumulative exceptions. */
  get fpscr(): number {
    return (
      (this.read(FP_NZCV) |
        (this.read(FP_QC) !== 0 ? 1 << 27 : 0) |
        (fpscrOfMode(this.mode) & FPSCR_CONTROL) |
        fpscrOfFlags(this.read(FP_FLAGS))) >>>
      0
    );
  }
  set fpscr(value: number) {
    this.write(FP_NZCV, value & 0xf000_0000);
    this.write(FP_QC, (value >>> 27) & 1);
    this.write(FP_FLAGS, flagsOfFpscr(value));
    this.mode = (this.mode & ~MODE_FPSCR) | modeOfFpscr(value);
  }

  /** Word n of the vector registers: low half of D(n/2) where n is even. 0–63. */
  vectorWord(n: number): number {
    return this.read(W[n]!);
  }
  setVectorWord(n: number, value: number): void {
    this.write(W[n]!, value);
  }

  /** TPIDRURO, which kernels use as the thread pointer. */
  get threadPointer(): number {
    return this.read(TPIDRURO);
  }
  set threadPointer(value: number) {
    this.write(TPIDRURO, value);
  }
  /** TPIDRURW. */
  get userThreadRegister(): number {
    return this.read(TPIDRURW);
  }
  set userThreadRegister(value: number) {
    this.write(TPIDRURW, value);
  }
  /** Gives up an open exclusive access, as an exception return does. */
  clearExclusive(): void {
    this.write(EXCLUSIVE_OPEN, 0);
  }
}
