import { IR_STRIDE, type IrBlock } from '../block';
import { CONSTANT, folded, foldI32, NOT_FOLDED } from '../fold';
import { opcode, ops } from '../op';
import { leaves } from '../verify';
import { foldWide } from './fold-wide';
import { KnownState } from './known-state';
import { traits } from './traits';

/** What the passes need to know of an architecture. */
export interface PassOptions {
  /** Bytes of the CPU state. */
  readonly stateSize: number;
  /** Byte offset of the word where floating-point flags accumulate. */
  readonly fpFlags: number | undefined;
}

interface Arm {
  /** Index of the `if` in the output; −1 where its condition is known and its structure is gone. */
  readonly at: number;
  elseAt: number;
  readonly before: KnownState;
  /** Registers written in arms that go on after the `end`: offset and size in turn; a size of 0 means everything. */
  readonly written: number[];
  /** Length of `written` where the current arm began. */
  armStart: number;
  stored: boolean;
  thenLeft: boolean;
}

const { if: IF, else: ELSE, end: END, helper: HELPER, insn: INSN } = opcode;
const I32_CONST = opcode['i32.const'];
const I64_CONST = opcode['i64.const'];

/**
 * One walk over a block that folds constants, reads of registers whose value is known, writes of what a register already
 * holds, loads that were done before with no store in between, and `if`s whose condition is known. Values that are no
 * longer used stay for `removeDead`.
 *
 * Exactness: sets and faulting operations keep their order. A repeated load may go because the first one did not fault and
 * nothing since could have changed its page.
 */
export class ForwardPass {
  private out = new Int32Array(0);
  private length = 0;
  private map = new Int32Array(0);
  private state: KnownState;
  private arms: Arm[] = [];
  /** Loads whose value is still what memory holds: operation, address, flags, value. */
  private loads: number[] = [];
  private left = false;
  private instructions = 0;

  constructor(private readonly options: PassOptions) {
    this.state = new KnownState(options.stateSize);
  }

  run(block: IrBlock): IrBlock {
    const { code } = block;
    this.out = new Int32Array(code.length);
    this.map = new Int32Array(code.length / IR_STRIDE);
    this.length = 0;
    this.state = new KnownState(this.options.stateSize);
    this.arms = [];
    this.loads = [];
    this.left = false;
    this.instructions = 0;
    for (let n = 0; n * IR_STRIDE < code.length; ) n = this.instruction(code, n);
    return {
      ...block,
      instructions: this.instructions,
      code: this.out.slice(0, this.length * IR_STRIDE),
    };
  }

  /** Takes instruction n over; returns the index of the next one to look at. */
  private instruction(code: Int32Array, n: number): number {
    const at = n * IR_STRIDE;
    const op = code[at]!;
    if (op === IF) return this.openIf(code, n);
    if (op === ELSE) return this.openElse(code, n);
    if (op === END) {
      this.closeIf();
      return n + 1;
    }
    if (this.left) return n + 1;
    const { map } = this;
    const trait = traits[op]!;
    const words = [code[at + 1]!, code[at + 2]!, code[at + 3]!, code[at + 4]!] as [
      number,
      number,
      number,
      number,
    ];
    for (const k of trait.values) words[k - 1] = map[words[k - 1]!]!;
    map[n] = this.simplify(op, words) ?? this.append(op, words);
    this.observe(op, words, map[n]!);
    return n + 1;
  }

  /** The value that an instruction's result is known to be, −1 for one that has no effect, undefined otherwise. */
  private simplify(op: number, words: readonly [number, number, number, number]): number | undefined {
    const trait = traits[op]!;
    const [a, b, c] = words;
    if (trait.isGet) {
      const known = this.state.find(op, a);
      return known >= 0 ? known : undefined;
    }
    if (trait.isSet) return this.state.find(trait.getOp, b) === a ? -1 : undefined;
    if (trait.isLoad) {
      for (let k = 0; k < this.loads.length; k += 4)
        if (this.loads[k] === op && this.loads[k + 1] === a && this.loads[k + 2] === b)
          return this.loads[k + 3]!;
      return undefined;
    }
    if (!trait.pure) return undefined;
    const info = ops[op]!;
    const wide = foldWide(this.out, op, info.operands.length, a, b);
    if (wide !== undefined)
      return info.result === 'i64'
        ? this.append(I64_CONST, [wide[0], wide[1], 0, 0])
        : this.append(I32_CONST, [wide[0], 0, 0, 0]);
    if (info.result !== 'i32' || info.operands.some((kind) => kind !== 'i32') || info.operands.length === 0)
      return undefined;
    const value = foldI32(this.out, op, info.operands.length, a, b, c);
    if (value === NOT_FOLDED) return undefined;
    return value === CONSTANT ? this.append(I32_CONST, [folded.constant, 0, 0, 0]) : value;
  }

  /** Learns what an instruction has changed. */
  private observe(op: number, [a, b]: readonly number[], value: number): void {
    const trait = traits[op]!;
    if (value < 0) return;
    if (trait.isGet) this.state.learn(op, a!, trait.registerSize, value);
    else if (trait.isSet) {
      this.state.learn(trait.getOp, b!, trait.registerSize, a!);
      this.wrote(b!, trait.registerSize);
    } else if (trait.isLoad) this.loads.push(op, a!, b!, value);
    else if (trait.isStore) this.forgetLoads();
    else if (trait.isFloat && this.options.fpFlags !== undefined) {
      this.state.forget(this.options.fpFlags, 4);
      this.wrote(this.options.fpFlags, 4);
    } else if (op === HELPER) {
      this.state.clear();
      this.wrote(0, 0);
      this.forgetLoads();
    } else if (op === INSN) this.instructions++;
    if (leaves[op]) this.left = true;
  }

  private openIf(code: Int32Array, n: number): number {
    const at = n * IR_STRIDE;
    if (this.left) return code[at + 3]! + 1;
    const condition = this.map[code[at + 1]!]!;
    const known = this.out[condition * IR_STRIDE] === I32_CONST;
    const taken = known && this.out[condition * IR_STRIDE + 1] !== 0;
    this.arms.push({
      at: known ? -1 : this.append(IF, [condition, 0, 0, 0]),
      elseAt: -1,
      before: this.state.copy(),
      written: [],
      armStart: 0,
      stored: false,
      thenLeft: false,
    });
    // Loads of before may be reused inside; those of an arm end with it.
    if (known && !taken) return code[code[at + 2]! * IR_STRIDE] === ELSE ? code[at + 2]! + 1 : code[at + 3]!;
    return n + 1;
  }

  private openElse(code: Int32Array, n: number): number {
    const arm = this.arms[this.arms.length - 1]!;
    if (arm.at < 0) return code[n * IR_STRIDE + 2]!;
    arm.elseAt = this.append(ELSE, [arm.at, 0, 0, 0]);
    arm.thenLeft = this.left;
    if (this.left) arm.written.length = arm.armStart;
    arm.armStart = arm.written.length;
    this.left = false;
    this.state = arm.before.copy();
    this.loads = this.loads.filter(
      (_, k) => this.loads[(k & ~3) + 3]! < arm.at && this.loads[(k & ~3) + 1]! < arm.at,
    );
    return n + 1;
  }

  private closeIf(): void {
    const arm = this.arms.pop()!;
    const outer = this.arms[this.arms.length - 1];
    if (arm.at < 0) {
      // The arm that ran is part of the code around it.
      outer?.written.push(...arm.written);
      if (outer !== undefined) outer.stored ||= arm.stored;
      return;
    }
    const end = this.append(END, [0, 0, 0, 0]);
    this.out[arm.at * IR_STRIDE + 2] = arm.elseAt < 0 ? end : arm.elseAt;
    this.out[arm.at * IR_STRIDE + 3] = end;
    if (arm.elseAt >= 0) this.out[arm.elseAt * IR_STRIDE + 2] = end;
    if (this.left) arm.written.length = arm.armStart;
    this.left = this.left && arm.elseAt >= 0 && arm.thenLeft;
    this.state = arm.before;
    for (let k = 0; k < arm.written.length; k += 2) {
      if (arm.written[k + 1] === 0) this.state.clear();
      else this.state.forget(arm.written[k]!, arm.written[k + 1]!);
    }
    outer?.written.push(...arm.written);
    if (outer !== undefined) outer.stored ||= arm.stored;
    this.loads = arm.stored
      ? []
      : this.loads.filter((_, k) => this.loads[(k & ~3) + 3]! < arm.at && this.loads[(k & ~3) + 1]! < arm.at);
  }

  private wrote(offset: number, size: number): void {
    this.arms[this.arms.length - 1]?.written.push(offset, size);
  }
  private forgetLoads(): void {
    this.loads.length = 0;
    const arm = this.arms[this.arms.length - 1];
    if (arm !== undefined) arm.stored = true;
  }

  private append(op: number, words: readonly number[]): number {
    const at = this.length * IR_STRIDE;
    if (at + IR_STRIDE > this.out.length) {
      const grown = new Int32Array(this.out.length * 2 + IR_STRIDE);
      grown.set(this.out);
      this.out = grown;
    }
    this.out[at] = op;
    for (let k = 0; k < 4; k++) this.out[at + 1 + k] = words[k]!;
    return this.length++;
  }
}
