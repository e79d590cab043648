import { ExitKind } from '../../ir/op';
import type { OpName } from '../../ir/ops.table';
import type { IrType } from '../../ir/types';
import type { Location } from '../../isa/location';
import { Fast, PAGE_SHIFT, PERMISSIONS_BASE } from '../../memory/layout';
import { lowerBswap32, lowerBswap64 } from '../lower/integer';
import type { FunctionWriter } from '../wasm/function-writer';
import { WasmOp } from '../wasm/wasm-op';
import type { AccessCheck, KnownSlots } from './access-checks';
import type { DeferredState } from './deferred-state';
import type { RegionFrame } from './region-frame';

interface Access {
  readonly opcode: number;
  /** Type in which the bytes travel; floats that are byte-reversed travel as integers. */
  readonly type: IrType;
  readonly size: number;
  readonly signed?: boolean;
}

const ACCESSES: { readonly [N in OpName]?: Access } = {
  'load.u8': { opcode: WasmOp.i32Load8U, type: 'i32', size: 1 },
  'load.i8': { opcode: WasmOp.i32Load8S, type: 'i32', size: 1 },
  'load.u16': { opcode: WasmOp.i32Load16U, type: 'i32', size: 2 },
  'load.i16': { opcode: WasmOp.i32Load16S, type: 'i32', size: 2, signed: true },
  'load.i32': { opcode: WasmOp.i32Load, type: 'i32', size: 4 },
  'load.i64': { opcode: WasmOp.i64Load, type: 'i64', size: 8 },
  'load.f32': { opcode: WasmOp.f32Load, type: 'f32', size: 4 },
  'load.f64': { opcode: WasmOp.f64Load, type: 'f64', size: 8 },
  'load.v128': { opcode: WasmOp.v128Load, type: 'v128', size: 16 },
  'store.i8': { opcode: WasmOp.i32Store8, type: 'i32', size: 1 },
  'store.i16': { opcode: WasmOp.i32Store16, type: 'i32', size: 2 },
  'store.i32': { opcode: WasmOp.i32Store, type: 'i32', size: 4 },
  'store.i64': { opcode: WasmOp.i64Store, type: 'i64', size: 8 },
  'store.f32': { opcode: WasmOp.f32Store, type: 'f32', size: 4 },
  'store.f64': { opcode: WasmOp.f64Store, type: 'f64', size: 8 },
  'store.v128': { opcode: WasmOp.v128Store, type: 'v128', size: 16 },
};

/** Reverses the bytes of a vector by i8x16.swizzle. */
const REVERSED = [0x0c0d0e0f, 0x08090a0b, 0x04050607, 0x00010203];

/** The access that a memory operation makes. */
export const accessOf = (name: OpName): Access => ACCESSES[name]!;

/** Replaces the address on the stack by the permission byte of its page. */
function permission(w: FunctionWriter): void {
  w.i32(PAGE_SHIFT);
  w.op(WasmOp.i32ShrU);
  // Not as the load's offset, which processors cannot add if it is above 2 GiB.
  w.i32(PERMISSIONS_BASE);
  w.op(WasmOp.i32Or);
  w.memory(WasmOp.i32Load8U);
}

/** Leaves by `slowIf` unless an address, in a local, is a multiple of a power of two. */
export function checkAlignment(
  frame: RegionFrame,
  slowIf: () => void,
  address: number,
  alignment: number,
): void {
  frame.writer.get(address);
  frame.writer.i32(alignment - 1);
  frame.writer.op(WasmOp.i32And);
  slowIf();
}

/**
 * Leaves to the interpreter unless the pages of a range around an address, in a local, allow what is asked. A single access
 * looks at a second page only where its address is unaligned, since otherwise it cannot reach one.
 */
export function checkPermission(
  frame: RegionFrame,
  slowIf: () => void,
  address: number,
  check: AccessCheck,
  size: number,
  aligned: boolean,
): void {
  const { writer: w } = frame;
  const { low, high, rights } = check;
  const push = (at: number): void => {
    w.get(address);
    if (at === 0) return;
    w.i32(at);
    w.op(WasmOp.i32Add);
  };
  /** Pops permission bytes that apply together. */
  const require = (): void => {
    w.i32(rights);
    w.op(WasmOp.i32And);
    if (rights === (Fast.read | Fast.write)) {
      w.i32(rights);
      w.op(WasmOp.i32Ne);
    } else w.op(WasmOp.i32Eqz);
    slowIf();
  };
  push(low);
  permission(w);
  if (high - low === size) {
    require();
    if (size === 1 || aligned) return;
    w.get(address);
    w.i32(size - 1);
    w.op(WasmOp.i32And);
    w.seldom();
    w.if();
    push(high - 1);
    permission(w);
    require();
    w.end();
  } else {
    push(high - 1);
    permission(w);
    w.op(WasmOp.i32And);
    require();
  }
}

/**
 * Before a loop, what its rounds need not check again: if a register's value has not all of it, what is dirty is stored and the
 * interpreter takes over at the loop's first instruction.
 */
export function checkAhead(
  frame: RegionFrame,
  known: KnownSlots,
  at: Location,
  dirty: Iterable<number>,
  state: DeferredState,
): void {
  const { writer: w } = frame;
  let conditions = 0;
  const or = (): void => {
    if (conditions++ > 0) w.op(WasmOp.i32Or);
  };
  for (const [slot, { ranges, multiple, residue }] of known) {
    const push = (offset: number): void => {
      w.get(frame.localOf(slot));
      w.i32(offset);
      w.op(WasmOp.i32Add);
    };
    if (multiple > 1) {
      push(residue);
      w.i32(multiple - 1);
      w.op(WasmOp.i32And);
      or();
    }
    for (const { low, high, rights } of ranges) {
      push(low);
      permission(w);
      push(high - 1);
      permission(w);
      w.op(WasmOp.i32And);
      w.i32(rights);
      w.op(WasmOp.i32And);
      w.i32(rights);
      w.op(WasmOp.i32Ne);
      or();
    }
  }
  if (conditions === 0) return;
  w.seldom();
  w.if();
  frame.storeAll(dirty, state);
  frame.leave(ExitKind.slow, 0, at);
  w.end();
}

/** Reverses the bytes of the value on the stack. */
function swap(frame: RegionFrame, access: Access): void {
  const { writer: w } = frame;
  const lowering = {
    writer: w,
    temp: frame.temp.bind(frame),
    operand: absent,
    immediate: absent,
    pool: absent,
  };
  if (access.size === 16) {
    w.v128(REVERSED);
    w.op(WasmOp.i8x16Swizzle);
  } else if (access.type === 'i64') lowerBswap64(lowering);
  else {
    lowerBswap32(lowering, frame.temp('i32', 3));
    if (access.size === 2) {
      w.i32(16);
      w.op(access.signed ? WasmOp.i32ShrS : WasmOp.i32ShrU);
    }
  }
}
function absent(): never {
  throw new Error('byte reversal has no operands');
}

const REINTERPRET = {
  load: { f32: WasmOp.f32ReinterpretI32, f64: WasmOp.f64ReinterpretI64 },
  store: { f32: WasmOp.i32ReinterpretF32, f64: WasmOp.i64ReinterpretF64 },
} as const;
const INTEGER: Readonly<Record<'f32' | 'f64', Access>> = {
  f32: { opcode: WasmOp.i32Load, type: 'i32', size: 4 },
  f64: { opcode: WasmOp.i64Load, type: 'i64', size: 8 },
};

/** Replaces the address on the stack by what is there. */
export function emitLoad(frame: RegionFrame, access: Access, swapped: boolean): void {
  const { writer: w } = frame;
  if (!swapped || access.size === 1) {
    w.memory(access.opcode);
    return;
  }
  if (access.type === 'f32' || access.type === 'f64') {
    const integer = INTEGER[access.type];
    w.memory(integer.opcode);
    swap(frame, integer);
    w.op(REINTERPRET.load[access.type]);
    return;
  }
  w.memory(access.opcode);
  swap(frame, access);
}

/** Stores the value on the stack at the address below it. */
export function emitStore(frame: RegionFrame, access: Access, swapped: boolean): void {
  const { writer: w } = frame;
  if (!swapped || access.size === 1) {
    w.memory(access.opcode);
    return;
  }
  if (access.type === 'f32' || access.type === 'f64') {
    w.op(REINTERPRET.store[access.type]);
    swap(frame, INTEGER[access.type]);
    w.memory(access.type === 'f32' ? WasmOp.i32Store : WasmOp.i64Store);
    return;
  }
  swap(frame, access);
  w.memory(access.opcode);
}
