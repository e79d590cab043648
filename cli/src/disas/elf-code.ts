import {
  type ElfImage,
  type ElfSection,
  type ElfSymbol,
  elfSections,
  elfSymbols,
  PF,
  PT,
  SHF,
  SHT,
} from '@anyuser/core';

/** Executable bytes of a file and where they are loaded. */
export interface CodeRange {
  /** Name of the section, or `segment N` in a file without sections. */
  readonly name: string;
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** What of an ELF file a disassembly shows. */
export interface ElfCode {
  readonly ranges: readonly CodeRange[];
  readonly symbols: readonly ElfSymbol[];
}

/** Finds the code of an ELF file: its executable sections, or without sections its executable segments. */
export function readElfCode(image: ElfImage, file: Uint8Array): ElfCode {
  const sections = elfSections(image);
  const ranges = sections
    .filter(({ flags, type, size }) => (flags & SHF.EXECINSTR) !== 0 && type !== SHT.NOBITS && size > 0)
    .map(({ name, address, offset, size }: ElfSection) => ({
      name,
      address,
      bytes: slice(file, offset, size),
    }));
  return {
    ranges: ranges.length > 0 ? ranges : segmentRanges(image, file),
    symbols: elfSymbols(image, sections),
  };
}

function segmentRanges(image: ElfImage, file: Uint8Array): CodeRange[] {
  return image.segments.flatMap(({ type, flags, vaddr, offset, filesz }, index) =>
    type === PT.LOAD && (flags & PF.X) !== 0
      ? [{ name: `segment ${index}`, address: vaddr, bytes: slice(file, offset, filesz) }]
      : [],
  );
}

const slice = (file: Uint8Array, offset: number, size: number): Uint8Array =>
  file.subarray(Math.min(offset, file.length), Math.min(offset + size, file.length));
