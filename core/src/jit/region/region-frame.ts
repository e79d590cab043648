import { IR_STRIDE } from '../../ir/block';
import { ExitKind, opcode } from '../../ir/op';
import type { IrType } from '../../ir/types';
import type { Location } from '../../isa/location';
import { ENGINE_BASE, EngineWord, STATE_BASE } from '../../memory/layout';
import { FunctionWriter } from '../wasm/function-writer';
import { WasmOp } from '../wasm/wasm-op';
import type { BitSet } from './bit-set';
import { CheckFlow } from './check-flow';
import { DeferredCode } from './deferred-code';
import { DeferredFlow, exitKey } from './deferred-flow';
import { DeferredSlots } from './deferred-slots';
import type { DeferredState } from './deferred-state';
import { mayLeave } from './leaving';
import { type RegisterFlow, registerFlow } from './liveness';
import type { Region } from './region';
import { patchIndex, type Relocation, writePadded, writeRelocatableCall } from './relocation';
import { type Roots, rootsOf } from './roots';
import { type Slot, SlotMap } from './slots';

/** What a region's code needs to know of the architecture. */
export interface RegionTarget {
  /** Byte offsets of slots in the CPU state. */
  readonly pc: number;
  readonly mode: number;
  readonly fpFlags: number | undefined;
  /** Slots of one word that instructions write far more often than anything reads them: condition flags. */
  readonly seldomRead: readonly number[];
  readonly bigEndian: boolean;
}

/** What a module's `run` returns instead of a guest pc when the run loop has to look at the exit kind. */
export const LEFT = 1;

const REINTERPRET: { readonly [T in IrType]?: number } = {
  i32: WasmOp.i32ReinterpretF32,
  i64: WasmOp.i64ReinterpretF64,
  f32: WasmOp.f32ReinterpretI32,
  f64: WasmOp.f64ReinterpretI64,
};

/** The function's parameter. */
export const DEPTH = 0;

/** The WebAssembly function of a region under construction: registers in locals, scratch, ways out. */
export class RegionFrame {
  /**
   * `(depth: i32) → i64`: takes the bytes of stack that the calls around it have, returns the next location (pc in the low word, mode in the high
   * one), or all ones when the run loop has to look at the exit kind.
   */
  readonly writer = new FunctionWriter(['i32'], ['i64']);
  readonly slots: SlotMap;
  readonly flow: RegisterFlow;
  /** Values of each block as others plus constants. */
  readonly roots: readonly Roots[];
  readonly checkFlow: CheckFlow;
  readonly deferred: DeferredSlots;
  readonly deferredFlow: DeferredFlow;
  readonly deferredCode: DeferredCode;
  readonly relocations: { at: number; readonly target: Relocation['target'] }[] = [];
  /** Local that holds the accumulated float exception flags, and its slot; -1 where there is none. */
  readonly flagsLocal: number;
  readonly flagsBit: number;
  private readonly slotLocals: number[] = [];
  private readonly scratch = new Map<string, number>();
  private readonly pools = new Map<IrType, number[]>();
  private tops = new Map<IrType, number>();
  private readonly currentPc: number;
  private readonly currentMode: number;
  private readonly slowLabels = new Map<string, number>();
  private slowEnd = 0;
  /** Offsets in the code of the numbers that `finishDepths` fills in. */
  private readonly sizes: number[] = [];
  /** The one mode of all instructions; undefined if there are several. */
  private readonly onlyMode: number | undefined;

  constructor(
    readonly region: Region,
    readonly target: RegionTarget,
  ) {
    const blocks = region.blocks.map(({ ir }) => ir);
    const transient = [target.pc, target.mode];
    let slots = new SlotMap(blocks, target.fpFlags, target.seldomRead, transient);
    let deferred = new DeferredSlots(region, slots);
    if (!deferred.fits) {
      slots = new SlotMap(blocks, target.fpFlags, [], transient);
      deferred = new DeferredSlots(region, slots);
    }
    this.slots = slots;
    this.deferred = deferred;
    this.flow = registerFlow(region, this.slots, target.fpFlags);
    this.roots = region.blocks.map(({ ir }) => rootsOf(ir, target.fpFlags));
    this.checkFlow = new CheckFlow(region.blocks, this.roots, slots, target.fpFlags);
    for (const slot of this.slots.locals) this.slotLocals[slot.bit] = this.writer.local(slot.type);
    this.currentPc = this.writer.local('i32');
    this.currentMode = this.writer.local('i32');
    this.onlyMode = singleMode(region);
    this.flagsBit = this.slots.locals.find(({ offset }) => offset === target.fpFlags)?.bit ?? -1;
    this.flagsLocal = this.flagsBit < 0 ? -1 : this.slotLocals[this.flagsBit]!;
    this.deferredFlow = new DeferredFlow(
      region,
      this.deferred,
      this.slots,
      this.roots,
      this.flagsBit,
      this.flow.dirtyAt,
      mayLeave,
    );
    this.deferredCode = new DeferredCode(this, this.deferred, this.deferredFlow.dynamic);
    this.fuelLocal = hasLoop(region) ? this.writer.local('i32') : -1;
  }
  /** Local that holds the fuel between the region's entry and its ways out; −1 where it is used in memory. */
  private readonly fuelLocal: number;

  slotLocal(bit: number): number {
    return this.slotLocals[bit]!;
  }

  // Scratch

  /** A scratch local for use within one operation. */
  temp(type: IrType, n: number): number {
    const key = `${type}${n}`;
    let local = this.scratch.get(key);
    if (local === undefined) {
      local = this.writer.local(type);
      this.scratch.set(key, local);
    }
    return local;
  }
  /** A local for a value of the block that is being written. */
  valueLocal(type: IrType): number {
    let pool = this.pools.get(type);
    if (pool === undefined) {
      pool = [];
      this.pools.set(type, pool);
    }
    const top = this.tops.get(type) ?? 0;
    this.tops.set(type, top + 1);
    if (top === pool.length) pool.push(this.writer.local(type));
    return pool[top]!;
  }
  /** Runs the writing of a block; its values' locals are free again afterwards. */
  scoped(write: () => void): void {
    const before = this.tops;
    this.tops = new Map(before);
    write();
    this.tops = before;
  }

  /** Makes an integer of the float on the stack, or the other way round, where the types differ. */
  reinterpret(from: IrType, to: IrType): void {
    if (from === to) return;
    const op = REINTERPRET[to];
    if (op === undefined) throw new Error(`a slot of ${from} cannot be used as ${to}`);
    this.writer.op(op);
  }

  /** Pushes a register of one word from wherever it is. */
  pushWord(offset: number): void {
    const { bit } = this.slots.get(offset, 'i32');
    if (bit < 0) this.pushState(offset, 'i32');
    else this.writer.get(this.slotLocal(bit));
  }

  // CPU state in memory

  pushState(offset: number, type: IrType): void {
    this.writer.i32(0);
    this.writer.load(type, STATE_BASE + offset);
  }
  storeState(offset: number, type: IrType, push: () => void): void {
    this.writer.i32(0);
    push();
    this.writer.store(type, STATE_BASE + offset);
  }
  loadSlots(bits: Iterable<number>): void {
    for (const bit of bits) {
      const slot: Slot = this.slots.locals[bit]!;
      this.pushState(slot.offset, slot.type);
      this.writer.set(this.slotLocals[bit]!);
    }
  }
  storeSlots(bits: Iterable<number>): void {
    for (const bit of bits) {
      const slot = this.slots.locals[bit]!;
      this.storeState(slot.offset, slot.type, () => this.writer.get(this.slotLocals[bit]!));
    }
  }

  /** The local of a register of one word. */
  localOf(offset: number): number {
    return this.slotLocals[this.slots.get(offset, 'i32').bit]!;
  }

  // Ways out

  /** Brings everything to memory that the region keeps elsewhere: before it is left, and before calls. */
  storeAll(dirty: Iterable<number>, state: DeferredState): void {
    this.deferredCode.flush(state);
    this.storeSlots(dirty);
    this.storeFuel();
  }
  private storeFuel(): void {
    if (this.fuelLocal < 0) return;
    this.writer.i32(0);
    this.writer.get(this.fuelLocal);
    this.writer.store('i32', ENGINE_BASE + EngineWord.fuel);
  }
  /** At the entry, and after calls. */
  loadFuel(): void {
    if (this.fuelLocal < 0) return;
    this.pushFuel();
    this.writer.set(this.fuelLocal);
  }
  private pushFuel(): void {
    this.writer.i32(0);
    this.writer.load('i32', ENGINE_BASE + EngineWord.fuel);
  }
  /**
   * Takes fuel; without any it stores what is dirty and leaves with the location.
   * @param at - undefined for the location in the slots of pc and mode
   */
  chargeFuel(cost: number, at: Location | undefined, dirty: Iterable<number>, state: DeferredState): void {
    const { writer: w } = this;
    const fuel = this.fuelLocal >= 0 ? this.fuelLocal : this.temp('i32', 6);
    if (this.fuelLocal >= 0) w.get(fuel);
    else this.pushFuel();
    w.i32(cost);
    w.op(WasmOp.i32Sub);
    w.tee(fuel);
    w.i32(0);
    w.op(WasmOp.i32LtS);
    w.seldom();
    w.if();
    if (this.fuelLocal < 0) this.storeTemporaryFuel(fuel);
    this.storeAll(dirty, state);
    this.leave(ExitKind.fuel, 0, at);
    w.end();
    if (this.fuelLocal < 0) this.storeTemporaryFuel(fuel);
  }
  /** Takes fuel where what follows looks whether there is any. */
  takeFuel(cost: number): void {
    const { writer: w } = this;
    w.get(this.fuelLocal);
    w.i32(cost);
    w.op(WasmOp.i32Sub);
    w.set(this.fuelLocal);
  }
  private storeTemporaryFuel(fuel: number): void {
    this.writer.i32(0);
    this.writer.get(fuel);
    this.writer.store('i32', ENGINE_BASE + EngineWord.fuel);
  }
  /** Returns to the run loop at once unless the region's code is known to be what is in this address space (see AliveTable). */
  requireAlive(aliveAddress: number, entry: Location): void {
    const { writer: w } = this;
    w.i32(0);
    w.memory(WasmOp.i32Load8U, aliveAddress);
    w.op(WasmOp.i32Eqz);
    w.seldom();
    w.if();
    w.i64(entry.pc, entry.mode);
    w.return();
    w.end();
  }
  /** Leaves to the run loop with an exit kind; the registers are stored already. */
  leave(kind: number, info: number, at: Location | undefined): void {
    const { writer: w, target } = this;
    this.storeState(target.pc, 'i32', () => (at === undefined ? this.pushWord(target.pc) : w.i32(at.pc)));
    this.storeState(target.mode, 'i32', () =>
      at === undefined ? this.pushWord(target.mode) : w.i32(at.mode),
    );
    this.storeEngine(EngineWord.exitKind, kind);
    this.storeEngine(EngineWord.exitInfo, info);
    w.i64(-1, -1);
    w.return();
  }
  /** Opens the blocks at whose ends the exits to the interpreter in the middle of a block meet, one for each set of dirty slots. */
  openSlow(): void {
    this.slowEnd = this.writer.block();
    for (const { key } of this.flow.slowSets) this.slowLabels.set(key, this.writer.block());
    for (const key of this.deferredFlow.exits.keys()) this.slowLabels.set(key, this.writer.block());
  }
  /** Says which instruction the interpreter takes over if `slow` branches. */
  setCurrent(at: Location): void {
    this.writer.i32(at.pc);
    this.writer.set(this.currentPc);
    if (this.onlyMode !== undefined) return;
    this.writer.i32(at.mode);
    this.writer.set(this.currentMode);
  }
  /** Pops a condition and leaves to the interpreter if it holds, storing what is dirty. */
  slowIf(dirty: BitSet, state: DeferredState): void {
    const label = this.exitLabel(dirty, state);
    this.writer.seldom();
    if (label !== undefined) {
      this.writer.brIf(label);
      return;
    }
    this.writer.if();
    this.slowAlways(dirty, state);
    this.writer.end();
  }
  slowAlways(dirty: BitSet, state: DeferredState): void {
    const label = this.exitLabel(dirty, state);
    if (label === undefined) this.deferredCode.flush(state);
    this.writer.br(label ?? this.slowLabels.get(this.knownSet(dirty).key)!);
  }
  /** Undefined where the deferred registers have to be stored before the common code. */
  private exitLabel(dirty: BitSet, state: DeferredState): number | undefined {
    const set = this.knownSet(dirty);
    return this.slowLabels.get(state.allStored ? set.key : exitKey(set, state));
  }
  private knownSet(dirty: BitSet): BitSet {
    return this.slowLabels.has(dirty.key) ? dirty : this.flow.written;
  }
  /** Closes the blocks of `openSlow`. */
  closeSlow(): void {
    const { writer: w } = this;
    w.op(WasmOp.unreachable);
    for (const { dirty, state } of [...this.deferredFlow.exits.values()].reverse()) {
      w.end();
      this.deferredCode.flush(state);
      w.br(this.slowLabels.get(dirty.key)!);
    }
    for (const set of [...this.flow.slowSets].reverse()) {
      w.end();
      this.storeSlots(set);
      w.br(this.slowEnd);
    }
    w.end();
    this.storeFuel();
    this.storeState(this.target.pc, 'i32', () => w.get(this.currentPc));
    this.storeState(this.target.mode, 'i32', () =>
      this.onlyMode === undefined ? w.get(this.currentMode) : w.i32(this.onlyMode),
    );
    this.storeEngine(EngineWord.exitKind, ExitKind.slow);
    w.i64(-1, -1);
  }
  /** Pushes the depth for a call. */
  pushDepthBelow(): void {
    const { writer: w } = this;
    w.get(DEPTH);
    w.code.u8(WasmOp.i32Const);
    this.sizes.push(w.code.length);
    writePadded(w.code, 0);
    w.op(WasmOp.i32Add);
  }
  /** Puts the size of the function's own frame where depths are computed, once all locals are known. */
  finishDepths(): void {
    for (const at of this.sizes) patchIndex(this.writer.code.view(), at, this.writer.frameSize);
  }
  /** Writes a call or tail call whose target is known when the module is put together. */
  relocate(call: number, target: Relocation['target']): void {
    this.relocations.push({ at: writeRelocatableCall(this.writer, call), target });
  }

  private storeEngine(word: number, value: number): void {
    this.writer.i32(0);
    this.writer.i32(value);
    this.writer.store('i32', ENGINE_BASE + word);
  }
}

function hasLoop({ blocks }: Region): boolean {
  return blocks.some(({ targets }, from) => targets.some((to) => to >= 0 && to <= from));
}

function singleMode({ blocks, entry: { mode } }: Region): number | undefined {
  for (const { ir } of blocks) {
    for (let at = 0; at < ir.code.length; at += IR_STRIDE) {
      if (ir.code[at] === opcode.insn && ir.code[at + 2] !== mode) return undefined;
    }
  }
  return mode;
}
