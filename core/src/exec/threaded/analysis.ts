import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { opcode, ops } from '../../ir/op';
import type { IrType } from '../../ir/types';
import { typeSize } from '../../ir/types';
import { isPure } from '../../jit/lower/pure';
import { aliasScale, narrowLanes } from './micro-op';

/** What the assembler has to know about an operation. */
export const Class = {
  /** May fault, leave, or see all state: nothing moves across it. */
  barrier: 1,
  /** Has no effect but its result. */
  pure: 2,
  /** Writes exception flags. */
  float: 4,
  get: 8,
  set: 16,
  helper: 32,
  /** Result lies inside its first operand. */
  alias: 64,
  constant: 128,
  /** Writes its result with an instruction of its own, so that it can as well write it to a register. */
  produces: 256,
} as const;

/** What each operation is: bits of Class by opcode. */
export const classes = Int32Array.from(ops, (op) => {
  const { name } = op;
  if (name.endsWith('.const')) return Class.pure | Class.constant;
  if (name.endsWith('.get')) return Class.pure | Class.get;
  if (name.endsWith('.set')) return Class.set;
  if (name.startsWith('fp.')) return Class.float | Class.produces;
  if (name in aliasScale) return Class.pure | Class.alias;
  if (name in narrowLanes || isPure[op.code]) return Class.pure | Class.produces;
  if (name.startsWith('load.')) return Class.barrier | Class.produces;
  if (name === 'helper') return Class.barrier | Class.helper | Class.produces;
  return Class.barrier;
});
/** Operand words that hold values, as bits 0 to 3. */
export const valueMask = Int32Array.from(ops, (op) =>
  op.operands.reduce((mask, kind, k) => (kind === 'imm' ? mask : mask | (1 << k)), 0),
);
const slotSize = Int32Array.from(ops, (op) => {
  const match = /^(\w+)\.(get|set)$/.exec(op.name);
  return match ? typeSize[match[1] as IrType] : 0;
});
/** Bytes of a get's or set's slot. */
export const accessSize = (op: number): number => slotSize[op]!;

/** How far before a `set` the assembler looks for the definition of what is set. */
const WINDOW = 24;

/**
 * Liveness of a block's values, and which `get`s and `set`s need no instruction. Reused from block to block.
 */
export class BlockAnalysis {
  /** Index of the last instruction that uses a value; 0 if none does. */
  lastUse = new Int32Array(1024);
  /** Instructions that use a value. */
  uses = new Int32Array(1024);
  /** Whether an instruction is to be written at all. */
  live = new Uint8Array(1024);
  /** For a `get`: its value can be used where it stands, in the state. For a `set`: its definition writes the register. */
  direct = new Uint8Array(1024);
  /** For a definition whose `set` is direct: the byte offset of the register plus 1; 0 otherwise. */
  target = new Int32Array(1024);

  /** By word of the state: index of the next instruction that writes it. */
  private readonly nextWrite: Int32Array;
  private nextHelper = 0;

  constructor(
    stateSize: number,
    private readonly fpFlags: number | undefined,
  ) {
    this.nextWrite = new Int32Array((stateSize + 3) >> 2);
  }

  /** Fills the tables for a block. */
  run({ code }: IrBlock): void {
    const count = code.length / IR_STRIDE;
    this.reset(count);
    const { lastUse, uses, live, direct, target, nextWrite } = this;
    for (let i = count - 1; i >= 0; i--) {
      const at = i * IR_STRIDE;
      const op = code[at]!;
      const kind = classes[op]!;
      if ((kind & Class.pure) !== 0 && uses[i] === 0) continue;
      live[i] = 1;
      // A value inside another keeps that one alive as long as itself.
      const until = (kind & Class.alias) !== 0 ? lastUse[i]! : i;
      let mask = valueMask[op]!;
      for (let k = 1; mask !== 0; k++, mask >>= 1) {
        if ((mask & 1) === 0) continue;
        const operand = code[at + k]!;
        uses[operand]!++;
        if (lastUse[operand]! < until) lastUse[operand] = until;
      }
      if ((kind & Class.get) !== 0) {
        if (this.nextWriteOf(code[at + 1]!, slotSize[op]!) >= lastUse[i]!) direct[i] = 1;
      } else if ((kind & Class.set) !== 0) {
        const value = code[at + 1]!;
        const offset = code[at + 2]!;
        let when = i;
        if (target[value] === 0 && this.canTarget(code, value, i, offset, slotSize[op]!)) {
          direct[i] = 1;
          target[value] = offset + 1;
          when = value;
        }
        const end = (offset + slotSize[op]! + 3) >> 2;
        for (let word = offset >> 2; word < end; word++) nextWrite[word] = when;
      } else if ((kind & Class.helper) !== 0) this.nextHelper = i;
      else if ((kind & Class.float) !== 0 && this.fpFlags !== undefined) nextWrite[this.fpFlags >> 2] = i;
    }
  }

  /** Whether the definition of a value can write the register that the `set` at `at` names. */
  private canTarget(code: Int32Array, value: number, at: number, offset: number, size: number): boolean {
    if ((classes[code[value * IR_STRIDE]!]! & Class.produces) === 0 || at - value > WINDOW) return false;
    if (this.nextWriteOf(offset, size) < this.lastUse[value]!) return false;
    const { fpFlags } = this;
    for (let k = value + 1; k < at; k++) {
      const op = code[k * IR_STRIDE]!;
      const kind = classes[op]!;
      if ((kind & Class.barrier) !== 0) return false;
      // What lies inside the value must not outlive the register's content.
      if ((kind & Class.alias) !== 0 && this.nextWriteOf(offset, size) < this.lastUse[k]!) return false;
      if ((kind & (Class.get | Class.set)) !== 0) {
        const other = code[k * IR_STRIDE + ((kind & Class.get) !== 0 ? 1 : 2)]!;
        if (other < offset + size && offset < other + slotSize[op]!) return false;
      }
      if ((kind & Class.float) !== 0 && fpFlags !== undefined && fpFlags >= offset && fpFlags < offset + size)
        return false;
    }
    return true;
  }

  private nextWriteOf(offset: number, size: number): number {
    let next = this.nextHelper;
    const end = (offset + size + 3) >> 2;
    for (let word = offset >> 2; word < end; word++) {
      if (this.nextWrite[word]! < next) next = this.nextWrite[word]!;
    }
    return next;
  }

  private reset(count: number): void {
    if (count > this.lastUse.length) {
      const length = Math.max(count, this.lastUse.length * 2);
      this.lastUse = new Int32Array(length);
      this.uses = new Int32Array(length);
      this.live = new Uint8Array(length);
      this.direct = new Uint8Array(length);
      this.target = new Int32Array(length);
    } else {
      this.lastUse.fill(0, 0, count);
      this.uses.fill(0, 0, count);
      this.live.fill(0, 0, count);
      this.direct.fill(0, 0, count);
      this.target.fill(0, 0, count);
    }
    this.nextWrite.fill(0x7fffffff);
    this.nextHelper = 0x7fffffff;
  }
}

/** Opcodes that the assembler treats one by one. */
export const Code = {
  if: opcode.if,
  else: opcode.else,
  end: opcode.end,
  insn: opcode.insn,
  jump: opcode.jump,
  call: opcode.call,
  jumpIndirect: opcode['jump.indirect'],
  callIndirect: opcode['call.indirect'],
  ret: opcode.ret,
  exit: opcode.exit,
  helper: opcode.helper,
} as const;
