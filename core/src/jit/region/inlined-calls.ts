import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { opcode } from '../../ir/op';
import { type Location, locationKey } from '../../isa/location';
import { instructionAt } from './instruction-at';
import { leaves } from './leaving';
import { splice } from './splice';

const { if: IF, end: END, jump: JUMP, call: CALL, ret: RET, helper: HELPER } = opcode;
const CALL_INDIRECT = opcode['call.indirect'];
const CONST = opcode['i32.const'];
const EQ = opcode['i32.eq'];
const AND = opcode['i32.and'];

/** What a callee may have to be copied into its callers. */
const MOST_INSTRUCTIONS = 40;
const MOST_BLOCKS = 8;
/** Calls of a region that are replaced at the most. */
const MOST_COPIES = 24;
/** Places that an indirect call has gone to: one with more is left as it is. */
const MOST_TARGETS = 3;
/** Blocks of copy n have the mode FIRST_COPY − n instead of their own. */
const FIRST_COPY = -0x1000;

/** Whether a mode is that of a copy of a callee. */
export const isCopy = (mode: number): boolean => mode <= FIRST_COPY;

/**
 * The own location of a block, which may be that of a copy.
 * @param modes - own modes of the copies
 */
export const originalOf = ({ pc, mode }: Location, modes: readonly number[]): Location => ({
  pc,
  mode: isCopy(mode) ? modes[FIRST_COPY - mode - 1]! : mode,
});

/** A block with the copies of callees that its calls have become jumps to. */
export interface InlinedBlock {
  readonly ir: IrBlock;
  readonly copies: readonly IrBlock[];
}

/**
 * Puts copies of small functions that call no other into the region of their callers: then nothing has to be stored, loaded or
 * known anew around the call. A return from the copy goes on behind the call if that is where the return address says, and else
 * leaves as any return does. Copies have no loops: the fuel of the loop around them is theirs. An indirect call becomes
 * one or a direct call where it goes to a place that it has gone to before.
 */
export class CallInliner {
  /** The own mode of the blocks of each copy. */
  readonly modes: number[] = [];
  private readonly leaves = new Map<number, readonly IrBlock[] | undefined>();

  /**
   * @param calleeAt - the block of a location that may be copied; undefined where it is not known to run
   * @param targetsOf - locations that an indirect call has gone to
   */
  constructor(
    private readonly calleeAt: (at: Location) => IrBlock | undefined,
    private readonly targetsOf: (site: Location) => readonly Location[],
  ) {}

  /** Replaces the calls of a block. */
  inline(block: IrBlock): InlinedBlock {
    let ir = block;
    const copies: IrBlock[] = [];
    for (let at = ir.code.length - IR_STRIDE; at >= 0; at -= IR_STRIDE) {
      const { code } = ir;
      if (code[at] === CALL) {
        const to = { pc: code[at + 1]! >>> 0, mode: code[at + 2]! };
        const back = { pc: code[at + 3]! >>> 0, mode: code[at + 4]! };
        ir = splice(ir, at / IR_STRIDE, this.call(to, back, copies));
      } else if (code[at] === CALL_INDIRECT) {
        const targets = this.targetsOf(instructionAt(ir, at));
        if (targets.length <= MOST_TARGETS)
          ir = splice(ir, at / IR_STRIDE, this.indirectCall(code, at, targets, copies));
      }
    }
    return { ir, copies };
  }

  /** What stands for a direct call. */
  private call(to: Location, back: Location, copies: IrBlock[]): number[] {
    const leaf = this.modes.length < MOST_COPIES ? this.leafAt(to) : undefined;
    if (leaf === undefined) return [CALL, to.pc | 0, to.mode, back.pc | 0, back.mode];
    const mode = FIRST_COPY - this.modes.push(to.mode);
    for (const callee of leaf) copies.push(copyOf(callee, mode, back));
    return [JUMP, to.pc | 0, mode, 0, 0];
  }

  private indirectCall(
    code: Int32Array,
    at: number,
    targets: readonly Location[],
    copies: IrBlock[],
  ): number[] {
    const own = [...code.subarray(at, at + IR_STRIDE)];
    const back = { pc: code[at + 3]! >>> 0, mode: code[at + 4]! };
    const words: number[] = [];
    for (const to of targets)
      words.push(
        ...ifGoesTo(own, at / IR_STRIDE + words.length / IR_STRIDE, to, this.call(to, back, copies)),
      );
    return [...words, ...own];
  }

  private leafAt(entry: Location): readonly IrBlock[] | undefined {
    const key = locationKey(entry.pc, entry.mode);
    if (!this.leaves.has(key)) this.leaves.set(key, this.explore(entry));
    return this.leaves.get(key);
  }

  /** The blocks of a function in an order in which jumps go forward; undefined if it may not be copied. */
  private explore(entry: Location): readonly IrBlock[] | undefined {
    const done: IrBlock[] = [];
    const open = new Set<number>();
    let instructions = 0;
    let returns = false;
    const visit = (at: Location): boolean => {
      if (at.mode !== entry.mode || open.has(at.pc)) return false;
      if (done.some(({ pc }) => pc === at.pc)) return true;
      const ir = this.calleeAt(at);
      if (ir === undefined || done.length + open.size >= MOST_BLOCKS) return false;
      instructions += ir.instructions;
      if (instructions > MOST_INSTRUCTIONS) return false;
      const next: Location[] = [];
      for (let k = 0; k < ir.code.length; k += IR_STRIDE) {
        const op = ir.code[k]!;
        if (op === RET) returns = true;
        else if (op === JUMP) next.push({ pc: ir.code[k + 1]! >>> 0, mode: ir.code[k + 2]! });
        else if (leaves[op] || op === HELPER) return false;
      }
      open.add(at.pc);
      if (!next.every(visit)) return false;
      open.delete(at.pc);
      done.push(ir);
      return true;
    };
    return visit(entry) && returns ? done.reverse() : undefined;
  }
}

function copyOf(ir: IrBlock, mode: number, back: Location): IrBlock {
  let copy: IrBlock = { ...ir, mode, code: ir.code.slice() };
  for (let at = ir.code.length - IR_STRIDE; at >= 0; at -= IR_STRIDE) {
    if (copy.code[at] === JUMP) copy.code[at + 2] = mode;
    else if (copy.code[at] === RET) copy = splice(copy, at / IR_STRIDE, guarded(copy.code, at, back));
  }
  return copy;
}

/** A return that goes on at a location if that is where it goes. */
function guarded(code: Int32Array, at: number, back: Location): number[] {
  const own = [...code.subarray(at, at + IR_STRIDE)];
  return [...ifGoesTo(own, at / IR_STRIDE, back, [JUMP, back.pc | 0, back.mode, 0, 0]), ...own];
}

/**
 * An operation that is done if another goes to a location.
 * @param own - the other: its first operands are pc and mode
 * @param n - number of the first operation
 */
function ifGoesTo(own: readonly number[], n: number, to: Location, then: readonly number[]): number[] {
  return [
    ...[CONST, to.pc | 0, 0, 0, 0],
    ...[EQ, own[1]!, n, 0, 0],
    ...[CONST, to.mode, 0, 0, 0],
    ...[EQ, own[2]!, n + 2, 0, 0],
    ...[AND, n + 1, n + 3, 0, 0],
    ...[IF, n + 4, n + 7, n + 7, 0],
    ...then,
    ...[END, 0, 0, 0, 0],
  ];
}
