/**
 * The layout of test cases and results, shared with conformance/harness/arm.c. All words little-endian.
 */

/** The code page; nothing else is mapped near it or the data page. */
export const CODE_BASE = 0x1000_0000;
/** Where the code of a case begins. */
export const CODE_START = CODE_BASE + 0x800;
/** The data page. */
export const DATA_BASE = 0x2000_0000;
/** Bytes of a page. */
export const PAGE = 4096;
/** Words of code that a case replaces, from CODE_START; the rest of the page holds A32 breakpoints. */
export const CODE_WORDS = 32;
/** BKPT of A32. */
export const A32_BREAKPOINT = 0xe120_0070;
/** BKPT of Thumb. */
export const THUMB_BREAKPOINT = 0xbe00;

/** Registers as both sides exchange them. */
export interface State {
  /** r0–r15. */
  readonly r: Uint32Array;
  readonly cpsr: number;
  readonly fpscr: number;
  /** D0–D31 as 64 words. */
  readonly d: Uint32Array;
}

/** One test: code and the state in which it starts; r15 is its first instruction. */
export interface TestCase extends State {
  readonly code: Uint32Array;
  /** Half-words or words of the block before its breakpoint, as generated: for reduction. */
  readonly block: readonly Encoding[];
  readonly thumb: boolean;
  /** Determines the contents of the data page. */
  readonly seed: number;
}

/** An encoded instruction and where it comes from. */
export interface Encoding {
  readonly word: number;
  readonly bytes: 2 | 4;
  /** Name of its row, or `random`. */
  readonly name: string;
}

/** How a case ended. */
export interface Outcome extends State {
  readonly signal: number;
  readonly code: number;
  /** si_addr. */
  readonly address: number;
  /** Words of the data page that changed: how many, and the first as [index, value]. */
  readonly modified: number;
  readonly changes: readonly (readonly [number, number])[];
}

/** Words of a case as the harness reads it. */
export const CASE_WORDS = CODE_WORDS + 16 + 2 + 64 + 2;
const MODIFIED = 16;
/** Words of an outcome as the harness writes it. */
export const OUTCOME_WORDS = 3 + 16 + 2 + 1 + 64 + 2 * MODIFIED;

/** Writes cases as the harness reads them, for a processor with or without CLREX. */
export function encodeCases(cases: readonly TestCase[], clrex: boolean): Uint8Array {
  const words = new Uint32Array(cases.length * CASE_WORDS);
  for (const [i, test] of cases.entries()) {
    const at = i * CASE_WORDS;
    words.set(test.code, at);
    words.set(test.r, at + CODE_WORDS);
    words[at + CODE_WORDS + 16] = test.cpsr;
    words[at + CODE_WORDS + 17] = test.fpscr;
    words.set(test.d, at + CODE_WORDS + 18);
    words[at + CODE_WORDS + 82] = test.seed;
    words[at + CODE_WORDS + 83] = clrex ? 1 : 0;
  }
  return new Uint8Array(words.buffer);
}

/** Reads one outcome as the harness writes it. */
export function decodeOutcome(words: Uint32Array): Outcome {
  const modified = words[21]!;
  return {
    signal: words[0]!,
    code: words[1]!,
    address: words[2]!,
    r: words.slice(3, 19),
    cpsr: words[19]!,
    fpscr: words[20]!,
    modified,
    d: words.slice(22, 86),
    changes: Array.from({ length: Math.min(modified, MODIFIED) }, (_, i) => [
      words[86 + 2 * i]!,
      words[87 + 2 * i]!,
    ]),
  };
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
