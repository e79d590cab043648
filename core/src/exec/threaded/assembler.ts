import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { MemoryFlag, type Op, opcode, ops } from '../../ir/op';
import { typeSize } from '../../ir/types';
import { SCRATCH_BASE, STATE_BASE } from '../../memory/layout';
import { accessSize, BlockAnalysis, Class, Code, classes, valueMask } from './analysis';
import { CODE_TAG, CONSTANT_TAG, ConstantArea } from './constants';
import { HEADER_WORDS, Header, NOTED_TARGETS, TARGET_WORDS } from './layout';
import {
  addressWords,
  aliasScale,
  floatMicro,
  fusedBranch,
  laneScale,
  Micro,
  memoryKinds,
  memoryMicro,
  microWords,
  move,
  narrowLanes,
  pureMicro,
} from './micro-op';

/** Most words that one IR instruction becomes, tables included. */
const WORDS_PER_INSTRUCTION = 12;

const MOVE_BY_SIZE: Readonly<Record<number, number>> = { 4: move('32'), 8: move('64'), 16: move('128') };
const MOVE_WORD = move('32');
const I32_XOR = pureMicro[opcode['i32.xor']]!;
const AND_OP = opcode['i32.and'];
const I32_ADD = pureMicro[opcode['i32.add']]!;
const SHUFFLE_OP = opcode['i8x16.shuffle'];

/** Bytes of the access of a load or store operation, by IR opcode. */
const memorySize = Int32Array.from(ops, ({ name }) => {
  const match = /^(?:load|store)\.(\w+)$/.exec(name);
  return match ? memoryKinds[match[1] as keyof typeof memoryKinds].size : 0;
});
const isLoad = ops.map(({ name }) => name.startsWith('load.'));

/**
 * Turns IR blocks into threaded code. Most `get`s, `set`s and constants vanish: operands name the register, and definitions
 * write it. What is fused or moved keeps every state that a fault can show.
 *
 * The code can be placed anywhere: its own addresses are relative to its first word, and `relocations` lists the words that
 * hold one.
 */
export class ThreadedAssembler {
  /** The last block, header first. */
  words = new Int32Array(4096);
  /** Words of it. */
  length = 0;
  /** Indexes of words that hold an address inside the block. */
  readonly relocations: number[] = [];

  private readonly analysis: BlockAnalysis;
  private readonly constants = new ConstantArea();
  /** Address of each value. */
  private home = new Int32Array(1024);
  /** The value whose temporary holds a value: itself, or the one it lies in. 0 where there is no temporary (less 1). */
  private owner = new Int32Array(1024);
  private readonly freeTemps: number[] = [];
  private tempCount = 0;
  /** Index of the next word, of the last micro-op (0: none that may be fused), and of the current instruction. */
  private at = 0;
  private last = 0;
  private lastValue = -1;
  /** The micro-op before the last one, and its value. */
  private previous = 0;
  private previousValue = -1;
  private instructionAt = 0;
  private instructions = 0;
  private readonly marks: number[] = [];
  private readonly openTargets: number[] = [];
  /** Words that hold the address of the noted targets. */
  private readonly notes: number[] = [];

  constructor(
    stateSize: number,
    fpFlags: number | undefined,
    private readonly bigEndian: boolean,
  ) {
    this.analysis = new BlockAnalysis(stateSize, fpFlags);
  }

  /**
   * Assembles a block into `words`. Its code begins at HEADER_WORDS; with a threshold it begins with `count`.
   */
  assemble(block: IrBlock, threshold = 0): void {
    const { code } = block;
    const { marks } = this;
    const count = code.length / IR_STRIDE;
    this.analysis.run(block);
    if (this.home.length < count) {
      this.home = new Int32Array(count * 2);
      this.owner = new Int32Array(count * 2);
    }
    const most = WORDS_PER_INSTRUCTION * count + NOTED_TARGETS * TARGET_WORDS + 64;
    if (this.words.length < most) this.words = new Int32Array(most * 2);
    const { words } = this;
    this.freeTemps.length = 0;
    this.tempCount = 0;
    this.openTargets.length = 0;
    this.relocations.length = 0;
    this.notes.length = 0;
    this.constants.clear();
    marks.length = 0;
    this.at = HEADER_WORDS;
    this.last = 0;
    if (threshold > 0) {
      words[this.at++] = Micro.count;
      words[this.at++] = threshold;
    }
    this.instructionAt = this.at;
    this.instructions = 0;
    const { live } = this.analysis;
    for (let i = 0; i < count; i++) if (live[i] !== 0) this.instruction(block, i);
    this.finish(block);
  }

  /** Writes the header, the table of instructions and the constants, and makes all addresses relative to the block. */
  private finish(block: IrBlock): void {
    const { words, marks, relocations } = this;
    const end = this.at;
    words[HEADER_WORDS + Header.pc] = block.pc;
    words[HEADER_WORDS + Header.mode] = block.mode;
    words[HEADER_WORDS + Header.instructions] = end << 2;
    words[HEADER_WORDS + Header.targets] = 0;
    relocations.push(HEADER_WORDS + Header.instructions);
    words[this.at++] = marks.length / 3;
    for (let k = 0; k < marks.length; k += 3) {
      relocations.push(this.at);
      for (let n = 0; n < 3; n++) words[this.at++] = marks[k + n]!;
    }
    const constants = this.at << 2;
    for (let k = 0; k < this.constants.length; k++) words[this.at++] = this.constants.words[k]!;
    for (let at = HEADER_WORDS; at < end; at += microWords[words[at]!]!) {
      let mask = addressWords[words[at]!]!;
      for (let k = at; mask !== 0; k++, mask >>= 1) {
        if ((mask & 1) === 0 || words[k]! < CODE_TAG) continue;
        words[k] = words[k]! >= CONSTANT_TAG ? words[k]! - CONSTANT_TAG + constants : words[k]! - CODE_TAG;
        relocations.push(k);
      }
    }
    this.placeTargets();
    this.length = (this.at + 3) & ~3;
  }

  /** Makes room for the targets of computed jumps. */
  private placeTargets(): void {
    const { words, notes, relocations } = this;
    if (notes.length === 0) return;
    for (const k of [HEADER_WORDS + Header.targets, ...notes]) {
      words[k] = this.at << 2;
      relocations.push(k);
    }
    const end = this.at + NOTED_TARGETS * TARGET_WORDS;
    words.fill(0, this.at, end);
    this.at = end;
  }

  private instruction(block: IrBlock, i: number): void {
    const { code } = block;
    const at = i * IR_STRIDE;
    const op = code[at]!;
    const kind = classes[op]!;
    const a = code[at + 1]!;
    const b = code[at + 2]!;
    const c = code[at + 3]!;
    const { home, analysis } = this;
    this.owner[i] = 0;
    if ((kind & Class.constant) !== 0) {
      home[i] = this.constant(block, ops[op]!, a, b);
      return;
    }
    if ((kind & Class.get) !== 0) {
      if (analysis.direct[i] !== 0) home[i] = (STATE_BASE + a) | 0;
      else this.move(this.result(i), (STATE_BASE + a) | 0, accessSize(op));
      return;
    }
    if ((kind & Class.set) !== 0) {
      if (analysis.direct[i] === 0) this.move((STATE_BASE + b) | 0, home[a]!, accessSize(op));
      this.release(i, code, at, op);
      return;
    }
    if ((kind & Class.alias) !== 0) {
      home[i] = home[a]! + b * aliasScale[ops[op]!.name]!;
      this.owner[i] = this.owner[a]!;
      return;
    }
    if (memorySize[op] !== 0) this.memoryAccess(code, i, op);
    else if ((kind & Class.produces) !== 0) this.compute(block, i, op, a, b, c, code[at + 4]!);
    else this.control(code, op, at, a, b, c);
    this.release(i, code, at, op);
  }

  private constant({ pool }: IrBlock, op: Op, a: number, b: number): number {
    switch (typeSize[op.result!]) {
      case 4:
        return this.constants.word(a);
      case 8:
        return this.constants.wide([a, b]);
      default:
        return this.constants.wide(pool[a]!);
    }
  }

  /** The address that instruction i writes its result to: the register that it is set to, or a temporary. */
  private result(i: number): number {
    const target = this.analysis.target[i]!;
    if (target !== 0) {
      this.home[i] = (STATE_BASE + target - 1) | 0;
      return this.home[i]!;
    }
    const temp = this.freeTemps.pop() ?? this.tempCount++;
    this.home[i] = (SCRATCH_BASE + 16 * temp) | 0;
    this.owner[i] = i + 1;
    return this.home[i]!;
  }

  /** Frees the temporaries of values that instruction i uses last. */
  private release(i: number, code: Int32Array, at: number, op: number): void {
    const { lastUse, uses } = this.analysis;
    let mask = valueMask[op]!;
    for (let k = 1; mask !== 0; k++, mask >>= 1) {
      if ((mask & 1) === 0) continue;
      const owner = this.owner[code[at + k]!]! - 1;
      if (owner < 0 || lastUse[owner] !== i) continue;
      this.free(owner);
    }
    if (uses[i] === 0 && this.owner[i] === i + 1) this.free(i);
  }
  private free(value: number): void {
    this.freeTemps.push(((this.home[value]! - (SCRATCH_BASE | 0)) >> 4) | 0);
    this.owner[value] = 0;
    // A second operand that is the same value must not free it again.
    this.analysis.lastUse[value] = -1;
  }

  private begin(micro: number, value: number): void {
    this.previous = this.last;
    this.previousValue = this.lastValue;
    this.last = this.at;
    this.lastValue = value;
    this.words[this.at++] = micro;
  }
  private word(word: number): void {
    this.words[this.at++] = word;
  }

  private move(to: number, from: number, size: number): void {
    if (to === from) return;
    const { words, last } = this;
    if (size === 4 && last >= this.instructionAt && last !== 0 && words[last] === MOVE_WORD) {
      words[last] = Micro.moveTwice;
    } else this.begin(MOVE_BY_SIZE[size]!, -1);
    this.word(to);
    this.word(from);
  }

  private compute(block: IrBlock, i: number, op: number, a: number, b: number, c: number, d: number): void {
    const { home } = this;
    const info = ops[op]!;
    const narrow = narrowLanes[info.name];
    const to = this.result(i);
    if (narrow) {
      this.begin(move(narrow.width), i);
      this.word(to);
      this.word(home[a]! + b * narrow.scale);
    } else if (op === Code.helper) {
      this.begin(Micro.helper, i);
      for (const word of [to, home[a]!, home[b]!, home[c]!, d]) this.word(word);
    } else if ((classes[op]! & Class.float) !== 0) {
      const mask = valueMask[op]!;
      const env = [a, b, c, d][info.operands.length - 1]!;
      this.begin(floatMicro(op, env), i);
      this.word(to);
      this.word((mask & 1) !== 0 ? home[a]! : 0);
      this.word((mask & 2) !== 0 ? home[b]! : 0);
      this.word((mask & 4) !== 0 ? home[c]! : 0);
      this.word(op);
      this.word(env);
    } else if (op === AND_OP && this.joinsXors(a, b)) {
      const { words, previous, last } = this;
      const operands = [words[previous + 2]!, words[previous + 3]!, words[last + 2]!, words[last + 3]!];
      this.at = previous;
      this.last = 0;
      this.begin(Micro.overflow, i);
      this.word(to);
      for (const operand of operands) this.word(operand);
    } else {
      const micro = pureMicro[op]!;
      this.begin(micro, i);
      this.word(to);
      this.word(home[a]!);
      if (op === SHUFFLE_OP) {
        this.word(home[b]!);
        this.word(this.constants.wide(block.pool[c]!));
      } else if (laneScale[op] !== 0) {
        this.word(home[b]!);
        this.word(c * laneScale[op]!);
      } else {
        const n = microWords[micro]!;
        if (n > 3) this.word(home[b]!);
        if (n > 4) this.word(home[c]!);
      }
    }
  }

  private memoryAccess(code: Int32Array, i: number, op: number): void {
    const { words, home } = this;
    const at = i * IR_STRIDE;
    const load = isLoad[op]!;
    const address = code[at + 1]!;
    const flags = code[at + (load ? 2 : 3)]!;
    const swapped = this.bigEndian !== ((flags & MemoryFlag.reversed) !== 0);
    const aligned = (flags & MemoryFlag.aligned) !== 0;
    const size = memorySize[op]!;
    const wide = aligned && size > 4 && (flags & MemoryFlag.alignedWord) === 0;
    const sum = memoryMicro(op, swapped, aligned, true);
    let first = home[address]!;
    let second = 0;
    const fuse = sum !== 0 && !wide && this.fusible(address) && words[this.last] === I32_ADD;
    if (fuse) {
      first = words[this.last + 2]!;
      second = words[this.last + 3]!;
      this.at = this.last;
    }
    if (wide) {
      this.begin(Micro.align, -1);
      this.word(first);
      this.word(size - 1);
    }
    const to = load ? this.result(i) : 0;
    this.begin(fuse ? sum : memoryMicro(op, swapped, aligned, false), i);
    if (load) this.word(to);
    this.word(first);
    if (fuse) this.word(second);
    if (!load) this.word(home[code[at + 2]!]!);
    this.word(flags);
  }

  /** Whether a value is what the last micro-op computes, for this use alone, within the current guest instruction. */
  private fusible(value: number): boolean {
    return (
      this.last >= this.instructionAt &&
      this.last !== 0 &&
      this.lastValue === value &&
      this.analysis.uses[value] === 1 &&
      this.analysis.target[value] === 0
    );
  }

  /** Whether two values are what the last two micro-ops compute, both of them `xor`, for one use. */
  private joinsXors(a: number, b: number): boolean {
    const { words, last, lastValue, previous, previousValue } = this;
    const { uses, target } = this.analysis;
    return (
      a !== b &&
      previous >= this.instructionAt &&
      previous !== 0 &&
      previous + 4 === last &&
      words[last] === I32_XOR &&
      words[previous] === I32_XOR &&
      (a === lastValue ? b === previousValue : b === lastValue && a === previousValue) &&
      uses[a] === 1 &&
      uses[b] === 1 &&
      target[a] === 0 &&
      target[b] === 0
    );
  }

  private control(code: Int32Array, op: number, at: number, a: number, b: number, c: number): void {
    const { words, home, marks } = this;
    switch (op) {
      case Code.insn:
        marks.push(this.at << 2, a, b);
        this.instructionAt = this.at;
        this.instructions++;
        return;
      case Code.if: {
        const compare = this.fusible(a) ? fusedBranch[this.fusedOp(code, a)]! : 0;
        if (compare !== 0) {
          const operands = microWords[compare]! - 2;
          words[this.last] = compare;
          words[this.last + 1] = words[this.last + 2]!;
          if (operands === 2) words[this.last + 2] = words[this.last + 3]!;
          this.at = this.last + 1 + operands;
        } else {
          this.begin(Micro.unless, -1);
          this.word(home[a]!);
        }
        this.last = 0;
        this.openTargets.push(this.at);
        this.word(0);
        return;
      }
      case Code.else: {
        const target = this.openTargets.pop()!;
        if (this.last !== -1) {
          this.begin(Micro.goto, -1);
          this.openTargets.push(this.at);
          this.word(0);
        } else this.openTargets.push(0);
        words[target] = CODE_TAG + (this.at << 2);
        this.last = 0;
        return;
      }
      case Code.end: {
        const target = this.openTargets.pop()!;
        if (target !== 0) words[target] = CODE_TAG + (this.at << 2);
        this.last = 0;
        return;
      }
      case Code.jump:
      case Code.call:
        this.begin(Micro.jump, -1);
        this.word(this.instructions);
        this.word(CODE_TAG + ((this.at + 3) << 2));
        this.word(a);
        this.word(b);
        this.word(Micro.unlinked);
        break;
      case Code.jumpIndirect:
      case Code.callIndirect:
        this.begin(Micro.computed, -1);
        for (const word of [this.instructions, home[a]!, home[b]!, 0]) this.word(word);
        this.notes.push(this.at - 1);
        break;
      case Code.ret:
        this.begin(Micro.indirect, -1);
        this.word(this.instructions);
        this.word(home[a]!);
        this.word(home[b]!);
        break;
      case Code.exit:
        this.begin(Micro.exit, -1);
        for (const word of [this.instructions, a, b, c, code[at + 4]!]) this.word(word);
        break;
      default:
        throw new Error(`no micro-op for ${ops[op]!.name}`);
    }
    // What follows cannot be reached from here.
    this.last = -1;
  }

  private fusedOp(code: Int32Array, value: number): number {
    return code[value * IR_STRIDE]!;
  }
}
