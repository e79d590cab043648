import type { GuestView } from '../memory/guest-view';
import { encodeText } from '../memory/text';

/** Fills the stack of a new program from its top downward, in guest byte order. */
export class InitialStack {
  /** @param pointer - first address above the stack: what is pushed lies below it. */
  constructor(
    private readonly memory: GuestView,
    private pointer: number,
    private readonly word: 4 | 8,
  ) {}

  /** Address of what was pushed last. */
  get sp(): number {
    return this.pointer;
  }
  /** Moves down to a multiple of a power of two. */
  align(to: number): void {
    this.pointer = (this.pointer & -to) >>> 0;
  }
  /** Pushes bytes; returns their address. */
  bytes(data: Uint8Array): number {
    this.pointer -= data.length;
    this.memory.write(this.pointer, data);
    return this.pointer;
  }
  /** Pushes a NUL-terminated string; returns its address. */
  text(text: string): number {
    const data = encodeText(text);
    this.pointer -= data.length + 1;
    this.memory.write(this.pointer, data);
    this.memory.setU8(this.pointer + data.length, 0);
    return this.pointer;
  }
  /** Pushes strings so that the first has the lowest address; returns the addresses in order. */
  texts(texts: readonly string[]): number[] {
    return [...texts]
      .reverse()
      .map((text) => this.text(text))
      .reverse();
  }
  /** Pushes words of the data model, the first at the lowest address. */
  words(values: readonly number[]): number {
    this.pointer -= values.length * this.word;
    values.forEach((value, i) => {
      if (this.word === 4) this.memory.setU32(this.pointer + 4 * i, value >>> 0);
      else this.memory.setU64(this.pointer + 8 * i, BigInt(value));
    });
    return this.pointer;
  }
}

/** An auxiliary vector: pairs of `AT_*` number and value, without the closing AT_NULL. */
export type AuxiliaryVector = readonly (readonly [type: number, value: number])[];

/**
 * Pushes what every Unix finds at the first stack pointer: argc, argv, NULL, envp, NULL, auxv, AT_NULL; the stack pointer is a
 * multiple of 16. Returns where the vectors begin.
 */
export function pushVectors(
  stack: InitialStack,
  word: 4 | 8,
  argv: readonly number[],
  envp: readonly number[],
  auxv: AuxiliaryVector,
): { readonly argv: number; readonly envp: number; readonly auxv: number } {
  const words = [argv.length, ...argv, 0, ...envp, 0, ...auxv.flat(), 0, 0];
  stack.align(16);
  const size = words.length * word;
  if (size % 16 !== 0) stack.words(new Array((16 - (size % 16)) / word).fill(0));
  const sp = stack.words(words);
  const at = sp + word;
  const env = at + (argv.length + 1) * word;
  return { argv: at, envp: env, auxv: env + (envp.length + 1) * word };
}
