import { IR_STRIDE } from '../../ir/block';
import { MemoryFlag, opcode, ops } from '../../ir/op';
import { type Location, locationKey } from '../../isa/location';
import { lowerFloat, quickEnvironment } from '../lower/float';
import { isPure } from '../lower/pure';
import { WasmOp } from '../wasm/wasm-op';
import type { AccessChecks } from './access-checks';
import { BitSet } from './bit-set';
import { BlockValues, isConstant } from './block-values';
import { accessSize, alignmentOf } from './check-events';
import { isSwitch } from './computed-jumps';
import type { DeferredBlock } from './deferred-slots';
import type { DeferredWalk } from './deferred-state';
import { originalOf } from './inlined-calls';
import { accessOf, checkAlignment, checkPermission, emitLoad, emitStore } from './memory-access';
import { DEPTH, type RegionFrame } from './region-frame';
import { type Slot, stateAccess } from './slots';
import { spread } from './spread';

/**
 * Bytes of stack that guest calls nest in before they return to the run loop instead. V8 gives WebAssembly and JavaScript
 * 984 KB together.
 */
const MAX_DEPTH = 640 << 10;
/** Targets of a switch that are compared one by one. */
const FEW_TARGETS = 4;
/** Stands for all slots that stay in memory among the slots that an expression reads. */
const IN_MEMORY = -1;

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
 * Writes the code of one block.
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
  private readonly values: BlockValues;
  private readonly deferred: DeferredBlock;
  /** Knows how deferred slots are computed at each operation. */
  private readonly walk: DeferredWalk;
  private readonly checks: AccessChecks;
  private readonly targets: readonly number[];
  private readonly isSwitch: boolean;
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
    const { ir, targets, isSwitch = false } = frame.region.blocks[index]!;
    this.isSwitch = isSwitch;
    this.code = ir.code;
    this.current = ir;
    this.targets = targets;
    this.checks = frame.checkFlow.checksOf(index);
    this.values = new BlockValues(frame, ir, () => this.slowIf());
    this.deferred = frame.deferred.blocks[index]!;
    this.walk = frame.deferredFlow.walk(index);
    this.holdRecipes();
  }

  /** Deferred writes need the leaves of their recipes instead of their values. */
  private holdRecipes(): void {
    for (const { leaves, values } of this.deferred.recipes.values()) {
      for (const leaf of leaves.keys()) this.values.hold(leaf);
      for (const value of values.values()) this.values.release(value);
    }
  }

  emit(): void {
    const { code } = this;
    if (this.isSwitch && this.targets.length > FEW_TARGETS) {
      this.switch();
      return;
    }
    for (let value = 0, at = 0; at < code.length; value++, at += IR_STRIDE) {
      this.instruction(value, at);
      this.walk.step(at);
    }
  }

  private instruction(value: number, at: number): void {
    const { code, frame } = this;
    const op = code[at]!;
    if (op === OP.insn) {
      this.current = { pc: code[at + 1]! >>> 0, mode: code[at + 2]! };
      for (const group of this.deferred.inMemory.get(at) ?? [])
        frame.deferredCode.store(this.walk.state, group);
      this.snapshot(at);
    } else if (isConstant[op]) {
      this.values.defer(value, []);
    } else if (isPure[op]) {
      this.values.pure(value, at);
    } else if (stateAccess(code, at) !== undefined) {
      this.state(value, at);
    } else if (accessSize[op]! > 0) {
      this.memory(value, at);
    } else if (isFloat[op]) {
      this.float(value, at);
    } else if (op === OP.helper) {
      frame.setCurrent(this.current);
      this.slowAlways();
      this.values.define(value, () => frame.writer.i32(0));
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
      if (this.isChecked(at) || isFloat[code[at]!] || code[at] === OP.helper) last = at;
    }
    const seen = new Set<Slot>();
    for (let at = start; at < last; at += IR_STRIDE) {
      const state = stateAccess(code, at);
      if (state === undefined || !state.write) continue;
      const slot = frame.slots.get(state.offset, state.type);
      // Two of different sizes at one place are two.
      if (seen.has(slot)) continue;
      seen.add(slot);
      const local = frame.valueLocal(slot.type);
      this.kept.push({ slot, local });
      if (slot.bit >= 0) frame.writer.get(frame.slotLocal(slot.bit));
      else frame.pushState(slot.offset, slot.type);
      frame.writer.set(local);
    }
  }

  /** Whether an operation is an access that may leave: one that nothing before it has checked in all respects. */
  private isChecked(at: number): boolean {
    if (accessSize[this.code[at]!] === 0) return false;
    const index = at / IR_STRIDE;
    if (this.checks.permissions.has(index)) return true;
    return alignmentOf(this.code, at) > 0 && !this.checks.aligned.has(index);
  }

  /** Pops a condition and leaves to the interpreter if it holds, with the registers as the instruction found them. */
  private slowIf(): void {
    const { frame, kept } = this;
    if (kept.length === 0) {
      frame.slowIf(this.dirty, this.walk.atInstruction);
      return;
    }
    frame.writer.seldom();
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
    frame.slowAlways(this.dirty, this.walk.atInstruction);
  }

  private state(value: number, at: number): void {
    const { code, frame } = this;
    const { offset, type, write } = stateAccess(code, at)!;
    const slot = frame.slots.get(offset, type);
    if (frame.deferred.groupOf.has(offset)) {
      if (write) this.deferredWrite(at, offset);
      else this.deferredRead(value, offset);
      return;
    }
    if (!write) {
      this.values.defer(value, [slot.bit]);
      if (slot.bit === IN_MEMORY && this.values.isShared(value)) this.values.materialise(value);
      return;
    }
    const stored = code[at + 1]!;
    if (slot.bit === IN_MEMORY) {
      // The value itself may read slots in memory: it goes to a local with the rest.
      this.values.settle(IN_MEMORY);
      frame.storeState(offset, type, () => this.values.push(stored));
      return;
    }
    // The value to be written is pushed first, then others that read the old register are saved.
    this.values.push(stored);
    frame.reinterpret(type, slot.type);
    this.values.settle(slot.bit);
    frame.writer.set(frame.slotLocal(slot.bit));
    if (frame.slots.isStored(slot)) this.dirty.add(slot.bit);
  }

  private deferredRead(value: number, offset: number): void {
    const { frame, walk } = this;
    const group = frame.deferred.groupOf.get(offset)!;
    if (walk.readNeedsStore(group)) frame.deferredCode.store(walk.state, group);
    const inMemory = walk.readNeedsStore(group) || walk.state.isStored(group);
    this.values.define(value, () => {
      if (inMemory) frame.pushState(offset, 'i32');
      else frame.deferredCode.push(walk.state.groups[group]!, offset);
    });
  }
  private deferredWrite(at: number, offset: number): void {
    const { code, frame, deferred } = this;
    const recipe = deferred.recipes.get(at);
    if (deferred.eager.has(at)) frame.storeState(offset, 'i32', () => this.values.push(code[at + 1]!));
    else if (recipe !== undefined) {
      frame.deferredCode.begin(recipe, this.walk.state, (leaf) => this.values.push(leaf));
    }
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
    const check = this.checks.permissions.get(value);
    const alignment = alignmentOf(code, at);
    const aligned = alignment > 0 && !this.checks.aligned.has(value);
    const address = frame.temp('i32', 5);
    this.values.push(code[at + 1]!);
    if (check !== undefined || aligned) {
      w.set(address);
      frame.setCurrent(this.current);
      if (aligned) checkAlignment(frame, () => this.slowIf(), address, alignment);
      if (check !== undefined) {
        const natural = alignment === access.size;
        checkPermission(frame, () => this.slowIf(), address, check, access.size, natural);
      }
      w.get(address);
    }
    if (load) this.values.define(value, () => emitLoad(frame, access, swapped));
    else {
      this.values.push(code[at + 2]!);
      emitStore(frame, access, swapped);
    }
  }

  // Floating point

  private float(value: number, at: number): void {
    const { code, frame } = this;
    const op = ops[code[at]!]!;
    const last = op.operands.length - 1;
    for (let k = 0; k < last; k++) this.values.materialise(code[at + 1 + k]!);
    const env = quickEnvironment(op.name, code[at + 1 + last]!);
    frame.setCurrent(this.current);
    if (env === undefined || frame.flagsLocal < 0) {
      this.slowAlways();
      this.values.define(value, () => frame.writer.op(WasmOp.unreachable));
      // As the register flow sees it: the set names the way out of what follows an arm.
      if (frame.flagsBit >= 0) this.dirty.add(frame.flagsBit);
      return;
    }
    this.values.settle(frame.flagsBit);
    this.values.define(value, () => lowerFloat(op.name, { ...this.values.lowering(at), env }));
    this.dirty.add(frame.flagsBit);
  }

  // Control

  private control(at: number): void {
    const { code, frame } = this;
    const { writer: w } = frame;
    switch (code[at]) {
      case OP.if:
        this.values.materialiseAround(code[at + 1]!);
        this.values.push(code[at + 1]!);
        w.if();
        this.arms.push({ before: this.dirty.clone(), taken: undefined });
        break;
      case OP.else: {
        const arm = this.arms[this.arms.length - 1]!;
        this.values.dropPending();
        arm.taken = this.left ? new BitSet() : this.dirty;
        this.dirty = arm.before.clone();
        w.else();
        break;
      }
      case OP.end: {
        const arm = this.arms.pop()!;
        this.values.dropPending();
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

  private leave(at: number): void {
    const { code, frame } = this;
    const { writer: w } = frame;
    switch (code[at]) {
      case OP.jump: {
        const to = this.targets[this.jumps++]!;
        this.jumpTo(to, { pc: code[at + 1]! >>> 0, mode: code[at + 2]! });
        return;
      }
      case OP.call:
        this.call(at, () => {
          frame.pushDepthBelow();
          frame.relocate(WasmOp.call, locationKey(code[at + 1]! >>> 0, code[at + 2]!));
        });
        return;
      case OP.callIndirect:
        this.call(at, () => {
          this.values.push(code[at + 1]!);
          this.values.push(code[at + 2]!);
          frame.pushDepthBelow();
          frame.relocate(WasmOp.call, 'indirect');
        });
        return;
      case OP.jumpIndirect:
        this.storeAll();
        this.values.push(code[at + 1]!);
        this.values.push(code[at + 2]!);
        w.get(DEPTH);
        frame.relocate(WasmOp.returnCall, 'indirect');
        return;
      case OP.ret:
        this.storeAll();
        this.pushLocation(code[at + 1]!, code[at + 2]!);
        w.return();
        return;
      default:
        this.storeAll();
        frame.leave(code[at + 1]!, code[at + 2]!, { pc: code[at + 3]! >>> 0, mode: code[at + 4]! });
    }
  }

  /** Pushes a computed location as a region's function returns it. */
  private pushLocation(pc: number, mode: number): void {
    const { writer: w } = this.frame;
    this.values.push(pc);
    w.op(WasmOp.i64ExtendI32U);
    this.values.push(mode);
    w.op(WasmOp.i64ExtendI32U);
    w.i64(32, 0);
    w.ops(WasmOp.i64Shl, WasmOp.i64Or);
  }

  private storeAll(): void {
    this.frame.storeAll(this.dirty, this.walk.state);
  }

  private jumpTo(to: number, at: Location): void {
    if (to >= 0) this.goTo(to);
    else if (isSwitch(at.mode)) this.leaveComputed();
    else this.leaveTo(originalOf(at, this.frame.region.copiedModes));
  }

  /** A switch of many targets: a table of them by a hash of the pc, which collides for none. */
  private switch(): void {
    const { frame, code } = this;
    const { writer: w, target } = frame;
    const places: Location[] = [];
    for (let at = 0; at < code.length; at += IR_STRIDE)
      if (code[at] === OP.jump) places.push({ pc: code[at + 1]! >>> 0, mode: code[at + 2]! });
    const { factor, shift, table } = spread(places.map(({ pc }) => pc));
    const other = w.block();
    const labels = places.map(() => w.block());
    frame.pushWord(target.pc);
    w.i32(factor);
    w.op(WasmOp.i32Mul);
    w.i32(shift);
    w.op(WasmOp.i32ShrU);
    w.brTable(
      table.map((n) => (n < 0 ? other : labels[n]!)),
      other,
    );
    for (let n = places.length - 1; n >= 0; n--) {
      w.end();
      const { pc, mode } = places[n]!;
      frame.pushWord(target.pc);
      w.i32(pc);
      w.op(WasmOp.i32Xor);
      frame.pushWord(target.mode);
      w.i32(mode);
      w.ops(WasmOp.i32Xor, WasmOp.i32Or);
      w.seldom();
      w.brIf(other);
      this.jumpTo(this.targets[n]!, places[n]!);
    }
    w.end();
    this.leaveComputed();
  }

  /** Leaves for the location in the slots of pc and mode. */
  private leaveComputed(): void {
    const { frame } = this;
    this.storeAll();
    frame.pushWord(frame.target.pc);
    frame.pushWord(frame.target.mode);
    frame.writer.get(DEPTH);
    frame.relocate(WasmOp.returnCall, 'indirect');
  }

  /** Goes on in another block of the region. */
  private goTo(to: number): void {
    const { frame } = this;
    const { state } = this.walk;
    const then = frame.deferredFlow.stateIn[to]!;
    state.groups.forEach((_, group) => {
      if (then.isStored(group)) frame.deferredCode.store(state, group);
    });
    this.branch(to);
  }

  /** Goes on in another region. */
  private leaveTo(to: Location): void {
    const { frame } = this;
    this.storeAll();
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
      this.values.materialise(code[at + 1]!);
      this.values.materialise(code[at + 2]!);
    }
    this.storeAll();
    w.get(DEPTH);
    w.i32(MAX_DEPTH);
    w.op(WasmOp.i32GtU);
    w.seldom();
    w.if();
    this.unwindInstead(at);
    w.end();
    enter();
    w.tee(next);
    w.i64(back.pc, back.mode);
    w.op(WasmOp.i64Ne);
    w.seldom();
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
    frame.loadFuel();
    frame.deferredCode.forget();
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
