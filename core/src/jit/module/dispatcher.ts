import { pushTableEntry, type RunThreaded } from '../../exec/threaded/handlers';
import { Header, Leave, TABLE_BASE } from '../../exec/threaded/layout';
import { Micro } from '../../exec/threaded/micro-op';
import { ENGINE_BASE, EngineWord, STATE_BASE } from '../../memory/layout';
import { MEMORY_LIMITS } from '../../memory/wasm-memory';
import { LEFT } from '../region/region-frame';
import { FunctionWriter } from '../wasm/function-writer';
import { ModuleWriter } from '../wasm/module-writer';
import { WasmOp } from '../wasm/wasm-op';
import { matchTarget } from './module-builder';
import { TARGET_MODE, TARGET_MODULE } from './tables';

/** Runs compiled code from a location on: what a module's `run` does, for all modules of an address space. */
export type RunModule = (pc: number, mode: number) => number;

/** Slots of a new table. */
const FIRST_SLOTS = 64;
/**
 * The slot of the interpreter; modules have greater numbers. Slot 0 stays absent: an empty target is location 0 of module 0.
 */
export const INTERPRETER = 1;

/**
 * Takes control from module to module of one address space, to the interpreter and back, by a table of functions: 30 ns each
 * time, where JavaScript takes ten times as long to call one of many modules.
 */
export class Dispatcher {
  private readonly table = new WebAssembly.Table({ element: 'anyfunc', initial: FIRST_SLOTS });
  /** Stands for modules that are not there: takes the location's target away, and returns the location. */
  private readonly absent: RunModule;
  private interpreter: RunThreaded | undefined;
  /**
   * Goes on from a location until control leaves compiled code, the interpreter stops, fuel is used up, or control
   * comes to a location that is in neither table. Returns the pc, with the mode in the CPU state, or LEFT; where `stopped`
   * of the engine words is not −1 afterwards, the interpreter stopped.
   */
  readonly run: RunModule;

  /** @param options - byte offsets of pc and mode in the CPU state. */
  constructor(memory: WebAssembly.Memory, options: LocationSlots) {
    const { exports } = new WebAssembly.Instance(moduleFor(options), { e: { m: memory, t: this.table } });
    this.run = exports['run'] as RunModule;
    this.absent = exports['absent'] as RunModule;
    for (let slot = 0; slot < FIRST_SLOTS; slot++) this.table.set(slot, this.absent);
  }

  /** Adds a module by its number. */
  add(id: number, run: RunModule): void {
    const { length } = this.table;
    if (id >= length) this.table.grow(Math.max(length, id + 1 - length), this.absent);
    this.table.set(id, run);
  }

  /** Lets go of a module. */
  remove(id: number): void {
    this.table.set(id, this.absent);
  }

  /** Sets the interpreter of the address space. */
  interpretWith(interpreter: RunThreaded): void {
    if (this.interpreter === interpreter) return;
    this.interpreter = interpreter;
    this.table.set(INTERPRETER, interpreter);
  }
}

interface LocationSlots {
  readonly pc: number;
  readonly mode: number;
}

const modules = new Map<string, WebAssembly.Module>();

function moduleFor(options: LocationSlots): WebAssembly.Module {
  const key = `${options.pc},${options.mode}`;
  let module = modules.get(key);
  if (module === undefined) {
    module = new WebAssembly.Module(generate(options));
    modules.set(key, module);
  }
  return module;
}

function generate(options: LocationSlots): Uint8Array<ArrayBuffer> {
  const module = new ModuleWriter();
  module.importMemory('e', 'm', MEMORY_LIMITS);
  module.importTable('e', 't', FIRST_SLOTS);
  const type = module.type(['i32', 'i32'], ['i32']);
  module.add(writeRun(options, type), 'run', 'dispatcher');
  module.add(writeAbsent(), 'absent', 'absent');
  return module.finish();
}

const loadWord = (w: FunctionWriter, address: number): void => {
  w.i32(0);
  w.load('i32', address);
};

/** Adds the value of a local, or 1, to a word. */
function addTo(w: FunctionWriter, address: number, push: () => void): void {
  w.i32(0);
  loadWord(w, address);
  push();
  w.op(WasmOp.i32Add);
  w.store('i32', address);
}

function writeRun({ pc, mode }: LocationSlots, type: number): FunctionWriter {
  const w = new FunctionWriter(['i32', 'i32'], ['i32']);
  const entry = w.local('i32');
  /** 1 after a module, 0 otherwise. */
  const from = w.local('i32');
  const at = w.local('i32');
  const fuel = w.local('i32');
  const out = w.block();
  const again = w.loop();
  const missing = w.block();
  matchTarget(w, entry, missing);
  addTo(w, ENGINE_BASE + EngineWord.crossings, () => w.get(from));
  w.get(0);
  w.get(1);
  w.get(entry);
  w.load('i32', TARGET_MODULE);
  callIndirect(w, type);
  w.tee(0);
  w.i32(LEFT);
  w.op(WasmOp.i32Eq);
  w.brIf(out);
  loadWord(w, ENGINE_BASE + EngineWord.fuel);
  w.i32(0);
  w.op(WasmOp.i32LtS);
  w.brIf(out);
  loadWord(w, STATE_BASE + mode);
  w.set(1);
  w.i32(1);
  w.set(from);
  w.br(again);
  w.end();
  matchThreaded(w, entry, at, out);
  loadWord(w, ENGINE_BASE + EngineWord.fuel);
  w.set(fuel);
  w.get(at);
  w.get(fuel);
  w.i32(INTERPRETER);
  callIndirect(w, type);
  w.set(from);
  addTo(w, ENGINE_BASE + EngineWord.interpreted, () => {
    w.get(fuel);
    loadWord(w, ENGINE_BASE + EngineWord.fuel);
    w.op(WasmOp.i32Sub);
  });
  const compiled = w.block();
  w.get(from);
  w.i32(Leave.compiled);
  w.op(WasmOp.i32Eq);
  w.brIf(compiled);
  w.i32(0);
  w.get(from);
  w.store('i32', ENGINE_BASE + EngineWord.stopped);
  w.br(out);
  w.end();
  loadWord(w, ENGINE_BASE + EngineWord.threadedAt);
  w.set(at);
  for (const [local, header, slot] of [
    [0, Header.pc, pc],
    [1, Header.mode, mode],
  ] as const) {
    w.i32(0);
    w.get(at);
    w.i32(4 * header);
    w.op(WasmOp.i32Add);
    w.load('i32');
    w.tee(local);
    w.store('i32', STATE_BASE + slot);
  }
  w.i32(0);
  w.set(from);
  w.br(again);
  w.end();
  w.end();
  w.get(0);
  return w;
}

/** Calls the function whose slot is on top of the stack. */
function callIndirect(w: FunctionWriter, type: number): void {
  w.code.u8(WasmOp.callIndirect);
  w.code.u32(type);
  w.code.u32(0);
}

/** Finds the threaded code of a location, unless that has compiled code, which then has no target yet. */
function matchThreaded(w: FunctionWriter, entry: number, at: number, missing: number): void {
  pushTableEntry(w, 0, 1);
  w.tee(entry);
  w.load('i32', TABLE_BASE);
  w.get(0);
  w.op(WasmOp.i32Ne);
  w.brIf(missing);
  w.get(entry);
  w.load('i32', TABLE_BASE + 4);
  w.get(1);
  w.op(WasmOp.i32Ne);
  w.brIf(missing);
  w.get(entry);
  w.load('i32', TABLE_BASE + 8);
  w.tee(at);
  w.load('i32');
  w.i32(Micro.compiled);
  w.op(WasmOp.i32Eq);
  w.brIf(missing);
}

function writeAbsent(): FunctionWriter {
  const w = new FunctionWriter(['i32', 'i32'], ['i32']);
  const entry = w.local('i32');
  const missing = w.block();
  matchTarget(w, entry, missing);
  w.get(entry);
  w.i32(-1);
  w.store('i32', TARGET_MODE);
  w.end();
  w.get(0);
  return w;
}
