import { token } from '../di/token';
import type { IrBuilder } from '../ir/builder';
import type { IrType } from '../ir/types';
import type { ElfImage } from '../loader/image';
import type { CodeModesOf } from './code-modes';
import type { Location } from './location';

/** A named part of the CPU state. Slots may overlap (S0 and S1 lie in D0); gdb, core dumps and the JIT find them here. */
export interface RegisterSlot<T extends IrType = IrType> {
  readonly name: string;
  /** Bytes from the start of the state; a multiple of the type's size (8 suffices for v128). */
  readonly offset: number;
  readonly type: T;
}

/** Reads guest code for translation. Throws CodeFault where the page is not executable. */
export interface CodeReader {
  /** Numbers in the guest's code byte order. Addresses need no alignment beyond the architecture's own. */
  u16(address: number): number;
  u32(address: number): number;
}

/** Thrown by CodeReader: the address cannot be fetched. Translation ends before it, or the block consists of the fault. */
export class CodeFault extends Error {
  constructor(readonly address: number) {
    super(`cannot fetch code at 0x${address.toString(16)}`);
  }
}

/**
 * The CPU state of one thread: a window of 32-bit words in host byte order. While the thread runs the window lies in the
 * emulator's part of guest memory, otherwise in a buffer of its own; the scheduler retargets it.
 */
export interface CpuState {
  words: Int32Array;
  /** Index of the first word. A slot at byte offset o is words[base + (o >> 2)]. */
  base: number;
}

/** Called by the IR operation `helper`: three words in, one out; may read and write the CPU state. */
export type Helper = (state: CpuState, a: number, b: number, c: number) => number;

/** A CPU model that can be chosen by --cpu. */
export interface CpuModel {
  readonly name: string;
  /** Feature names, the architecture's own. */
  readonly features: ReadonlySet<string>;
}

/**
 * One instruction set with its registers, in one byte order. It knows no operating system.
 * @typeParam Cpu - the architecture's view of a CPU state, used by ABI code.
 */
export interface Architecture<Cpu = unknown> {
  /** `arm`, `mips`, `mipsel`: the second half of a cell's name. */
  readonly id: string;
  readonly bigEndian: boolean;
  /** Whether this architecture, in this byte order, runs the image. */
  accepts(image: ElfImage): boolean;
  /** CPU models, the default first. */
  readonly models: readonly CpuModel[];
  /** The model for an image that the default cannot run; undefined for all others. */
  modelFor?(image: ElfImage): CpuModel | undefined;
  readonly registers: readonly RegisterSlot[];
  /** Bytes of the CPU state, a multiple of 16. */
  readonly stateSize: number;
  /** Where the state keeps its location. */
  readonly pc: RegisterSlot<'i32'>;
  readonly mode: RegisterSlot<'i32'>;
  /** Where calls leave the address that they return to, for profiles. */
  readonly link?: RegisterSlot<'i32'>;
  /** Where exception flags of `fp.*` accumulate (bits: see float/environment.ts). */
  readonly fpFlags?: RegisterSlot<'i32'>;
  /** Slots of one word that instructions write far more often than anything reads them: condition flags. */
  readonly seldomRead?: readonly RegisterSlot<'i32'>[];
  readonly helpers: readonly Helper[];
  createCpu(state: CpuState): Cpu;
  /** Puts a fresh state into its reset value for user mode on the given model. */
  reset(state: CpuState, model: CpuModel): void;
  /**
   * Translates guest code from a location up to the first jump, the end of its page or a sensible length, into ir; an
   * encoding that does not exist becomes `exit undefined`. Each guest instruction starts with ir.insn().
   */
  translate(code: CodeReader, at: Location, ir: IrBuilder, model: CpuModel): void;
  /** Text of one instruction in the field's usual assembly syntax, and its size in bytes. */
  disassemble(code: CodeReader, at: Location): { readonly text: string; readonly size: number };
  /** Absent: all code of a file is of mode 0. */
  readonly codeModes?: CodeModesOf;
  /** Compares all instruction patterns with each other. @throws Error naming two that overlap ambiguously. */
  verify?(): void;
}

export const Architecture = token<Architecture>('Architecture');
