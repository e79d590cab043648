import type { Architecture, CpuModel, CpuState, Exit, SignalInfo } from '@anyuser/core';
import type { Encoding, Outcome, TestCase } from './case';
import type { Random } from './random';
import type { Difference } from './reduce';

/** Makes instruction words in the decoding modes of a target. */
export interface EncodingSource {
  /** Whether there are rows for a mode. */
  has(mode: number): boolean;
  /** Makes one instruction that does not enter the kernel. */
  make(mode: number): Encoding;
}

/** Which rows a run tests. */
export interface RowChoice {
  readonly sets: ReadonlySet<string>;
  /** Which rows, by name. */
  readonly filter: RegExp | undefined;
  readonly model: CpuModel;
}

/** A difference that is known and right, or not worth being like QEMU. */
export interface Explanation {
  readonly reason: string;
  /** Whether it explains a (reduced) difference. */
  applies(difference: Difference): boolean;
  /**
   * What QEMU takes the code of the case for. It explains the difference only if our side does the same with this code as
   * QEMU with the other, but for differences that have explanations of their own.
   */
  instead?(difference: Difference): Uint32Array;
}

/** The CPU of a target in terms of the words that cases and outcomes consist of. */
export interface TargetCpu {
  readonly state: CpuState;
  load(words: Uint32Array, model: CpuModel): void;
  save(model: CpuModel): Uint32Array;
  /** The signal that the kernel makes of an exit. */
  trap(exit: Exit): SignalInfo;
}

/** An architecture in one byte order, as the differential test sees it. */
export interface FuzzTarget {
  readonly name: string;
  readonly architecture: Architecture;
  /** Program of qemu-user. */
  readonly qemu: string;
  /** Path of the harness for a model. */
  harness(model: CpuModel): string;
  /** Names of the words of a state. */
  readonly registers: readonly string[];
  /** Which of them is the program counter. */
  readonly pc: number;
  /** Names of decoding modes for reports, by number. */
  readonly modes: readonly string[];
  /** Names of the sets of rows that can be tested by themselves. */
  readonly sets: readonly string[];
  /** A breakpoint of 32 bits, which fills the code page. */
  readonly breakpoint: number;
  /** Numbers of signals where they are called so. */
  readonly signals: Readonly<Record<string, number>>;
  readonly signalCodes: Readonly<Partial<Record<string, number>>>;
  /** Signals whose si_code is compared, and those whose si_addr is too. */
  readonly coded: ReadonlySet<number>;
  readonly addressed: ReadonlySet<number>;
  readonly explanations: readonly Explanation[];
  /** The last word of a case: what the harness must know of a model. */
  harnessFlag(model: CpuModel): number;
  encodings(random: Random, choice: RowChoice): EncodingSource;
  randomState(random: Random, mode: number): Uint32Array;
  /** Lays out a block: its instructions, and breakpoints to the end of the case's code. */
  layOut(block: readonly Encoding[], mode: number): Uint32Array;
  createCpu(state: CpuState): TargetCpu;
  /** Bits of a word of the state that are compared. */
  compared(index: number, ours: Outcome): number;
  /** Whether QEMU has something mapped of its own at an address, or cannot execute there: cases that end there cannot be compared. */
  isTaken(address: number): boolean;
  disassemble(encoding: Encoding, mode: number): string;
}

/** The same case with another block. */
export const withBlock = (target: FuzzTarget, test: TestCase, block: readonly Encoding[]): TestCase => ({
  ...test,
  block,
  code: target.layOut(block, test.mode),
});

/** @throws Error where the CPU model does not exist. */
export function modelOf({ architecture: { models } }: FuzzTarget, cpu: string): CpuModel {
  const model = models.find(({ name }) => name === cpu);
  if (!model) throw new Error(`no CPU model ${cpu}; have ${models.map(({ name }) => name).join(', ')}`);
  return model;
}
