import { OPS, type OpName } from './ops.table';
import type { IrType } from './types';

const letters = { i: 'i32', l: 'i64', f: 'f32', d: 'f64', v: 'v128' } as const satisfies Record<
  string,
  IrType
>;

/** What an operand word of an instruction holds. */
export type OperandKind = IrType | 'imm';

/** One IR operation, as compiled from the table. */
export interface Op {
  readonly name: OpName;
  /** Number by which instructions name it: its place in the table. */
  readonly code: number;
  readonly operands: readonly OperandKind[];
  readonly result: IrType | undefined;
  /** WebAssembly opcode with the same meaning, or -1. */
  readonly wasm: number;
}

function parse(name: OpName, code: number): Op {
  const [signature, wasm] = OPS[name];
  const [args, result] = signature.split(':') as [string, string];
  return {
    name,
    code,
    operands: [...args].map((letter) => (letter === '#' ? 'imm' : letters[letter as keyof typeof letters])),
    result: result === '' ? undefined : letters[result as keyof typeof letters],
    wasm,
  };
}

/** All operations, by code. */
export const ops: readonly Op[] = (Object.keys(OPS) as OpName[]).map(parse);

/** The code of each operation, by name. */
export const opcode = Object.fromEntries(ops.map((op) => [op.name, op.code])) as {
  readonly [N in OpName]: number;
};

/** Flags of `load.*` and `store.*`. */
export const MemoryFlag = {
  /** An address that is not a multiple of the access size is an alignment fault. */
  aligned: 1,
  /** Bytes in the order opposite to the guest's own (ARM SETEND, MIPS with reversed endianness). */
  reversed: 2,
  /** A word-aligned address suffices (ARM LDRD, VLDR of double words). With `aligned`. */
  alignedWord: 4,
} as const;

/** Why a block leaves to the kernel: the first immediate of `exit`, and the kinds that engines themselves produce. */
export const ExitKind = {
  /** The block or region ended; the state's location says where to go on. Never leaves the engine. */
  jump: 0,
  /** Fuel is used up; location = next instruction. */
  fuel: 1,
  /** A system call instruction; info = its immediate; location = the instruction after it. */
  syscall: 2,
  /** An encoding that the CPU does not have; location = the instruction. */
  undefined: 3,
  /** A breakpoint instruction; info = its immediate; location = the instruction. */
  breakpoint: 4,
  /** An architecture's own trap (overflow, trap-if, divide); info = its code; location = the instruction. */
  trap: 5,
  /** A memory access that faults; see Exit.address and Exit.access; location = the instruction. */
  fault: 6,
  /** A memory access that the JIT leaves to the interpreter. Never leaves the engine. */
  slow: 7,
  /** An unaligned access where the instruction demands alignment; location = the instruction. */
  unaligned: 8,
} as const;
