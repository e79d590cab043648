import { type CpuState, type F64, type I32, type IrBuilder, opcode, SoftwareFloat } from '@anyuser/core';
import { CAUSE_OPERANDS, FP_CAUSE } from '../registers';

/** The float operations of core that instructions of MIPS consist of. Their places in this list are part of the CPU state. */
const OPERATIONS = [
  ...(['add', 'sub', 'mul', 'div', 'sqrt', 'cmp', 'cmps'] as const).flatMap(
    (name) => [`${name}_f32`, `${name}_f64`] as const,
  ),
  ...(['s32', 's64'] as const).flatMap((integer) => [`${integer}_from_f32`, `${integer}_from_f64`] as const),
  ...(['s32', 's64'] as const).flatMap((integer) => [`f32_from_${integer}`, `f64_from_${integer}`] as const),
  'f32_from_f64',
  'f64_from_f32',
] as const satisfies readonly (keyof IrBuilder['fp'])[];

/** Name of a float operation. */
export type FloatOperation = (typeof OPERATIONS)[number];

/** A float operation with its operands, the last of which is its environment. */
export interface DoneOperation {
  readonly name: FloatOperation;
  readonly operands: readonly number[];
}

/** Operand types by how names end. */
const TYPES = { f32: 'f32', f64: 'f64', s32: 'i32', s64: 'i64' } as const;

interface Operation {
  /** Number in the CPU state. */
  readonly number: number;
  readonly opcode: number;
  /** Of its operands. */
  readonly type: 'f32' | 'f64' | 'i32' | 'i64';
}
const operations: readonly Operation[] = OPERATIONS.map((name, n) => ({
  number: n + 1,
  opcode: opcode[`fp.${name}`],
  type: TYPES[name.slice(-3) as keyof typeof TYPES],
}));
const byName: ReadonlyMap<FloatOperation, Operation> = new Map(
  OPERATIONS.map((name, n) => [name, operations[n]!]),
);

/**
 * What the register FP_CAUSE holds: with nothing in the low byte FCSR.Cause in the next; else the numbers, from 1, of the one
 * or two operations that determine Cause, in the low bytes, and their environment above.
 */
export const knownCause = (cause: number): number => cause << 8;

/**
 * Keeps what the operations of an instruction have raised as these operations: Cause is computed from them where it is read,
 * which is hardly ever, since finding out whether a result was rounded costs more than the result.
 */
export function keepOperations(ir: IrBuilder, done: readonly DoneOperation[]): void {
  if (done.length === 0 || done.length > 2) throw new Error(`${done.length} float operations`);
  let kept = done[0]!.operands.at(-1)! << 16;
  done.forEach(({ name, operands }, n) => {
    const { number, type } = byName.get(name)!;
    kept |= number << (8 * n);
    for (let k = 0; k < operands.length - 1; k++)
      ir.set(CAUSE_OPERANDS[n]![k]![type as 'f64'], operands[k] as F64);
  });
  ir.set(FP_CAUSE, ir.imm(kept));
}

/** Words: flags, nothing, result, operands. */
const scratch = new Int32Array(8);
const [FLAGS, RESULT, A, B] = [0, 2, 4, 6];
const software = new SoftwareFloat(scratch, FLAGS);

/** Exceptions I, U, O, Z, V (bits 0–4) of core's FpFlag word (invalid, divide, overflow, underflow, inexact), and back: the order is reversed. */
export const fcsrFlagsOf = (flags: number): number =>
  ((flags & 1) << 4) | ((flags & 2) << 2) | (flags & 4) | ((flags & 8) >>> 2) | ((flags & 16) >>> 4);

/** Five flag bits in the opposite order: core's FpFlag has invalid lowest, FCSR has it highest. */
export function reverseFlags(ir: IrBuilder, flags: I32): I32 {
  return [0, 1, 2, 3, 4]
    .map((bit) => ir.shl(ir.bits(flags, bit, 1), ir.imm(4 - bit)))
    .reduce((all, bit) => ir.or(all, bit));
}

/** FCSR.Cause, at bits 0–5 (I, U, O, Z, V, E). */
export function causeOf({ words, base }: CpuState): number {
  const kept = words[base + FP_CAUSE.offset / 4]!;
  if ((kept & 0xff) === 0) return (kept >>> 8) & 0x3f;
  scratch[FLAGS] = 0;
  [kept & 0xff, (kept >>> 8) & 0xff].forEach((number, n) => {
    if (number === 0) return;
    const { opcode, type } = operations[number - 1]!;
    const [a, b] = CAUSE_OPERANDS[n]!;
    for (const [slots, to] of [
      [a, A],
      [b, B],
    ] as const) {
      const from = base + slots[type].offset / 4;
      scratch[to] = words[from]!;
      scratch[to + 1] = words[from + 1]!;
    }
    software.run(opcode, kept >>> 16, RESULT, A, B, B);
  });
  return fcsrFlagsOf(scratch[FLAGS]!);
}

/** Helper of the IR: computes FCSR.Cause, and keeps it instead of the operations. */
export function causeHelper(state: CpuState): number {
  const cause = causeOf(state);
  state.words[state.base + FP_CAUSE.offset / 4] = knownCause(cause);
  return cause;
}
