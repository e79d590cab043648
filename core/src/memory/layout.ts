/**
 * Where the emulator's own data lies in a guest address space of 4 GiB. Guest address = WebAssembly address. Guests
 * map nothing at or above KERNEL_BASE, as on real systems with a 3G/1G split, save single pages that a personality maps
 * through `mapKernelPage` (the Linux/ARM helper page at 0xffff0000).
 */
export const MEMORY_BYTES = 0x1_0000_0000;
/** log2 of the page size. */
export const PAGE_SHIFT = 12;
export const PAGE_SIZE = 1 << PAGE_SHIFT;
/** First address that no guest mapping may reach. */
export const KERNEL_BASE = 0xc000_0000;
/** One permission byte for each page of the space (1 MiB), see Fast. */
export const PERMISSIONS_BASE = 0xf000_0000;
/**
 * The CPU state of the running thread. It and the next two lie below the lowest address that any guest maps (0x8000 on old ARM
 * systems), since processors reach addresses below 2 GiB by shorter instructions.
 */
export const STATE_BASE = 0x100;
/** Words that engines and translated code share: fuel, exit kind, … (see EngineWord). */
export const ENGINE_BASE = 0xf00;
/** Scratch for the engines: spilled values, operands of operations. */
export const SCRATCH_BASE = 0xf012_0000;
/** Tables of the JIT: branch targets by location. */
export const TABLES_BASE = 0xf020_0000;

/**
 * The interpreter's own part: table of indirect branches, constants, threaded code. Threaded code takes some 80 bytes for a guest
 * instruction, and a program that goes round in more than there is room for is translated again in each round.
 */
export const INTERPRETER_BASE = 0xc000_0000;
export const INTERPRETER_BYTES = 0x3000_0000;

/** Bits of a permission byte: what translated code may do with the page without asking. Clear bits lead to the slow path. */
export const Fast = { read: 1, write: 2 } as const;

/** Byte offsets from ENGINE_BASE. */
export const EngineWord = {
  /** Guest instructions until the next return to the scheduler (signed; below zero = leave). */
  fuel: 0,
  /** ExitKind of the last exit. */
  exitKind: 4,
  exitInfo: 8,
  /** Depth of nested calls of translated code. */
  depth: 12,
  /** Where the interpreter's threaded code stopped. */
  threadedAt: 16,
  /** How often control has gone from one module of compiled code to another. */
  crossings: 20,
  /** Why the interpreter stopped below compiled code (see Leave of exec/threaded); −1 if it did not. */
  stopped: 24,
  /** Guest instructions that it ran there. */
  interpreted: 28,
} as const;

/** A page that begins with instruction words: code that a kernel maps for every process. */
export function pageOfWords(words: readonly number[], bigEndian: boolean): Uint8Array {
  const page = new Uint8Array(PAGE_SIZE);
  const view = new DataView(page.buffer);
  for (const [n, word] of words.entries()) view.setUint32(4 * n, word, !bigEndian);
  return page;
}
