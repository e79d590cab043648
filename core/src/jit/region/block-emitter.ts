import { IR_STRIDE } from '../../ir/block';
import { MemoryFlag, opcode, ops } from '../../ir/op';
import { type Location, locationKey } from '../../isa/location';
import { lowerFloat, quickEnvironment } from '../lower/float';
import { integerLowerings } from '../lower/integer';
import type { FloatLowering } from '../lower/lowering';
import { isPure, lowerPure } from '../lower/pure';
import { WasmOp } from '../wasm/wasm-op';
import { type AccessCheck, accessChecks, accessSize } from './access-checks';
import { BitSet } from './bit-set';
import { accessOf, checkAlignment, checkPermission, emitLoad, emitStore } from './memory-access';
import type { RegionFrame } from './region-frame';
import { type Slot, stateAccess } from './slots';
import { countUses } from './uses';

/** How deep guest calls nest in WebAssembly frames before they return to the run loop instead. */
const MAX_DEPTH = 400;
/** The function's parameter. */
const DEPTH = 0;
/** Stands for all slots that stay in memory among the slots that an expression reads. */
const IN_MEMORY = -1;

/** Pure operations whose lowering pushes operands more than once. */
const repeatsOperands: readonly boolean[] = ops.map((op) => op.name in integerLowerings);
const isConstant: readonly boolean[] = ops.map((op) => op.name.endsWith('.const'));
const isFloat: readonly boolean[] = ops.map((op) => op.name.startsWith('fp.'));
const isLoadOp: readonly boolean[] = ops.map((op) => op.name.startsWith('load.'));

const OP = {
  if: opcode.if,
  else: opcode.else,
  end: opcode.end,
  insn: opcode.insn,
  jump: opcode.jump,
  call: opcode.call,
  callIndirect: opcode['call.indirect'],
  jumpIndirect: opcode['jump.indirect'],
  ret: opcode.ret,
  exit: opcode.exit,
  helper: opcode.helper,
} as const;

/**
 * Writes the code of one block. Pure values that are used once are computed where they are used, others go to locals; what
 * reads a register is computed before the register is written.
 * @param dirty - slots that have to be stored when the region is left; changed while the block is written.
 * @param branch - continues in another block of the region.
 */
export function emitBlock(
  frame: RegionFrame,
  index: number,
  dirty: BitSet,
  branch: (to: number) => void,
): void {
  new BlockEmitter(frame, index, dirty, branch).emit();
}

class BlockEmitter {
  private readonly code: Int32Array;
  private readonly uses: Int32Array;
  /** Local of each value; -1 while it has none. */
  private readonly locals: Int32Array;
  /** Slots that the expression of a value not yet computed reads. */
  private readonly reads = new Map<number, readonly number[]>();
  private readonly checks: ReadonlyMap<number, AccessCheck>;
  private readonly targets: readonly number[];
  private readonly arms: { readonly before: BitSet; taken: BitSet | undefined }[] = [];
  private jumps = 0;
  private left = false;
  private current: Location;
  /** Registers as they were at the start of the current instruction, where it may leave after it has written them. */
  private kept: { readonly slot: Slot; readonly local: number }[] = [];

  constructor(
    private readonly frame: RegionFrame,
    index: number,
    private dirty: BitSet,
    private readonly branch: (to: number) => void,
  ) {
    const { ir, targets } = frame.region.blocks[index]!;
    this.code = ir.code;
    this.current = ir;
    this.targets = targets;
    this.checks = accessChecks(ir);
    this.uses = countUses(ir.code);
    this.locals = new Int32Array(ir.code.length / IR_STRIDE).fill(-1);
    this.pool = ir.pool;
  }
  private readonly pool: readonly Int32Array[];

  emit(): void {
    const { code } = this;
    for (let value = 0, at = 0; at < code.length; value++, at += IR_STRIDE) this.instruction(value, at);
  }

  private instruction(value: number, at: number): void {
    const { code, frame } = this;
    const op = code[at]!;
    if (op === OP.insn) {
      this.current = { pc: code[at + 1]! >>> 0, mode: code[at + 2]! };
      this.snapshot(at);
    } else if (isConstant[op]) {
      this.reads.set(value, []);
    } else if (isPure[op]) {
      this.pure(value, at);
    } else if (stateAccess(code, at) !== undefined) {
      this.state(value, at);
    } else if (accessSize[op]! > 0) {
      this.memory(value, at);
    } else if (isFloat[op]) {
      this.float(value, at);
    } else if (op === OP.helper) {
      frame.setCurrent(this.current);
      this.slowAlways();
      this.define(value, () => frame.writer.i32(0));
    } else this.control(at);
  }

  /**
   * The interpreter does an instruction afresh that compiled code leaves in its middle. Where registers may have been written
   * by then, their values at its start are kept.
   */
  private snapshot(start: number): void {
    const { code, frame } = this;
    this.kept = [];
    let last = start;
    for (let at = start + IR_STRIDE; at < code.length && code[at] !== OP.insn; at += IR_STRIDE) {
      if (accessSize[code[at]!]! > 0 || isFloat[code[at]!] || code[at] === OP.helper) last = at;
    }
    const seen = new Set<number>();
    for (let at = start; at < last; at += IR_STRIDE) {
      const state = stateAccess(code, at);
      if (state === undefined || !state.write) continue;
      const slot = frame.slots.get(state.offset, state.type);
      if (seen.has(state.offset)) continue;
      seen.add(state.offset);
      const local = frame.valueLocal(slot.type);
      this.kept.push({ slot, local });
      if (slot.bit >= 0) frame.writer.get(frame.slotLocal(slot.bit));
      else frame.pushState(slot.offset, slot.type);
      frame.writer.set(local);
    }
  }

  /** Pops a condition and leaves to the interpreter if it holds, with the registers as the instruction found them. */
  private slowIf(): void {
    const { frame, kept } = this;
    if (kept.length === 0) {
      frame.slowIf(this.dirty);
      return;
    }
    frame.writer.if();
    this.slowAlways();
    frame.writer.end();
  }
  private slowAlways(): void {
    const { frame } = this;
    for (const { slot, local } of this.kept) {
      if (slot.bit < 0) frame.storeState(slot.offset, slot.type, () => frame.writer.get(local));
      else {
        frame.writer.get(local);
        frame.writer.set(frame.slotLocal(slot.bit));
      }
    }
    frame.slowAlways(this.dirty);
  }

  // Values

  /** Pushes a value. */
  private push(value: number): void {
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

  private lowering(at: number): FloatLowering {
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
  private define(value: number, write: () => void): void {
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
  private materialise(value: number): void {
    if (this.locals[value]! >= 0 || !this.reads.has(value)) return;
    this.reads.delete(value);
    if (this.uses[value]! > 0) this.define(value, () => this.compute(value));
  }

  /** Computes what reads a slot, before the slot changes. */
  private settle(slotBit: number): void {
    for (const [value, reads] of [...this.reads]) if (reads.includes(slotBit)) this.materialise(value);
  }

  /** Computes all that is pending, save constants: the code that follows may not run. */
  private settleAll(): void {
    for (const value of [...this.reads.keys()]) {
      if (!isConstant[this.code[value * IR_STRIDE]!]) this.materialise(value);
    }
  }

  private pure(value: number, at: number): void {
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

  private state(value: number, at: number): void {
    const { code, frame } = this;
    const { offset, type, write } = stateAccess(code, at)!;
    const slot = frame.slots.get(offset, type);
    if (!write) {
      this.reads.set(value, [slot.bit]);
      if (slot.bit === IN_MEMORY && this.uses[value]! > 1) this.materialise(value);
      return;
    }
    const stored = code[at + 1]!;
    if (slot.bit === IN_MEMORY) {
      // The value itself may read slots in memory: it goes to a local with the rest.
      this.settle(IN_MEMORY);
      frame.storeState(offset, type, () => this.push(stored));
      return;
    }
    // The value to be written is pushed first, then others that read the old register are saved.
    this.push(stored);
    frame.reinterpret(type, slot.type);
    this.settle(slot.bit);
    frame.writer.set(frame.slotLocal(slot.bit));
    this.dirty.add(slot.bit);
  }

  // Memory

  private memory(value: number, at: number): void {
    const { code, frame } = this;
    const { writer: w } = frame;
    const op = ops[code[at]!]!;
    const access = accessOf(op.name);
    const load = isLoadOp[op.code]!;
    const flags = load ? code[at + 2]! : code[at + 3]!;
    const swapped = frame.target.bigEndian !== ((flags & MemoryFlag.reversed) !== 0);
    const check = this.checks.get(value);
    const aligned = (flags & MemoryFlag.aligned) !== 0 && access.size > 1;
    const address = frame.temp('i32', 5);
    this.push(code[at + 1]!);
    if (check !== undefined || aligned) {
      w.set(address);
      frame.setCurrent(this.current);
      if (aligned)
        checkAlignment(
          frame,
          () => this.slowIf(),
          address,
          (flags & MemoryFlag.alignedWord) !== 0 ? Math.min(4, access.size) : access.size,
        );
      if (check !== undefined) checkPermission(frame, () => this.slowIf(), address, check, access.size);
      w.get(address);
    }
    if (load) this.define(value, () => emitLoad(frame, access, swapped));
    else {
      this.push(code[at + 2]!);
      emitStore(frame, access, swapped);
    }
  }

  // Floating point

  private float(value: number, at: number): void {
    const { code, frame } = this;
    const op = ops[code[at]!]!;
    const last = op.operands.length - 1;
    for (let k = 0; k < last; k++) this.materialise(code[at + 1 + k]!);
    const env = quickEnvironment(op.name, code[at + 1 + last]!);
    frame.setCurrent(this.current);
    if (env === undefined || frame.flagsLocal < 0) {
      this.slowAlways();
      this.define(value, () => frame.writer.op(WasmOp.unreachable));
      // As the register flow sees it: the set names the way out of what follows an arm.
      if (frame.flagsBit >= 0) this.dirty.add(frame.flagsBit);
      return;
    }
    this.settle(frame.flagsBit);
    this.define(value, () => lowerFloat(op.name, { ...this.lowering(at), env }));
    this.dirty.add(frame.flagsBit);
  }

  // Control

  private control(at: number): void {
    const { code, frame } = this;
    const { writer: w } = frame;
    switch (code[at]) {
      case OP.if:
        this.materialiseAround(code[at + 1]!);
        this.push(code[at + 1]!);
        w.if();
        this.arms.push({ before: this.dirty.clone(), taken: undefined });
        break;
      case OP.else: {
        const arm = this.arms[this.arms.length - 1]!;
        this.dropPending();
        arm.taken = this.left ? new BitSet() : this.dirty;
        this.dirty = arm.before.clone();
        w.else();
        break;
      }
      case OP.end: {
        const arm = this.arms.pop()!;
        this.dropPending();
        if (this.left) this.dirty = new BitSet();
        this.dirty.union(arm.taken ?? arm.before);
        w.end();
        break;
      }
      default:
        this.leave(at);
        this.left = true;
        return;
    }
    this.left = false;
  }

  /** Before an `if`: all that is pending is computed, save the condition, which is pushed next. */
  private materialiseAround(condition: number): void {
    const own = this.reads.get(condition);
    if (own !== undefined && this.uses[condition] === 1 && !isConstant[this.code[condition * IR_STRIDE]!]) {
      this.reads.delete(condition);
      this.settleAll();
      this.reads.set(condition, own);
    } else this.settleAll();
  }

  /** Values of an arm end with it. */
  private dropPending(): void {
    for (const value of [...this.reads.keys()])
      if (!isConstant[this.code[value * IR_STRIDE]!]) this.reads.delete(value);
  }

  private leave(at: number): void {
    const { code, frame } = this;
    const { writer: w } = frame;
    switch (code[at]) {
      case OP.jump: {
        const to = this.targets[this.jumps++]!;
        if (to >= 0) this.branch(to);
        else this.leaveTo({ pc: code[at + 1]! >>> 0, mode: code[at + 2]! });
        return;
      }
      case OP.call:
        this.call(at, () => {
          w.get(DEPTH);
          w.i32(1);
          w.op(WasmOp.i32Add);
          frame.relocate(WasmOp.call, locationKey(code[at + 1]! >>> 0, code[at + 2]!));
        });
        return;
      case OP.callIndirect:
        this.call(at, () => {
          this.push(code[at + 1]!);
          this.push(code[at + 2]!);
          w.get(DEPTH);
          w.i32(1);
          w.op(WasmOp.i32Add);
          frame.relocate(WasmOp.call, 'indirect');
        });
        return;
      case OP.jumpIndirect:
        frame.storeSlots(this.dirty);
        this.push(code[at + 1]!);
        this.push(code[at + 2]!);
        w.get(DEPTH);
        frame.relocate(WasmOp.returnCall, 'indirect');
        return;
      case OP.ret:
        frame.storeSlots(this.dirty);
        this.pushLocation(code[at + 1]!, code[at + 2]!);
        w.return();
        return;
      default:
        frame.storeSlots(this.dirty);
        frame.leave(code[at + 1]!, code[at + 2]!, { pc: code[at + 3]! >>> 0, mode: code[at + 4]! });
    }
  }

  /** Pushes a computed location as a region's function returns it. */
  private pushLocation(pc: number, mode: number): void {
    const { writer: w } = this.frame;
    this.push(pc);
    w.op(WasmOp.i64ExtendI32U);
    this.push(mode);
    w.op(WasmOp.i64ExtendI32U);
    w.i64(32, 0);
    w.ops(WasmOp.i64Shl, WasmOp.i64Or);
  }

  /** Goes on in another region. */
  private leaveTo(to: Location): void {
    const { frame } = this;
    frame.storeSlots(this.dirty);
    frame.writer.get(DEPTH);
    frame.relocate(WasmOp.returnCall, locationKey(to.pc, to.mode));
  }

  /** A guest call: nested if there is room, and if it comes back to where it should the region goes on. */
  private call(at: number, enter: () => void): void {
    const { code, frame } = this;
    const { writer: w } = frame;
    const back = { pc: code[at + 3]! >>> 0, mode: code[at + 4]! };
    const next = frame.temp('i64', 4);
    const to = this.targets[this.jumps++]!;
    if (code[at] === OP.callIndirect) {
      this.materialise(code[at + 1]!);
      this.materialise(code[at + 2]!);
    }
    frame.storeSlots(this.dirty);
    w.get(DEPTH);
    w.i32(MAX_DEPTH);
    w.op(WasmOp.i32GtU);
    w.if();
    this.unwindInstead(at);
    w.end();
    enter();
    w.tee(next);
    w.i64(back.pc, back.mode);
    w.op(WasmOp.i64Ne);
    w.if();
    w.get(next);
    w.return();
    w.end();
    this.dirty.clear();
    if (to < 0) {
      this.leaveTo(back);
      return;
    }
    frame.loadSlots(frame.flow.liveIn[to]!);
    this.branch(to);
  }

  /** Too deep: the call is left to the run loop, which starts the callee afresh. */
  private unwindInstead(at: number): void {
    const { code, frame } = this;
    const { writer: w } = frame;
    if (code[at] === OP.call) w.i64(code[at + 1]!, code[at + 2]!);
    else this.pushLocation(code[at + 1]!, code[at + 2]!);
    w.return();
  }
}
