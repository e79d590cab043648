import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { ops } from '../../ir/op';
import { integerLowerings } from '../lower/integer';
import type { FloatLowering } from '../lower/lowering';
import { isPure, lowerPure } from '../lower/pure';
import { WasmOp } from '../wasm/wasm-op';
import type { RegionFrame } from './region-frame';
import { stateAccess } from './slots';
import { countUses } from './uses';

/** Pure operations whose lowering pushes operands more than once. */
const repeatsOperands: readonly boolean[] = ops.map((op) => op.name in integerLowerings);
export const isConstant: readonly boolean[] = ops.map((op) => op.name.endsWith('.const'));

/**
 * The values of one block. Pure values that are used once are computed where they are used, others go to locals; what reads
 * a register is computed before the register is written.
 */
export class BlockValues {
  private readonly code: Int32Array;
  private readonly uses: Int32Array;
  private readonly pool: readonly Int32Array[];
  /** Local of each value; -1 while it has none. */
  private readonly locals: Int32Array;
  /** Slots that the expression of a value not yet computed reads. */
  private readonly reads = new Map<number, readonly number[]>();

  /** @param slowIf - pops a condition and leaves to the interpreter if it holds. */
  constructor(
    private readonly frame: RegionFrame,
    ir: IrBlock,
    private readonly slowIf: () => void,
  ) {
    this.code = ir.code;
    this.pool = ir.pool;
    this.uses = countUses(ir.code);
    this.locals = new Int32Array(ir.code.length / IR_STRIDE).fill(-1);
  }

  /** Whether a value is used several times. */
  isShared(value: number): boolean {
    return this.uses[value]! > 1;
  }
  /** A value is used once more than the code says. */
  hold(value: number): void {
    this.uses[value]!++;
  }
  /** A value is used once less; what it alone needed is not computed. */
  release(value: number): void {
    if (--this.uses[value]! > 0) return;
    const at = value * IR_STRIDE;
    const op = this.code[at]!;
    if (!isPure[op]) return;
    ops[op]!.operands.forEach((kind, k) => {
      if (kind !== 'imm') this.release(this.code[at + 1 + k]!);
    });
  }
  /** A value is not computed before it is used or one of some slots is written. */
  defer(value: number, reads: readonly number[]): void {
    this.reads.set(value, reads);
  }
  /** Pushes a value. */
  push(value: number): void {
    const local = this.locals[value]!;
    if (local >= 0) {
      this.frame.writer.get(local);
      return;
    }
    this.uses[value]!--;
    this.compute(value);
  }

  /** Writes the computation of a value that is not in a local. */
  private compute(value: number): void {
    const at = value * IR_STRIDE;
    const state = stateAccess(this.code, at);
    if (state === undefined) {
      lowerPure(ops[this.code[at]!]!, this.lowering(at));
      return;
    }
    const slot = this.frame.slots.get(state.offset, state.type);
    if (slot.bit >= 0) {
      this.frame.writer.get(this.frame.slotLocal(slot.bit));
      this.frame.reinterpret(slot.type, state.type);
    } else this.frame.pushState(state.offset, state.type);
  }

  lowering(at: number): FloatLowering {
    const { code, frame, pool } = this;
    return {
      writer: frame.writer,
      operand: (k) => this.push(code[at + 1 + k]!),
      immediate: (k) => code[at + 1 + k]!,
      pool: (n) => pool[n]!,
      temp: (type, n) => frame.temp(type, n),
      env: 0,
      slowIf: () => this.slowIf(),
      getFlags: () => frame.writer.get(frame.flagsLocal),
      setFlags: () => frame.writer.set(frame.flagsLocal),
    };
  }

  /** Puts what `write` pushes into a local of its own. */
  define(value: number, write: () => void): void {
    write();
    if (this.uses[value] === 0) {
      this.frame.writer.op(WasmOp.drop);
      return;
    }
    const local = this.frame.valueLocal(ops[this.code[value * IR_STRIDE]!]!.result!);
    this.frame.writer.set(local);
    this.locals[value] = local;
  }

  /** Computes a pending value now. */
  materialise(value: number): void {
    if (this.locals[value]! >= 0 || !this.reads.has(value)) return;
    this.reads.delete(value);
    if (this.uses[value]! > 0) this.define(value, () => this.compute(value));
  }

  /** Computes what reads a slot, before the slot changes. */
  settle(slotBit: number): void {
    for (const [value, reads] of [...this.reads]) if (reads.includes(slotBit)) this.materialise(value);
  }

  /** Computes all that is pending, save constants: the code that follows may not run. */
  settleAll(): void {
    for (const value of [...this.reads.keys()]) {
      if (!isConstant[this.code[value * IR_STRIDE]!]) this.materialise(value);
    }
  }

  pure(value: number, at: number): void {
    if (this.uses[value] === 0) return;
    const op = ops[this.code[at]!]!;
    const reads: number[] = [];
    op.operands.forEach((kind, k) => {
      if (kind === 'imm') return;
      const operand = this.code[at + 1 + k]!;
      if (repeatsOperands[op.code] && !isConstant[this.code[operand * IR_STRIDE]!]) this.materialise(operand);
      reads.push(...(this.reads.get(operand) ?? []));
    });
    if (this.uses[value] === 1) this.reads.set(value, reads);
    else this.define(value, () => lowerPure(op, this.lowering(at)));
  }

  /** Before an `if`: all that is pending is computed, save the condition, which is pushed next. */
  materialiseAround(condition: number): void {
    const own = this.reads.get(condition);
    if (own !== undefined && this.uses[condition] === 1 && !isConstant[this.code[condition * IR_STRIDE]!]) {
      this.reads.delete(condition);
      this.settleAll();
      this.reads.set(condition, own);
    } else this.settleAll();
  }

  /** Values of an arm end with it. */
  dropPending(): void {
    for (const value of [...this.reads.keys()])
      if (!isConstant[this.code[value * IR_STRIDE]!]) this.reads.delete(value);
  }
}
