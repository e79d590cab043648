import type { CpuModel, F32, F64, I32, I64, IrBuilder, RegisterSlot } from '@anyuser/core';
import { fpEnvOf, Mode } from './mode';
import type { Feature } from './models';
import { D, FCC, FP_CAUSE, FP_FLAGS, HI, LO, R, S, S_PAIRED, W, W_HIGH, W_PAIRED } from './registers';
import { type DoneOperation, type FloatOperation, keepOperations, reverseFlags } from './semantics/cause';

type FloatOperands<N extends FloatOperation> = Parameters<IrBuilder['fp'][N]>;
type FloatResult<N extends FloatOperation> = ReturnType<IrBuilder['fp'][N]>;

/** Codes of `exit trap`. */
export const Trap = {
  /** Integer overflow of ADD, ADDI, SUB. */
  overflow: 1,
  /** TEQ and the like; the instruction's code lies above bit 8. */
  trap: 2,
  /** An enabled float exception; FP_CAUSE tells which. */
  float: 3,
  /** The same by a write of FCSR, which FCSR_WRITTEN has. */
  floatWrite: 4,
} as const;

/** What the meaning of an instruction sees while it is translated. */
export class MipsContext {
  /** Address of the instruction, in a delay slot too. */
  pc = 0;
  /** Whether the instruction lies in a delay slot. */
  inSlot = false;
  /** The mode that an instruction has computed for what follows; undefined while it is that of the block. */
  newMode: I32 | undefined;
  /** Translates the delay slot of the current branch. Set by the translator. */
  slot: () => void = () => {};

  constructor(
    readonly ir: IrBuilder,
    readonly model: CpuModel,
    readonly mode: number,
    readonly bigEndian: boolean,
  ) {}

  has(feature: Feature): boolean {
    return this.model.features.has(feature);
  }
  get fr(): boolean {
    return (this.mode & Mode.fr) !== 0;
  }

  r(n: number): I32 {
    return n === 0 ? this.ir.imm(0) : this.ir.get(R[n]!);
  }
  setR(n: number, value: I32): void {
    if (n !== 0) this.ir.set(R[n]!, value);
  }
  get hi(): I32 {
    return this.ir.get(HI);
  }
  get lo(): I32 {
    return this.ir.get(LO);
  }
  setHiLo(hi: I32, lo: I32): void {
    this.ir.set(HI, hi);
    this.ir.set(LO, lo);
  }
  /** HI and LO as one number. */
  get hiLo(): I64 {
    const { ir } = this;
    return ir.i64.or(ir.i64.shl(ir.i64.extend_i32_u(this.hi), ir.imm64(32n)), ir.i64.extend_i32_u(this.lo));
  }
  setWide(value: I64): void {
    const { ir } = this;
    this.setHiLo(ir.i32.wrap_i64(ir.i64.shr_u(value, ir.imm64(32n))), ir.i32.wrap_i64(value));
  }

  // Float registers

  private single(n: number): RegisterSlot<'f32'> {
    return (this.fr ? S : S_PAIRED)[n]!;
  }
  private word(n: number): RegisterSlot<'i32'> {
    return (this.fr ? W : W_PAIRED)[n]!;
  }
  /** Whether a double may lie in a register: any with FR = 1, an even one with FR = 0. */
  validDouble(...numbers: number[]): boolean {
    return this.fr || numbers.every((n) => n % 2 === 0);
  }
  f32(n: number): F32 {
    return this.ir.get(this.single(n));
  }
  setF32(n: number, value: F32): void {
    this.ir.set(this.single(n), value);
  }
  f64(n: number): F64 {
    return this.ir.get(D[n]!);
  }
  setF64(n: number, value: F64): void {
    this.ir.set(D[n]!, value);
  }
  w(n: number): I32 {
    return this.ir.get(this.word(n));
  }
  setW(n: number, value: I32): void {
    this.ir.set(this.word(n), value);
  }

  /** The upper half of a 64-bit register; with FR = 0 the odd register of the pair. */
  highWord(n: number): I32 {
    return this.ir.get(this.fr ? W_HIGH[n]! : W_PAIRED[n | 1]!);
  }
  setHighWord(n: number, value: I32): void {
    this.ir.set(this.fr ? W_HIGH[n]! : W_PAIRED[n | 1]!, value);
  }

  /** Float condition code n, 0 or 1. */
  fcc(n: number): I32 {
    return this.ir.get(FCC[n]!);
  }
  setFcc(n: number, value: I32): void {
    this.ir.set(FCC[n]!, value);
  }

  /** The environment of float operations here. */
  env(rounding?: number): number {
    return fpEnvOf(this.mode, rounding);
  }

  /** What the float operations of the present instruction are. */
  private done: DoneOperation[] = [];

  /** A float operation, by its name and its operands in the IR. Only within `float`. */
  fp<N extends FloatOperation>(name: N, ...operands: FloatOperands<N>): FloatResult<N> {
    this.done.push({ name, operands });
    return (this.ir.fp[name] as unknown as (...operands: FloatOperands<N>) => FloatResult<N>)(...operands);
  }

  /**
   * Runs a float instruction. With exceptions enabled it is watched: what it raises becomes FCSR.Cause, and an enabled one
   * traps before the result is written. Without, Cause is left to be computed where it is read.
   */
  float(operation: () => () => void): void {
    const { ir } = this;
    const enables = (this.mode & Mode.enables) >>> Mode.enablesShift;
    this.done = [];
    if (enables === 0) {
      operation()();
      keepOperations(ir, this.done);
      return;
    }
    const before = ir.get(FP_FLAGS);
    ir.set(FP_FLAGS, ir.imm(0));
    const write = operation();
    const raised = ir.get(FP_FLAGS);
    const cause = reverseFlags(ir, raised);
    ir.set(FP_CAUSE, ir.shl(cause, ir.imm(8)));
    ir.if(ir.and(cause, ir.imm(enables)), () => {
      ir.set(FP_FLAGS, before);
      ir.exit('trap', Trap.float);
    });
    ir.set(FP_FLAGS, ir.or(before, raised));
    write();
  }

  /** What follows is decoded in a mode that is computed here: the block ends after the instruction. */
  changeMode(mode: I32): void {
    this.newMode = mode;
  }
  /** The mode of what follows, as a value. */
  get modeValue(): I32 {
    return this.newMode ?? this.ir.imm(this.mode);
  }
  /** Goes on at a known address. */
  jump(pc: number): void {
    if (this.newMode === undefined) this.ir.jump({ pc: pc >>> 0, mode: this.mode });
    else this.ir.jumpIndirect(this.ir.imm(pc), this.newMode);
  }
  /** As jump, for a call that comes back to an address. */
  call(pc: number, back: number): void {
    const to = { pc: back >>> 0, mode: this.mode };
    if (this.newMode === undefined) this.ir.call({ pc: pc >>> 0, mode: this.mode }, to);
    else this.ir.jumpIndirect(this.ir.imm(pc), this.newMode);
  }

  /** Leaves with a trap if a condition holds. */
  trapIf(condition: I32, code: number): void {
    const { ir } = this;
    ir.if(condition, () => ir.exit('trap', code));
  }
}
