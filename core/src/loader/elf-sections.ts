import { decodeText } from '../memory/text';
import { ElfReader } from './elf-reader';
import type { ElfImage } from './image';

/** Section types and flags (System V gABI). */
export const SHT = { SYMTAB: 2, STRTAB: 3, NOBITS: 8, DYNSYM: 11 } as const;
export const SHF = { EXECINSTR: 4 } as const;
/** Symbol types: a function, and GNU's function that chooses a function. */
export const STT = { NOTYPE: 0, FUNC: 2, GNU_IFUNC: 10 } as const;

/** Sections from here on in a symbol are no sections: absolute and common symbols. */
const SHN_LORESERVE = 0xff00;

/** A section header. Addresses, offsets and sizes in bytes. */
export interface ElfSection {
  readonly name: string;
  /** `SHT_*`. */
  readonly type: number;
  /** `SHF_*`. */
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  /** Index of a related section: of a symbol table, its names. */
  readonly link: number;
  readonly entrySize: number;
}

/** A symbol that names a place in the file. */
export interface ElfSymbol {
  readonly name: string;
  readonly address: number;
  /** Bytes; 0 where it is not known. */
  readonly size: number;
  /** `STT_*`. */
  readonly type: number;
}

/**
 * The section headers of an ELF file. The section table is a courtesy that a stripped or damaged file may lack: what of it
 * lies outside the file counts as absent.
 */
export function elfSections(image: ElfImage): ElfSection[] {
  const wide = image.elfClass === 64;
  const reader = (bytes: Uint8Array): ElfReader => new ElfReader(bytes, image.elfClass, image.bigEndian);
  const header = readOr(image, 0, wide ? 64 : 52);
  if (header === undefined) return [];
  const top = reader(header);
  top.skip(wide ? 40 : 32);
  const table = top.address();
  top.skip(10);
  const entrySize = top.half();
  const count = top.half();
  const namesIndex = top.half();
  if (table === 0) return [];
  const sections: (Omit<ElfSection, 'name'> & { readonly nameAt: number })[] = [];
  for (let i = 0; i < count; i++) {
    const bytes = readOr(image, table + i * entrySize, wide ? 64 : 40);
    if (bytes === undefined) break;
    const entry = reader(bytes);
    const nameAt = entry.word();
    const type = entry.word();
    const [flags, address, offset, size] = [
      entry.address(),
      entry.address(),
      entry.address(),
      entry.address(),
    ];
    const link = entry.word();
    entry.word();
    entry.address();
    sections.push({ nameAt, type, flags, address, offset, size, link, entrySize: entry.address() });
  }
  const names = sections[namesIndex];
  const text = names === undefined ? undefined : readOr(image, names.offset, names.size);
  return sections.map(({ nameAt, ...section }, index) => ({
    ...section,
    name: text === undefined ? `section ${index}` : nameIn(text, nameAt),
  }));
}

/** The symbols of all symbol tables that name a place in the file, in the tables' order. */
export function elfSymbols(image: ElfImage, sections: readonly ElfSection[]): ElfSymbol[] {
  return sections
    .filter(({ type }) => type === SHT.SYMTAB || type === SHT.DYNSYM)
    .flatMap((table) => symbolsOf(image, table, sections[table.link]));
}

function symbolsOf(image: ElfImage, table: ElfSection, strings: ElfSection | undefined): ElfSymbol[] {
  const wide = image.elfClass === 64;
  const size = wide ? 24 : 16;
  const bytes = readOr(image, table.offset, table.size);
  const text = strings && readOr(image, strings.offset, strings.size);
  if (bytes === undefined || text === undefined || table.entrySize < size) return [];
  const symbols: ElfSymbol[] = [];
  for (let at = 0; at + table.entrySize <= bytes.length; at += table.entrySize) {
    const reader = new ElfReader(bytes.subarray(at, at + size), image.elfClass, image.bigEndian);
    const name = nameIn(text, reader.word());
    // The two classes order the rest differently; type and section index stand together.
    const early = wide ? reader.half() : -1;
    const earlySection = wide ? reader.half() : 0;
    const address = reader.address();
    const bytesNamed = reader.address();
    const kinds = wide ? early : reader.half();
    const section = wide ? earlySection : reader.half();
    if (section === 0 || section >= SHN_LORESERVE || name === '') continue;
    // st_info is the first of the two bytes, st_other the second.
    const info = image.bigEndian ? kinds >>> 8 : kinds & 0xff;
    symbols.push({ name, address, size: bytesNamed, type: info & 15 });
  }
  return symbols;
}

function nameIn(text: Uint8Array, from: number): string {
  const end = text.indexOf(0, from);
  return decodeText(text.subarray(from, end < 0 ? text.length : end));
}

/** File bytes, or undefined where they are not all there. */
function readOr(image: ElfImage, offset: number, size: number): Uint8Array | undefined {
  try {
    return image.bytes(offset, size);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
