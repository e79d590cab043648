import { RegisterView } from '@anyuser/core';
import { Trap } from './context';
import { Fcsr, fcsrOfMode, Mode, modeWithFcsr } from './mode';
import {
  COUNT,
  D,
  FCC,
  FCSR_WRITTEN,
  FP_CAUSE,
  FP_FLAGS,
  HI,
  LL_ADDRESS,
  LO,
  MODE,
  PC,
  R,
  USER_LOCAL,
} from './registers';
import { causeOf, fcsrFlagsOf, knownCause } from './semantics/cause';

const trapCauses: ReadonlyMap<number, keyof typeof Trap> = new Map(
  (Object.keys(Trap) as (keyof typeof Trap)[]).map((cause) => [Trap[cause], cause]),
);

/** The registers of one thread under their architectural names. Words are unsigned. */
export class MipsCpu extends RegisterView {
  r(n: number): number {
    return n === 0 ? 0 : this.read(R[n]!);
  }
  setR(n: number, value: number): void {
    if (n !== 0) this.write(R[n]!, value);
  }
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
  get hi(): number {
    return this.read(HI);
  }
  set hi(value: number) {
    this.write(HI, value);
  }
  get lo(): number {
    return this.read(LO);
  }
  set lo(value: number) {
    this.write(LO, value);
  }
  get sp(): number {
    return this.r(29);
  }
  set sp(value: number) {
    this.setR(29, value);
  }
  get userLocal(): number {
    return this.read(USER_LOCAL);
  }
  set userLocal(value: number) {
    this.write(USER_LOCAL, value);
  }

  /** Status.FR: whether each of the 32 float registers holds 64 bits. */
  get fr(): boolean {
    return (this.mode & Mode.fr) !== 0;
  }
  set fr(on: boolean) {
    this.mode = on ? this.mode | Mode.fr : this.mode & ~Mode.fr;
  }

  /** What made the CPU leave by an exit of the kind `trap`, by the exit's info; undefined for a value of no such exit. */
  trapCause(info: number): keyof typeof Trap | undefined {
    return trapCauses.get(info & 0xff);
  }
  /** Makes FCSR what the write that has trapped wrote. */
  finishFcsrWrite(): void {
    this.fcsr = this.read(FCSR_WRITTEN);
  }

  /** FCSR (MIPS32 Volume I-A, 5.8.2). */
  get fcsr(): number {
    const codes = FCC.reduce((bits, slot, n) => bits | (this.read(slot) << n), 0);
    return (
      (fcsrOfMode(this.mode) |
        (fcsrFlagsOf(this.read(FP_FLAGS)) << Fcsr.flagsShift) |
        (causeOf(this.state) << Fcsr.causeShift) |
        (codes & 1 ? Fcsr.fcc0 : 0) |
        ((codes >>> 1) << Fcsr.fcc1Shift)) >>>
      0
    );
  }
  set fcsr(value: number) {
    this.mode = modeWithFcsr(this.mode, value);
    this.write(FP_FLAGS, fcsrFlagsOf((value >>> Fcsr.flagsShift) & 0x1f));
    this.write(FP_CAUSE, knownCause((value >>> Fcsr.causeShift) & 0x3f));
    const codes = ((value & Fcsr.fcc0) !== 0 ? 1 : 0) | ((value >>> Fcsr.fcc1Shift) << 1);
    FCC.forEach((slot, n) => {
      this.write(slot, (codes >>> n) & 1);
    });
  }

  /** Word n of the float registers as 64-bit ones: low word of register n/2 where n is even. */
  floatWord(n: number): number {
    const { words, base } = this.state;
    return words[base + (D[0]!.offset >> 2) + n]! >>> 0;
  }
  setFloatWord(n: number, value: number): void {
    const { words, base } = this.state;
    words[base + (D[0]!.offset >> 2) + n] = value;
  }

  /** Ends a load-linked, as any exception return does. */
  clearLink(): void {
    this.write(LL_ADDRESS, 0xffff_ffff);
  }
  /** The number of reads of the cycle counter so far. */
  get count(): number {
    return this.read(COUNT);
  }
}
