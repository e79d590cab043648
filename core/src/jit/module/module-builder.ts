import { STATE_BASE } from '../../memory/layout';
import { MEMORY_LIMITS } from '../../memory/wasm-memory';
import { LEFT } from '../region/region-frame';
import { patchIndex, type Relocation } from '../region/relocation';
import { ByteWriter } from '../wasm/byte-writer';
import { FunctionWriter } from '../wasm/function-writer';
import { ValueType } from '../wasm/value-type';
import { WasmOp } from '../wasm/wasm-op';
import {
  HASH_SHIFT,
  TARGET_BYTES,
  TARGET_MASK,
  TARGET_MODE,
  TARGET_MODULE,
  TARGET_PLACE,
  TARGETS_BASE,
} from './tables';

/** A region's function as it goes into a module. */
export interface ModuleEntry {
  readonly key: number;
  readonly body: Uint8Array;
  readonly relocations: readonly Relocation[];
  readonly unlikely: readonly number[];
}

/** A module, and where the entries' bodies are in it. */
export interface BuiltModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly bodies: readonly { readonly start: number; readonly length: number }[];
}

const Section = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  export: 7,
  element: 9,
  code: 10,
} as const;
/** Types: a region, the helper `indirect`, the export `run`. */
const Type = { region: 0, indirect: 1, run: 2 } as const;
/** Functions that every module begins with. */
const INDIRECT = 0;
const RUN = 1;
const FIRST_REGION = 2;

function section(to: ByteWriter, id: number, write: (body: ByteWriter) => void): void {
  const body = new ByteWriter(4096);
  write(body);
  to.u8(id);
  to.u32(body.length);
  to.bytes(body.view());
}

/**
 * Puts regions together into a module that imports the address space as `e.m` and exports `run(pc, mode)`: it goes from region
 * to region as long as they are the module's own, and returns the pc at which it has none (the mode is then in the CPU state),
 * or LEFT. Calls between the module's
 * regions are direct; a call of any other location goes to a stub that returns its pc.
 * @param id - number of the module in the tables of branch targets.
 * @param mode - byte offset of the mode in the CPU state.
 */
export function buildModule(entries: readonly ModuleEntry[], id: number, mode: number): BuiltModule {
  const index = new Map(entries.map(({ key }, n) => [key, FIRST_REGION + n]));
  const stubs: number[] = [];
  for (const { body, relocations } of entries) {
    for (const { at, target } of relocations) {
      let place = target === 'indirect' ? INDIRECT : index.get(target);
      if (place === undefined) {
        place = FIRST_REGION + entries.length + stubs.length;
        index.set(target as number, place);
        stubs.push(target as number);
      }
      patchIndex(body, at, place);
    }
  }
  const count = FIRST_REGION + entries.length + stubs.length;
  const to = new ByteWriter(8192);
  const bodies: { readonly start: number; readonly length: number }[] = [];
  let codeLength = 0;
  to.bytes(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  section(to, Section.type, (body) => {
    body.u32(3);
    body.bytes(Uint8Array.of(0x60, 1, ValueType.i32, 1, ValueType.i64));
    body.bytes(Uint8Array.of(0x60, 3, ValueType.i32, ValueType.i32, ValueType.i32, 1, ValueType.i64));
    body.bytes(Uint8Array.of(0x60, 2, ValueType.i32, ValueType.i32, 1, ValueType.i32));
  });
  section(to, Section.import, (body) => {
    body.u32(1);
    body.name('e');
    body.name('m');
    body.u8(2);
    body.u8(MEMORY_LIMITS.flags);
    body.u32(MEMORY_LIMITS.minimum);
    body.u32(MEMORY_LIMITS.maximum);
  });
  section(to, Section.function, (body) => {
    body.u32(count);
    body.u8(Type.indirect);
    body.u8(Type.run);
    for (let n = FIRST_REGION; n < count; n++) body.u8(Type.region);
  });
  section(to, Section.table, (body) => {
    body.u32(1);
    body.u8(ValueType.funcref);
    body.u8(0);
    body.u32(entries.length);
  });
  section(to, Section.export, (body) => {
    body.u32(1);
    body.name('run');
    body.u8(0);
    body.u32(RUN);
  });
  section(to, Section.element, (body) => {
    body.u32(1);
    body.u32(0);
    body.u8(WasmOp.i32Const);
    body.s32(0);
    body.u8(WasmOp.end);
    body.u32(entries.length);
    for (let n = 0; n < entries.length; n++) body.u32(FIRST_REGION + n);
  });
  section(to, Section.custom, (body) => {
    body.name('metadata.code.branch_hint');
    const hinted = entries.filter(({ unlikely }) => unlikely.length > 0);
    body.u32(hinted.length);
    for (const entry of hinted) {
      body.u32(FIRST_REGION + entries.indexOf(entry));
      body.u32(entry.unlikely.length);
      for (const at of entry.unlikely) {
        body.u32(at);
        body.u32(1);
        body.u8(0);
      }
    }
  });
  section(to, Section.code, (body) => {
    body.u32(count);
    writeIndirect(body, id);
    writeRun(body, id, mode);
    for (const entry of entries) {
      bodies.push({ start: body.length, length: entry.body.length });
      body.bytes(entry.body);
    }
    for (const key of stubs) writeStub(body, key);
    codeLength = body.length;
  });
  const bytes = to.view().slice();
  const codeAt = bytes.length - codeLength;
  return { bytes, bodies: bodies.map(({ start, length }) => ({ start: codeAt + start, length })) };
}

/**
 * Finds the target entry of a location, whose pc is local 0 and whose mode is local 1, or branches to `missing`.
 * @param entry - local that gets the entry's offset in the table.
 */
export function matchTarget(w: FunctionWriter, entry: number, missing: number): void {
  w.get(0);
  w.i32(1);
  w.op(WasmOp.i32ShrU);
  w.get(0);
  w.i32(HASH_SHIFT);
  w.ops(WasmOp.i32ShrU, WasmOp.i32Xor);
  w.i32(TARGET_MASK);
  w.op(WasmOp.i32And);
  w.i32(TARGET_BYTES);
  w.op(WasmOp.i32Mul);
  w.tee(entry);
  w.load('i32', TARGETS_BASE);
  w.get(0);
  w.op(WasmOp.i32Ne);
  w.brIf(missing);
  w.get(entry);
  w.load('i32', TARGET_MODE);
  w.get(1);
  w.op(WasmOp.i32Ne);
  w.brIf(missing);
}

/** Pushes the place of a location's function in the module's table, or branches to `missing`. */
function lookUp(w: FunctionWriter, id: number, entry: number, missing: number): void {
  matchTarget(w, entry, missing);
  w.get(entry);
  w.load('i32', TARGET_MODULE);
  w.i32(id);
  w.op(WasmOp.i32Ne);
  w.brIf(missing);
  w.get(entry);
  w.load('i32', TARGET_PLACE);
}

/** `indirect(pc, mode, depth)`: goes on in the region of a location if the module has it, else returns the location. */
function writeIndirect(to: ByteWriter, id: number): void {
  const w = new FunctionWriter(['i32', 'i32', 'i32'], ['i64']);
  const entry = w.local('i32');
  const place = w.local('i32');
  const missing = w.block();
  lookUp(w, id, entry, missing);
  w.set(place);
  w.get(2);
  w.get(place);
  w.code.u8(WasmOp.returnCallIndirect);
  w.code.u32(Type.region);
  w.code.u32(0);
  w.end();
  w.get(0);
  w.op(WasmOp.i64ExtendI32U);
  w.get(1);
  w.op(WasmOp.i64ExtendI32U);
  w.i64(32, 0);
  w.ops(WasmOp.i64Shl, WasmOp.i64Or);
  w.finish(to);
}

/** `run(pc, mode)`. */
function writeRun(to: ByteWriter, id: number, mode: number): void {
  const w = new FunctionWriter(['i32', 'i32'], ['i32']);
  const entry = w.local('i32');
  const place = w.local('i32');
  const next = w.local('i64');
  const missing = w.block();
  const again = w.loop();
  lookUp(w, id, entry, missing);
  w.set(place);
  w.i32(0);
  w.get(place);
  w.code.u8(WasmOp.callIndirect);
  w.code.u32(Type.region);
  w.code.u32(0);
  w.tee(next);
  w.op(WasmOp.i32WrapI64);
  w.set(0);
  w.get(next);
  w.i64(32, 0);
  w.ops(WasmOp.i64ShrU, WasmOp.i32WrapI64);
  w.set(1);
  w.get(next);
  w.i64(-1, -1);
  w.op(WasmOp.i64Ne);
  w.brIf(again);
  w.i32(LEFT);
  w.return();
  w.end();
  w.end();
  w.i32(0);
  w.get(1);
  w.store('i32', STATE_BASE + mode);
  w.get(0);
  w.finish(to);
}

function writeStub(to: ByteWriter, key: number): void {
  const w = new FunctionWriter(['i32'], ['i64']);
  w.i64(key >>> 0, Math.floor(key / 0x1_0000_0000));
  w.finish(to);
}
