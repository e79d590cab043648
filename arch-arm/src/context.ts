import {
  type CpuModel,
  type F32,
  type F64,
  type I32,
  type I64,
  type IrBuilder,
  type Location,
  MemoryFlag,
  type V128,
} from '@anyuser/core';
import { Cond, type FlagSource, testCondition } from './flags';
import { fpEnvOfMode, Mode, standardFpEnv } from './mode';
import type { Feature } from './models';
import { CF, D, NF, Q, R, S, VF, W, X, ZF } from './registers';

/** What a computed branch is to the engine: calls and returns are predicted. */
export type BranchKind = 'jump' | 'call' | 'return';

/**
 * What the meaning of an instruction sees while it is translated: the builder, where the instruction lies, the condition it
 * runs under, and the rules for reading and writing registers.
 */
export class ArmContext {
  /** Address of the instruction. */
  pc = 0;
  /** Decoding mode of the instruction (see mode.ts). */
  mode = 0;
  /** Bytes of the instruction. */
  size = 4;
  /** Condition number of the instruction, from its encoding or the IT state. */
  condition: number = Cond.al;
  /** What last set the flags, where known. Clear or replace it whenever flags change. */
  flags: FlagSource | undefined;
  /** The relation that the last VCMP of the block gave, where known: VMRS APSR_nzcv turns it into the flag source. */
  fpRelation: I32 | undefined;
  /** Whether the instruction left the block on some path; the translator then ends the block after it. */
  left = false;
  /** ITSTATE that an IT instruction gives to the next one. */
  private newIt: number | undefined;
  /** A value written to r15 by setReg. */
  private pendingBranch: I32 | undefined;

  constructor(
    readonly ir: IrBuilder,
    readonly model: CpuModel,
  ) {}

  has(feature: Feature): boolean {
    return this.model.features.has(feature);
  }

  get thumb(): boolean {
    return (this.mode & Mode.thumb) !== 0;
  }
  /** ITSTATE of this instruction; zero outside an IT block. */
  get it(): number {
    return (this.mode & Mode.it) >>> Mode.itShift;
  }
  /** Inside an IT block: 16-bit data-processing encodings then leave the flags alone. */
  get inIt(): boolean {
    return (this.it & 15) !== 0;
  }
  /** The mode of the following instruction. */
  get nextMode(): number {
    const { it } = this;
    const next = this.newIt ?? ((it & 7) === 0 ? 0 : (it & 0xe0) | ((it << 1) & 0x1f));
    return (this.mode & ~Mode.it) | (next << Mode.itShift);
  }
  /** IT: the ITSTATE of the following instruction. */
  beginIt(it: number): void {
    this.newIt = it;
  }
  /** Moves on to the following instruction. */
  advance(): void {
    const { pc, mode } = this.next;
    this.pc = pc;
    this.mode = mode;
    this.newIt = undefined;
  }
  /** The following instruction. */
  get next(): Location {
    return { pc: (this.pc + this.size) >>> 0, mode: this.nextMode };
  }
  /** The mode at the target of a branch in the same instruction set. */
  get branchMode(): number {
    return this.mode & ~Mode.it;
  }

  /** A word that is non-zero iff this instruction's condition holds. */
  holds(): I32 {
    return testCondition(this.ir, this.condition, this.flags);
  }

  // Core registers

  /** What reading r15 gives: the instruction's address + 8, in Thumb + 4. */
  get pcValue(): number {
    return (this.pc + (this.thumb ? 4 : 8)) | 0;
  }
  /** pcValue rounded down to a word: the base of literals and ADR. */
  get literalBase(): number {
    return this.pcValue & ~3;
  }
  /** Reads a core register as an operand. */
  reg(n: number): I32 {
    return n === 15 ? this.ir.imm(this.pcValue) : this.ir.get(R[n]!);
  }
  /** Reads a base register; r15 is aligned to a word. */
  base(n: number): I32 {
    return n === 15 ? this.ir.imm(this.literalBase) : this.ir.get(R[n]!);
  }
  /**
   * Writes a core register. r15, which most instructions may not name, becomes a branch in the same instruction set once
   * the instruction is complete.
   */
  setReg(n: number, value: I32): void {
    if (n === 15) this.pendingBranch = value;
    else this.ir.set(R[n]!, value);
  }
  /** Writes the result of a data-processing instruction: r15 interworks in ARM state from ARMv7 on (ALUWritePC). */
  setResult(n: number, value: I32, how: BranchKind = 'jump'): void {
    if (n !== 15) this.setReg(n, value);
    else if (!this.thumb && this.has('v7')) this.branchExchange(value, how);
    else this.branchIndirect(value, how);
  }
  /** Writes loaded data: r15 interworks (LoadWritePC). */
  setLoaded(n: number, value: I32, how: BranchKind = 'jump'): void {
    if (n !== 15) this.setReg(n, value);
    else this.branchExchange(value, how);
  }

  // Branches

  /** B. */
  branch(target: number, mode = this.branchMode): void {
    this.left = true;
    this.ir.jump({ pc: target >>> 0, mode });
  }
  /** Computed branch in the same instruction set (BranchWritePC). */
  branchIndirect(target: I32, how: BranchKind = 'jump'): void {
    const { ir } = this;
    this.leave(ir.and(target, ir.imm(this.thumb ? ~1 : ~3)), ir.imm(this.nextMode), how);
  }
  /** Computed branch whose bit 0 chooses the instruction set (BXWritePC). `how` tells the JIT what to expect. */
  branchExchange(target: I32, how: BranchKind = 'jump'): void {
    const { ir } = this;
    // Not the last of an IT block, which is unpredictable: the rest of the block applies at a Thumb target.
    const rest = this.nextMode & Mode.it;
    const bit = ir.and(target, ir.imm(1));
    const thumb = rest === 0 ? bit : ir.mul(bit, ir.imm(Mode.thumb | rest));
    const mode = ir.or(thumb, ir.imm(this.mode & ~(Mode.it | Mode.thumb)));
    this.leave(ir.and(target, ir.imm(~1)), mode, how);
  }
  private leave(pc: I32, mode: I32, how: BranchKind): void {
    this.left = true;
    if (how === 'return') this.ir.ret(pc, mode);
    else if (how === 'call') this.ir.callIndirect(pc, mode, this.returnLocation);
    else this.ir.jumpIndirect(pc, mode);
  }
  /** Where a call instruction comes back to. */
  get returnLocation(): Location {
    return { pc: (this.pc + this.size) >>> 0, mode: this.branchMode };
  }
  /** What a call instruction puts in lr. */
  get linkValue(): number {
    return (this.pc + this.size) | (this.thumb ? 1 : 0);
  }
  /** Ends the block and goes on after this instruction in another mode (SETEND, VMSR). */
  continueIn(mode: I32): void {
    this.left = true;
    this.ir.jumpIndirect(this.ir.imm(this.pc + this.size), mode);
  }

  /** Takes the branch that setReg(15) asked for. */
  complete(): void {
    const target = this.pendingBranch;
    this.pendingBranch = undefined;
    if (target !== undefined && !this.left) this.branchIndirect(target);
  }

  // Flags

  /** N and Z from a result; C and V stay. */
  setNZ(result: I32): void {
    this.ir.set(NF, result);
    this.ir.set(ZF, result);
    this.flags = { kind: 'result', result };
  }
  /** N from the sign of one word, Z from another being zero; C and V stay. */
  setFlagsNZ(n: I32, z: I32): void {
    this.ir.set(NF, n);
    this.ir.set(ZF, z);
    this.flags = undefined;
  }
  /** N and Z from a result and C from a word that is 0 or 1; V stays. */
  setNZC(result: I32, carry: I32 | undefined): void {
    this.setNZ(result);
    if (carry !== undefined) this.ir.set(CF, carry);
  }
  /** All four from words in the form of the flag slots. */
  setFlags(nz: I32, carry: I32, overflow: I32): void {
    this.setNZ(nz);
    this.ir.set(CF, carry);
    this.ir.set(VF, overflow);
  }
  /** All four from bits 31–28 of a word. */
  setNzcv(word: I32): void {
    const { ir } = this;
    ir.set(NF, word);
    ir.set(ZF, ir.xor(ir.and(word, ir.imm(0x4000_0000)), ir.imm(0x4000_0000)));
    ir.set(CF, ir.bits(word, 29, 1));
    ir.set(VF, ir.shl(word, ir.imm(3)));
    this.flags = undefined;
  }
  /** N, Z, C, V as bits 31–28 of a word, other bits zero. */
  getNzcv(): I32 {
    const { ir } = this;
    const n = ir.and(ir.get(NF), ir.imm(0x8000_0000));
    const z = ir.shl(ir.eqz(ir.get(ZF)), ir.imm(30));
    const c = ir.shl(ir.get(CF), ir.imm(29));
    const v = ir.shl(ir.shrU(ir.get(VF), ir.imm(31)), ir.imm(28));
    return ir.or(ir.or(n, z), ir.or(c, v));
  }

  // Memory

  /** Whether data accesses are big-endian (SETEND). */
  get bigEndian(): boolean {
    return (this.mode & Mode.bigEndian) !== 0;
  }
  /** Flags of a data access in the current byte order; `aligned`: its address must be a multiple of its size. */
  memory(aligned = false): number {
    return (this.mode & Mode.bigEndian ? MemoryFlag.reversed : 0) | (aligned ? MemoryFlag.aligned : 0);
  }

  // Floating point and vectors

  /** Environment of VFP arithmetic under the current FPSCR. */
  get fpEnv(): number {
    return fpEnvOfMode(this.mode);
  }
  /** Environment of Advanced SIMD arithmetic. */
  get standardFpEnv(): number {
    return standardFpEnv(this.mode);
  }
  s(n: number): F32 {
    return this.ir.get(S[n]!);
  }
  setS(n: number, value: F32): void {
    this.ir.set(S[n]!, value);
  }
  d(n: number): F64 {
    return this.ir.get(D[n]!);
  }
  setD(n: number, value: F64): void {
    this.ir.set(D[n]!, value);
  }
  q(n: number): V128 {
    return this.ir.get(Q[n]!);
  }
  setQ(n: number, value: V128): void {
    this.ir.set(Q[n]!, value);
  }
  /** Word n of the vector registers: S n, and beyond S31 the words of D16–D31. */
  w(n: number): I32 {
    return this.ir.get(W[n]!);
  }
  setW(n: number, value: I32): void {
    this.ir.set(W[n]!, value);
  }
  /** D n as an integer. */
  x(n: number): I64 {
    return this.ir.get(X[n]!);
  }
  setX(n: number, value: I64): void {
    this.ir.set(X[n]!, value);
  }
}
