import type { RegisterSlot } from '../isa/architecture';
import type { Location } from '../isa/location';
import { IR_STRIDE, type IrBlock } from './block';
import { CONSTANT, folded, foldI32, NOT_FOLDED } from './fold';
import { ExitKind, type OperandKind, opcode, ops } from './op';
import type { OPS, OpName } from './ops.table';
import {
  type F32,
  type F64,
  type I32,
  type I64,
  type IrType,
  typeSize,
  type V128,
  type Value,
} from './types';

type Letter = { i: I32; l: I64; f: F32; d: F64; v: V128; '#': number };
type Operands<S extends string> = S extends `${infer H extends keyof Letter & string}${infer Rest}`
  ? [Letter[H], ...Operands<Rest>]
  : [];
type Signature<N extends OpName> = (typeof OPS)[N][0];
type Result<S extends string> = S extends keyof Letter ? Letter[S] : void;
/** The TypeScript function type of an operation: `'ii:i'` becomes `(a: I32, b: I32) => I32`. */
export type OpFunction<N extends OpName> =
  Signature<N> extends `${infer A}:${infer R}` ? (...operands: Operands<A>) => Result<R> : never;

type Group<P extends string> = {
  readonly [N in OpName as N extends `${P}.${infer M}` ? M : never]: OpFunction<N>;
};

/** Widths of loads; narrow ones extend to 32 bits, `i` with the sign. */
export type LoadKind = 'u8' | 'i8' | 'u16' | 'i16' | 'i32' | 'i64' | 'f32' | 'f64' | 'v128';
/** Widths of stores; narrow ones take the low bits. */
export type StoreKind = 'i8' | 'i16' | 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

const types = Object.keys(typeSize) as IrType[];
/** Opcodes by what they access: names are not put together while code is translated. */
const byKind = <K extends string>(
  kinds: readonly K[],
  name: (kind: K) => OpName,
): Readonly<Record<K, number>> =>
  Object.fromEntries(kinds.map((kind) => [kind, opcode[name(kind)]])) as Record<K, number>;
const getCodes = byKind(types, (type) => `${type}.get`);
const setCodes = byKind(types, (type) => `${type}.set`);
const loadCodes = byKind(
  ['u8', 'i8', 'u16', 'i16', 'i32', 'i64', 'f32', 'f64', 'v128'],
  (kind) => `load.${kind}`,
);
const storeCodes = byKind(['i8', 'i16', 'i32', 'i64', 'f32', 'f64', 'v128'], (kind) => `store.${kind}`);

/**
 * Writes one IR block. Every operation of the table is a method of the group that its name begins with
 * (`ir.i64.mul(a, b)`, `ir.i8x16.add(a, b)`, `ir.fp.add_f64(a, b, env)`); i32 operations, constants, registers, memory and
 * control flow have short forms. i32 operations on constants fold while they are written.
 */
export class IrBuilder {
  readonly i32 = this.group('i32');
  readonly i64 = this.group('i64');
  readonly f32 = this.group('f32');
  readonly f64 = this.group('f64');
  readonly fp = this.group('fp');
  readonly v128 = this.group('v128');
  readonly i8x16 = this.group('i8x16');
  readonly i16x8 = this.group('i16x8');
  readonly i32x4 = this.group('i32x4');
  readonly i64x2 = this.group('i64x2');
  readonly f32x4 = this.group('f32x4');
  readonly f64x2 = this.group('f64x2');

  private code = new Int32Array(IR_STRIDE * 1024);
  private length = 0;
  private pool: Int32Array[] = [];
  private open: number[] = [];
  private start: Location = { pc: 0, mode: 0 };
  private current: Location = { pc: 0, mode: 0 };
  private end = 0;
  private instructionCount = 0;
  /** Whether the code before this point always leaves the block, so that what follows cannot be reached. */
  private left = false;

  /** Begins a new block at a location, dropping what was written before. */
  begin(at: Location): void {
    this.length = 0;
    this.pool = [];
    this.open = [];
    this.start = at;
    this.current = at;
    this.end = at.pc;
    this.instructionCount = 0;
    this.left = false;
  }

  /** Ends the block. A block that does not leave by itself continues at the location after its last instruction. */
  finish(next?: Location): IrBlock {
    const block = this.finishBorrowed(next);
    return { ...block, code: block.code.slice() };
  }

  /** As finish, for a block that is done with before the next one begins: its code is a view of the builder's. */
  finishBorrowed(next?: Location): IrBlock {
    if (this.open.length > 0) throw new Error('IR block ends inside an if');
    if (!this.left) {
      const to = next ?? { pc: this.end, mode: this.current.mode };
      this.emit('jump', to.pc, to.mode);
    }
    return {
      pc: this.start.pc,
      mode: this.start.mode,
      size: this.end - this.start.pc,
      instructions: this.instructionCount,
      code: this.code.subarray(0, this.length * IR_STRIDE),
      pool: this.pool,
    };
  }

  /** Number of IR instructions written so far. Translators end a block before it grows past some thousands. */
  get size(): number {
    return this.length;
  }
  /** Guest instructions begun so far. */
  get instructions(): number {
    return this.instructionCount;
  }
  /** The location of the guest instruction that is being translated. */
  get at(): Location {
    return this.current;
  }
  /** Whether the block has been left on every path: translation stops here. */
  get finished(): boolean {
    return this.left && this.open.length === 0;
  }

  /** Marks the start of a guest instruction: pc, mode and bytes. */
  insn(pc: number, mode: number, bytes: number): void {
    this.current = { pc, mode };
    this.end = pc + bytes;
    this.instructionCount++;
    this.emit('insn', pc, mode, bytes);
  }

  /** Appends an operation. */
  emit<N extends OpName>(name: N, ...operands: Parameters<OpFunction<N>>): ReturnType<OpFunction<N>> {
    const [a = 0, b = 0, c = 0, d = 0] = operands as readonly number[];
    return this.append(opcode[name], a, b, c, d) as ReturnType<OpFunction<N>>;
  }

  // Constants

  /** A 32-bit constant. */
  imm(value: number): I32 {
    return this.append(opcode['i32.const'], value | 0, 0, 0, 0) as I32;
  }
  /** A 64-bit constant. */
  imm64(value: bigint): I64 {
    return this.emit('i64.const', Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
  }
  /** A vector constant, as four words, lane 0 first. */
  imm128(words: readonly [number, number, number, number]): V128 {
    return this.emit('v128.const', this.pool.push(Int32Array.from(words)) - 1);
  }
  /** Bytes of a and b (0–15 and 16–31) in the order of 16 lane numbers. */
  shuffle(a: V128, b: V128, lanes: readonly number[]): V128 {
    const bytes = Uint8Array.from(lanes);
    if (bytes.length !== 16) throw new RangeError('a shuffle takes 16 lane numbers');
    return this.emit('i8x16.shuffle', a, b, this.pool.push(new Int32Array(bytes.buffer)) - 1);
  }
  /** The value of an i32 constant, or undefined if the value is computed. */
  constant(value: I32): number | undefined {
    return this.code[value * IR_STRIDE] === opcode['i32.const']
      ? this.code[value * IR_STRIDE + 1]
      : undefined;
  }

  // Registers and memory

  /** Reads a guest register. */
  get<T extends IrType>(slot: RegisterSlot<T>): Value<T> {
    return this.append(getCodes[slot.type], slot.offset, 0, 0, 0) as Value<T>;
  }
  /** Writes a guest register. */
  set<T extends IrType>(slot: RegisterSlot<T>, value: Value<T>): void {
    this.append(setCodes[slot.type], value, slot.offset, 0, 0);
  }
  /** Loads from guest memory; flags as in MemoryFlag. A fault leaves with all earlier `set`s done and no later one. */
  load(kind: 'i64', address: I32, flags?: number): I64;
  load(kind: 'f32', address: I32, flags?: number): F32;
  load(kind: 'f64', address: I32, flags?: number): F64;
  load(kind: 'v128', address: I32, flags?: number): V128;
  load(kind: 'u8' | 'i8' | 'u16' | 'i16' | 'i32', address: I32, flags?: number): I32;
  load(kind: LoadKind, address: I32, flags = 0): Value {
    return this.append(loadCodes[kind], address, flags, 0, 0) as Value;
  }
  /** Stores to guest memory. */
  store(kind: 'i8' | 'i16' | 'i32', address: I32, value: I32, flags?: number): void;
  store(kind: 'i64', address: I32, value: I64, flags?: number): void;
  store(kind: 'f32', address: I32, value: F32, flags?: number): void;
  store(kind: 'f64', address: I32, value: F64, flags?: number): void;
  store(kind: 'v128', address: I32, value: V128, flags?: number): void;
  store(kind: StoreKind, address: I32, value: Value, flags = 0): void {
    this.append(storeCodes[kind], address, value, flags, 0);
  }

  // Short forms for i32

  add = (a: I32, b: I32): I32 => this.i32.add(a, b);
  sub = (a: I32, b: I32): I32 => this.i32.sub(a, b);
  mul = (a: I32, b: I32): I32 => this.i32.mul(a, b);
  and = (a: I32, b: I32): I32 => this.i32.and(a, b);
  or = (a: I32, b: I32): I32 => this.i32.or(a, b);
  xor = (a: I32, b: I32): I32 => this.i32.xor(a, b);
  not = (a: I32): I32 => this.i32.xor(a, this.imm(-1));
  neg = (a: I32): I32 => this.i32.sub(this.imm(0), a);
  shl = (a: I32, b: I32): I32 => this.i32.shl(a, b);
  shrU = (a: I32, b: I32): I32 => this.i32.shr_u(a, b);
  shrS = (a: I32, b: I32): I32 => this.i32.shr_s(a, b);
  rotr = (a: I32, b: I32): I32 => this.i32.rotr(a, b);
  eq = (a: I32, b: I32): I32 => this.i32.eq(a, b);
  ne = (a: I32, b: I32): I32 => this.i32.ne(a, b);
  eqz = (a: I32): I32 => this.i32.eqz(a);
  ltS = (a: I32, b: I32): I32 => this.i32.lt_s(a, b);
  ltU = (a: I32, b: I32): I32 => this.i32.lt_u(a, b);
  select = (condition: I32, a: I32, b: I32): I32 => this.i32.select(condition, a, b);
  /** Bits [low, low + width) of a, zero-extended. */
  bits = (a: I32, low: number, width: number): I32 =>
    this.and(low === 0 ? a : this.shrU(a, this.imm(low)), this.imm(width === 32 ? -1 : 2 ** width - 1));

  // Control flow

  /** Runs one of two arms. Values do not leave an arm: results go through registers (or use `select`). */
  if(condition: I32, then: () => void, otherwise?: () => void): void {
    const known = this.constant(condition);
    if (known !== undefined) {
      if (known !== 0) then();
      else otherwise?.();
      return;
    }
    const at = this.emitIndex('if', condition);
    this.open.push(at);
    then();
    const thenLeft = this.left;
    this.left = false;
    let elseLeft = false;
    let elseAt = -1;
    if (otherwise) {
      elseAt = this.emitIndex('else');
      otherwise();
      elseLeft = this.left;
    }
    this.open.pop();
    this.left = false;
    const end = this.emitIndex('end');
    this.code[at * IR_STRIDE + 2] = elseAt < 0 ? end : elseAt;
    this.code[at * IR_STRIDE + 3] = end;
    if (elseAt >= 0) {
      this.code[elseAt * IR_STRIDE + 1] = at;
      this.code[elseAt * IR_STRIDE + 2] = end;
    }
    this.left = thenLeft && elseLeft && elseAt >= 0;
  }
  /** Goes on at a known location. */
  jump(to: Location): void {
    this.leave(opcode.jump, to.pc, to.mode, 0, 0);
  }
  /** As jump, as a call: the callee is expected to come back to a location. */
  call(to: Location, back: Location): void {
    this.leave(opcode.call, to.pc, to.mode, back.pc, back.mode);
  }
  /** Goes on at a computed location. */
  jumpIndirect(pc: I32, mode: I32): void {
    this.leave(opcode['jump.indirect'], pc, mode, 0, 0);
  }
  callIndirect(pc: I32, mode: I32, back: Location): void {
    this.leave(opcode['call.indirect'], pc, mode, back.pc, back.mode);
  }
  /** As jumpIndirect, where the instruction is a return from a call. */
  ret(pc: I32, mode: I32): void {
    this.leave(opcode.ret, pc, mode, 0, 0);
  }
  /** Leaves to the kernel with the state's location set to `at` (default: this instruction; after it for syscalls). */
  exit(kind: keyof typeof ExitKind, info = 0, at: Location = this.current): void {
    this.leave(opcode.exit, ExitKind[kind], info, at.pc, at.mode);
  }
  /** Calls a helper of the architecture, by its number. */
  helper(index: number, a?: I32, b?: I32, c?: I32): I32 {
    const zero = a !== undefined && b !== undefined && c !== undefined ? (0 as I32) : this.imm(0);
    return this.emit('helper', a ?? zero, b ?? zero, c ?? zero, index);
  }

  private leave(op: number, a: number, b: number, c: number, d: number): void {
    this.append(op, a, b, c, d);
    this.left = true;
  }

  private emitIndex(name: OpName, a = 0): number {
    return this.append(opcode[name], a, 0, 0, 0);
  }

  private append(op: number, a: number, b: number, c: number, d: number): number {
    const index = this.length++;
    const at = index * IR_STRIDE;
    if (at + IR_STRIDE > this.code.length) {
      const grown = new Int32Array(this.code.length * 2);
      grown.set(this.code);
      this.code = grown;
    }
    const { code } = this;
    code[at] = op;
    code[at + 1] = a;
    code[at + 2] = b;
    code[at + 3] = c;
    code[at + 4] = d;
    return index;
  }

  private group<P extends string>(prefix: P): Group<P> {
    const group: Record<string, (...operands: number[]) => number> = {};
    for (const op of ops) {
      if (!op.name.startsWith(`${prefix}.`)) continue;
      const foldable =
        op.operands.length > 0 && [...op.operands, op.result].every((kind?: OperandKind) => kind === 'i32');
      group[op.name.slice(prefix.length + 1)] = foldable
        ? (a, b = 0, c = 0) => this.appendI32(op.code, op.operands.length, a!, b, c)
        : (a = 0, b = 0, c = 0, d = 0) => this.append(op.code, a, b, c, d);
    }
    return group as unknown as Group<P>;
  }

  private appendI32(op: number, arity: number, a: number, b: number, c: number): number {
    const value = foldI32(this.code, op, arity, a, b, c);
    if (value === NOT_FOLDED) return this.append(op, a, b, c, 0);
    return value === CONSTANT ? this.imm(folded.constant) : value;
  }
}
