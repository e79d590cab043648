/**
 * The layout of test cases and results, shared with conformance/harness/arm.c and mips.c. All words have the target's byte
 * order.
 */

/** The code page; nothing else is mapped near it or the data page. */
export const CODE_BASE = 0x1000_0000;
/** Where the code of a case begins. */
export const CODE_START = CODE_BASE + 0x800;
/** The data page. */
export const DATA_BASE = 0x2000_0000;
/** Bytes of a page. */
export const PAGE = 4096;
/** Words of code that a case replaces, from CODE_START; the rest of the page holds breakpoints. */
export const CODE_WORDS = 32;

/** One test: code and the state in which it starts. */
export interface TestCase {
  readonly code: Uint32Array;
  /** Instructions of the block before its breakpoint, as generated: for reduction. */
  readonly block: readonly Encoding[];
  /** Decoding mode: 1 for Thumb, else 0. */
  readonly mode: number;
  /** Registers, as the target names them. */
  readonly state: Uint32Array;
  /** Determines the contents of the data page. */
  readonly seed: number;
}

/** An encoded instruction and where it comes from. */
export interface Encoding {
  readonly word: number;
  readonly bytes: 2 | 4;
  /** Name of its row. */
  readonly name: string;
}

/** How a case ended. */
export interface Outcome {
  readonly state: Uint32Array;
  readonly signal: number;
  readonly code: number;
  /** si_addr. */
  readonly address: number;
  /** Words of the data page that changed: how many, and the first as [index, value]. */
  readonly modified: number;
  readonly changes: readonly (readonly [number, number])[];
}

const MODIFIED = 16;
/** Words of an outcome as the harness writes it, for a state of some size. */
export const outcomeWords = (stateWords: number): number => 3 + stateWords + 1 + 2 * MODIFIED;

/** Writes cases as the harness reads them; `flag` is its last word. */
export function encodeCases(cases: readonly TestCase[], flag: number): Uint32Array {
  const size = CODE_WORDS + (cases[0]?.state.length ?? 0) + 2;
  const words = new Uint32Array(cases.length * size);
  for (const [i, test] of cases.entries()) {
    const at = i * size;
    words.set(test.code, at);
    words.set(test.state, at + CODE_WORDS);
    words[at + size - 2] = test.seed;
    words[at + size - 1] = flag;
  }
  return words;
}

/** Reads one outcome as the harness writes it. */
export function decodeOutcome(words: Uint32Array, stateWords: number): Outcome {
  const at = 3 + stateWords;
  const modified = words[at]!;
  return {
    signal: words[0]!,
    code: words[1]!,
    address: words[2]!,
    state: words.slice(3, at),
    modified,
    changes: Array.from({ length: Math.min(modified, MODIFIED) }, (_, i) => [
      words[at + 1 + 2 * i]!,
      words[at + 2 + 2 * i]!,
    ]),
  };
}

/** The bytes of a word in the opposite order. */
export const swap32 = (x: number): number =>
  ((x << 24) | ((x & 0xff00) << 8) | ((x >>> 8) & 0xff00) | (x >>> 24)) >>> 0;

/** Swaps the bytes of all words, in place. */
export function swapAll<T extends Int32Array | Uint32Array>(words: T): T {
  for (let i = 0; i < words.length; i++) words[i] = swap32(words[i]!);
  return words;
}

/** Fills the data page from a seed, as the harness does. */
export function fillData(data: Int32Array, seed: number): void {
  let x = seed;
  for (let i = 0; i < PAGE / 4; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) | 0;
    data[i] = x ^ (x >>> 15);
  }
}

/** The first words of the page that differ from its original contents, as the harness reports them. */
export function changesOf(data: Int32Array, original: Int32Array): Pick<Outcome, 'modified' | 'changes'> {
  const changes: [number, number][] = [];
  let modified = 0;
  for (let i = 0; i < PAGE / 4; i++) {
    if (data[i] === original[i]) continue;
    if (modified++ < MODIFIED) changes.push([i, data[i]! >>> 0]);
  }
  return { modified, changes };
}
