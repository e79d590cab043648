import type { ElfSymbol } from '../loader/elf-sections';

/** From an address of a file on, bytes are instructions in a decoding mode, or data. */
export interface ModeChange {
  readonly address: number;
  readonly mode: number | 'data';
}

/** What a file says of the decoding modes of its code: `initial` holds before the first change. */
export interface CodeModes {
  readonly initial: number;
  /** Sorted by address. */
  readonly changes: readonly ModeChange[];
}

/** An architecture whose files tell their decoding modes, for disassembly. @param symbols - as the file has them. */
export type CodeModesOf = (symbols: readonly ElfSymbol[], entry: number) => CodeModes;
