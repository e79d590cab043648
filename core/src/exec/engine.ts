import { token } from '../di/token';
import type { Architecture, CpuModel } from '../isa/architecture';
import type { GuestMemory } from '../memory/guest-memory';

/** What a memory access wanted to do. */
export type Access = 'read' | 'write' | 'execute';

/** Why and where guest code stopped running. One object per execution, rewritten by each run. */
export interface Exit {
  /** See ExitKind; never `jump` or `slow`. */
  kind: number;
  /** The instruction's immediate, the architecture's trap code, or for `fault` the AccessResult. */
  info: number;
  /** The address of a faulting or unaligned access. */
  address: number;
  access: Access;
}

/**
 * Runs the guest code of one address space. The CPU state is at STATE_BASE in the space's memory; its location slots say
 * where to begin, and after `run` where to go on.
 */
export interface Execution {
  /** Runs until the guest needs the kernel or about `fuel` instructions have run. */
  run(fuel: number): Exit;
  /** Runs exactly one guest instruction (debuggers, single step). */
  step(): Exit;
  /** Releases what is held outside the address space. */
  dispose(): void;
}

/**
 * What the host's WebAssembly engine has made of a module, as bytes: its optimised machine code. They are of use to the same
 * version of the same engine on the same kind of processor, which it checks itself.
 */
export interface NativeCode {
  /** The machine code of a module; `run`, a function that it exports, is optimised first. Undefined where it cannot be had. */
  save(module: WebAssembly.Module, run: (...operands: never[]) => unknown): Uint8Array | undefined;
  /** A module from its bytes and its machine code; undefined where the engine does not take the latter. */
  load(wasm: Uint8Array, native: Uint8Array): WebAssembly.Module | undefined;
}

/**
 * Keeps translations from one run of the emulator to the next. Engines check what they read against the guest code before
 * they use it; but the storage answers for its being of the same version of the emulator.
 */
export interface TranslationStorage {
  /** What was written under a name, or undefined. */
  read(name: string): Uint8Array | undefined;
  write(name: string, bytes: Uint8Array): void;
  /** Absent where the host does not give machine code away. */
  readonly native?: NativeCode;
}

/** What is logged of the compilation of guest code. */
export interface CompilationLog {
  /** Regions: their blocks, edges and registers. */
  readonly regions: boolean;
  /** The WebAssembly text of each region's function. */
  readonly wasm: boolean;
  /** Takes whole lines, newline included. */
  write(lines: string): void;
}

/** A way to run guest code: the interpreter, the JIT. */
export interface Engine {
  readonly name: string;
  create(memory: GuestMemory, architecture: Architecture, model: CpuModel): Execution;
  /** Counters since the start, for --stats. */
  statistics(): Readonly<Record<string, number>>;
  /** Milliseconds that compiling has taken since the start. Absent where nothing is compiled. */
  compileTime?(): number;
  /** Logs what is compiled. Before the first `create`; absent where nothing is. */
  logCompilation?(log: CompilationLog): void;
  /** Uses what earlier runs have translated. Before the first `create`. */
  useTranslations?(storage: TranslationStorage): void;
  /** Hands what has been translated since to the storage, if it is worth it. */
  saveTranslations?(): void;
}

export const Engine = token<Engine>('Engine');
