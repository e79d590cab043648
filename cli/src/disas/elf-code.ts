import type { ElfImage } from '@anyuser/core';

/** Executable bytes of a file and where they are loaded. */
export interface CodeRange {
  /** Name of the section, or `segment N` in a file without sections. */
  readonly name: string;
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** A name in the file's symbol tables. */
export interface ElfSymbol {
  readonly name: string;
  readonly address: number;
  /** `STT_*`: 0 none, 1 object, 2 function, 10 indirect function. */
  readonly type: number;
}

/** What of an ELF file a disassembly shows. */
export interface ElfCode {
  readonly ranges: readonly CodeRange[];
  readonly symbols: readonly ElfSymbol[];
}

/** `PT_LOAD` and `PF_X`, `SHT_*`, `SHF_EXECINSTR` of the System V ABI. */
const PT_LOAD = 1;
const PF_X = 1;
const SHT_SYMTAB = 2;
const SHT_NOBITS = 8;
const SHT_DYNSYM = 11;
const SHF_EXECINSTR = 4;

/** A section header; addresses, offsets and sizes in bytes. */
interface Section {
  readonly name: number;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly entrySize: number;
}

/**
 * Finds the code of an ELF file: its executable sections, or without sections its executable segments. The section table
 * is a courtesy that a stripped or damaged file may lack, so a part that lies outside the file counts as absent.
 */
export function readElfCode(image: ElfImage, file: Uint8Array): ElfCode {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const sections = readSections(image, view);
  const symbols = sections
    .filter(({ type }) => type === SHT_SYMTAB || type === SHT_DYNSYM)
    .flatMap((table) => readSymbols(image, view, table, sections[table.link]));
  const names = sections[sectionNamesIndex(image, view)];
  const code = sections.filter(
    ({ flags, type, size }) => (flags & SHF_EXECINSTR) !== 0 && type !== SHT_NOBITS && size > 0,
  );
  const ranges = code.map((section) => ({
    name: names === undefined ? `section ${sections.indexOf(section)}` : text(view, names, section.name),
    address: section.address,
    bytes: slice(file, section.offset, section.size),
  }));
  return { ranges: ranges.length > 0 ? ranges : segmentRanges(image, file), symbols };
}

function segmentRanges(image: ElfImage, file: Uint8Array): CodeRange[] {
  return image.segments.flatMap(({ type, flags, vaddr, offset, filesz }, index) =>
    type === PT_LOAD && (flags & PF_X) !== 0
      ? [{ name: `segment ${index}`, address: vaddr, bytes: slice(file, offset, filesz) }]
      : [],
  );
}

function readSections(image: ElfImage, view: DataView): Section[] {
  const wide = image.elfClass === 64;
  const little = !image.bigEndian;
  const table = wide ? word64(view, 40, little) : view.getUint32(32, little);
  const entrySize = view.getUint16(wide ? 58 : 46, little);
  const count = view.getUint16(wide ? 60 : 48, little);
  const sections: Section[] = [];
  for (let i = 0; i < count; i++) {
    const at = table + i * entrySize;
    if (table === 0 || at + (wide ? 64 : 40) > view.byteLength) break;
    const word = (index: number): number => view.getUint32(at + 4 * index, little);
    sections.push(
      wide
        ? {
            name: word(0),
            type: word(1),
            flags: word64(view, at + 8, little),
            address: word64(view, at + 16, little),
            offset: word64(view, at + 24, little),
            size: word64(view, at + 32, little),
            link: word(10),
            entrySize: word64(view, at + 56, little),
          }
        : {
            name: word(0),
            type: word(1),
            flags: word(2),
            address: word(3),
            offset: word(4),
            size: word(5),
            link: word(6),
            entrySize: word(9),
          },
    );
  }
  return sections;
}

const sectionNamesIndex = (image: ElfImage, view: DataView): number =>
  view.getUint16(image.elfClass === 64 ? 62 : 50, !image.bigEndian);

function readSymbols(
  image: ElfImage,
  view: DataView,
  table: Section,
  strings: Section | undefined,
): ElfSymbol[] {
  const wide = image.elfClass === 64;
  const little = !image.bigEndian;
  const symbols: ElfSymbol[] = [];
  if (strings === undefined || table.entrySize < (wide ? 24 : 16)) return symbols;
  const end = Math.min(table.offset + table.size, view.byteLength);
  for (let at = table.offset; at + table.entrySize <= end; at += table.entrySize) {
    const section = view.getUint16(at + (wide ? 6 : 14), little);
    const name = text(view, strings, view.getUint32(at, little));
    // Undefined (0) and absolute (0xfff1) symbols name no code.
    if (section === 0 || section >= 0xff00 || name === '') continue;
    symbols.push({
      name,
      address: wide ? word64(view, at + 8, little) : view.getUint32(at + 4, little),
      type: view.getUint8(at + (wide ? 4 : 12)) & 15,
    });
  }
  return symbols;
}

function text(view: DataView, strings: Section, offset: number): string {
  let out = '';
  const end = Math.min(strings.offset + strings.size, view.byteLength);
  for (let at = strings.offset + offset; at < end && view.getUint8(at) !== 0; at++) {
    out += String.fromCharCode(view.getUint8(at));
  }
  return out;
}

const word64 = (view: DataView, at: number, little: boolean): number => Number(view.getBigUint64(at, little));

const slice = (file: Uint8Array, offset: number, size: number): Uint8Array =>
  file.subarray(Math.min(offset, file.length), Math.min(offset + size, file.length));
