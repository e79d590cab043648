import type { IrType } from '../../ir/types';
import { ByteWriter } from './byte-writer';
import { ValueType } from './value-type';
import { WasmOp } from './wasm-op';

/** Result of a `block`, `loop` or `if`: none, or one value. */
export type BlockType = IrType | 'none';

const NO_RESULT = 0x40;
/** Bytes of a frame besides locals: return address, instance, and what is on the operand stack around a call. */
const FRAME_HEAD = 96;

const LOADS = {
  i32: WasmOp.i32Load,
  i64: WasmOp.i64Load,
  f32: WasmOp.f32Load,
  f64: WasmOp.f64Load,
  v128: WasmOp.v128Load,
} as const;
const STORES = {
  i32: WasmOp.i32Store,
  i64: WasmOp.i64Store,
  f32: WasmOp.f32Store,
  f64: WasmOp.f64Store,
  v128: WasmOp.v128Store,
} as const;

/**
 * Writes the body of one WebAssembly function. Branches name their target by the depth that `block`, `loop` and `if`
 * return, so that code which opens further blocks does not have to count.
 */
export class FunctionWriter {
  /** The instructions. */
  readonly code = new ByteWriter();
  private readonly locals: IrType[] = [];
  private depth = 0;
  /** Offsets in `code` of branches that are seldom taken. */
  readonly unlikely: number[] = [];

  constructor(
    readonly params: readonly IrType[],
    readonly results: readonly IrType[],
  ) {}

  /** Adds a local variable, zero at entry, and returns its index. */
  local(type: IrType): number {
    return this.params.length + this.locals.push(type) - 1;
  }

  /**
   * Bytes of stack that a call of the function takes at the most: V8's first compiler gives each local a place of its own, the second
   * one fewer.
   */
  get frameSize(): number {
    return this.locals.reduce((sum, type) => sum + (type === 'v128' ? 16 : 8), FRAME_HEAD);
  }

  /** Writes an instruction without immediates. */
  op(opcode: number): void {
    if (opcode > 0xff) {
      this.code.u8(opcode >>> 8);
      this.code.u32(opcode & 0xff);
    } else this.code.u8(opcode);
  }
  /** Writes several instructions without immediates. */
  ops(...opcodes: readonly number[]): void {
    for (const opcode of opcodes) this.op(opcode);
  }

  get(local: number): void {
    this.code.u8(WasmOp.localGet);
    this.code.u32(local);
  }
  set(local: number): void {
    this.code.u8(WasmOp.localSet);
    this.code.u32(local);
  }
  tee(local: number): void {
    this.code.u8(WasmOp.localTee);
    this.code.u32(local);
  }

  i32(value: number): void {
    this.code.u8(WasmOp.i32Const);
    this.code.s32(value);
  }
  /** A 64-bit constant as two words. */
  i64(low: number, high: number): void {
    this.code.u8(WasmOp.i64Const);
    this.code.s64(low, high);
  }
  /** A float constant by its bits, so that NaNs keep theirs. */
  f32(bits: number): void {
    this.code.u8(WasmOp.f32Const);
    this.code.fixed32(bits);
  }
  f64(low: number, high: number): void {
    this.code.u8(WasmOp.f64Const);
    this.code.fixed32(low);
    this.code.fixed32(high);
  }
  v128(words: ArrayLike<number>): void {
    this.op(WasmOp.v128Const);
    for (let i = 0; i < 4; i++) this.code.fixed32(words[i]!);
  }

  /** A load or store instruction with its offset; alignment hints are 0, since engines ignore them. */
  memory(opcode: number, offset = 0): void {
    this.op(opcode);
    this.code.u8(0);
    this.code.u32(offset);
  }
  load(type: IrType, offset = 0): void {
    this.memory(LOADS[type], offset);
  }
  store(type: IrType, offset = 0): void {
    this.memory(STORES[type], offset);
  }

  block(type: BlockType = 'none'): number {
    return this.begin(WasmOp.block, type);
  }
  loop(type: BlockType = 'none'): number {
    return this.begin(WasmOp.loop, type);
  }
  if(type: BlockType = 'none'): number {
    return this.begin(WasmOp.if, type);
  }
  else(): void {
    this.code.u8(WasmOp.else);
  }
  end(): void {
    this.depth--;
    this.code.u8(WasmOp.end);
  }
  /** Branches to the block or loop that returned `target`. */
  br(target: number): void {
    this.code.u8(WasmOp.br);
    this.code.u32(this.depth - target);
  }
  brIf(target: number): void {
    this.code.u8(WasmOp.brIf);
    this.code.u32(this.depth - target);
  }
  /** Says that the `if` or `br_if` which is written next is seldom taken. */
  seldom(): void {
    this.unlikely.push(this.code.length);
  }
  brTable(targets: readonly number[], otherwise: number): void {
    this.code.u8(WasmOp.brTable);
    this.code.u32(targets.length);
    for (const target of targets) this.code.u32(this.depth - target);
    this.code.u32(this.depth - otherwise);
  }
  return(): void {
    this.code.u8(WasmOp.return);
  }
  call(index: number): void {
    this.code.u8(WasmOp.call);
    this.code.u32(index);
  }

  /** Writes the function's entry of the code section: size, locals, instructions, end. */
  finish(to: ByteWriter): void {
    if (this.depth !== 0) throw new Error('WebAssembly function ends inside a block');
    const head = new ByteWriter(64);
    const runs: { type: IrType; count: number }[] = [];
    for (const type of this.locals) {
      const last = runs[runs.length - 1];
      if (last?.type === type) last.count++;
      else runs.push({ type, count: 1 });
    }
    head.u32(runs.length);
    for (const { type, count } of runs) {
      head.u32(count);
      head.u8(ValueType[type]);
    }
    to.u32(head.length + this.code.length + 1);
    to.bytes(head.view());
    to.bytes(this.code.view());
    to.u8(WasmOp.end);
  }

  private begin(opcode: number, type: BlockType): number {
    this.code.u8(opcode);
    this.code.u8(type === 'none' ? NO_RESULT : ValueType[type]);
    return ++this.depth;
  }
}
