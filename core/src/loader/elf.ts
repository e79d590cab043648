import type { Mappable } from '../kernel/open-file';
import { decodeText } from '../memory/text';
import { ElfReader } from './elf-reader';
import type { ElfImage, Note, Segment } from './image';
import { LoaderError } from './loader-error';

/** Program header types (System V gABI, and GNU's). */
export const PT = {
  LOAD: 1,
  DYNAMIC: 2,
  INTERP: 3,
  NOTE: 4,
  PHDR: 6,
  TLS: 7,
  GNU_STACK: 0x6474_e551,
} as const;
/** Segment permissions. */
export const PF = { X: 1, W: 2, R: 4 } as const;
/** File types. */
export const ET = { EXEC: 2, DYN: 3 } as const;

const TYPE_NAMES: Readonly<Record<number, string>> = {
  1: 'a relocatable object, not a program',
  4: 'a core dump',
};
/** Bytes that program headers may take (ELF_MIN_ALIGN in Linux). */
const MOST_HEADER_BYTES = 65_536;
const MOST_INTERPRETER = 4096;
const MOST_NOTES = 65_536;

/** Whether a file's first bytes are those of an ELF file. */
export const isElf = (start: Uint8Array): boolean =>
  start.length >= 4 && start[0] === 0x7f && start[1] === 0x45 && start[2] === 0x4c && start[3] === 0x46;

/**
 * Reads an ELF file's headers.
 * @param path - for messages.
 * @throws LoaderError ENOEXEC where they are not those of a whole and consistent program
 */
export function parseElf(file: Mappable, path: string): ElfImage {
  const bad = (why: string): LoaderError => new LoaderError(`${path}: ${why}`, 'ENOEXEC');
  const size = file.size;
  const bytes = (offset: number, length: number): Uint8Array => {
    if (offset < 0 || length < 0 || offset + length > size) throw new RangeError('outside the file');
    const out = new Uint8Array(length);
    if (length > 0 && file.read(out, offset) < length) throw new RangeError('outside the file');
    return out;
  };
  const part = (offset: number, length: number, what: string): Uint8Array => {
    if (offset + length > size) throw bad(`truncated ELF file: its ${what} end beyond it`);
    return bytes(offset, length);
  };
  if (size === 0) throw bad('empty file');
  if (size < 16) throw bad('truncated ELF file: it has no whole header');
  const ident = bytes(0, 16);
  if (!isElf(ident)) throw bad('not an ELF program');
  const elfClass = ident[4] === 1 ? 32 : ident[4] === 2 ? 64 : undefined;
  if (elfClass === undefined || (ident[5] !== 1 && ident[5] !== 2)) throw bad('corrupt ELF header');
  const bigEndian = ident[5] === 2;
  const headerSize = elfClass === 32 ? 52 : 64;
  if (size < headerSize) throw bad('truncated ELF file: it has no whole header');
  const header = new ElfReader(bytes(0, headerSize), elfClass, bigEndian);
  header.skip(16);
  const type = header.half();
  const machine = header.half();
  header.word();
  const entry = header.address();
  const phoff = header.address();
  header.address();
  const flags = header.word();
  header.half();
  const phentsize = header.half();
  const phnum = header.half();
  if (type !== ET.EXEC && type !== ET.DYN) throw bad(TYPE_NAMES[type] ?? `unknown ELF file type ${type}`);
  const entrySize = elfClass === 32 ? 32 : 56;
  if (phnum === 0) throw bad('ELF file without program headers');
  if (phentsize !== entrySize) throw bad(`corrupt ELF header: program headers of ${phentsize} bytes`);
  if (phnum * entrySize > MOST_HEADER_BYTES) throw bad(`ELF file with ${phnum} program headers: too many`);
  const table = new ElfReader(part(phoff, phnum * entrySize, 'program headers'), elfClass, bigEndian);
  const segments = Array.from({ length: phnum }, () => table.segment());
  const image: ElfImage = {
    elfClass,
    bigEndian,
    osabi: ident[7]!,
    abiVersion: ident[8]!,
    type,
    machine,
    flags,
    entry,
    phoff,
    phentsize,
    segments,
    interpreter: interpreterOf(segments, part, bad),
    notes: segments.flatMap((segment) => notesOf(segment, size, bytes, bigEndian)),
    bytes,
  };
  checkLoads(image, size, bad);
  return image;
}

function interpreterOf(
  segments: readonly Segment[],
  part: (offset: number, length: number, what: string) => Uint8Array,
  bad: (why: string) => LoaderError,
): string | undefined {
  const segment = segments.find(({ type }) => type === PT.INTERP);
  if (segment === undefined) return undefined;
  if (segment.filesz < 2 || segment.filesz > MOST_INTERPRETER) throw bad('corrupt interpreter path');
  const raw = part(segment.offset, segment.filesz, 'interpreter path');
  const end = raw.indexOf(0);
  if (end <= 0) throw bad('corrupt interpreter path');
  return decodeText(raw.subarray(0, end));
}

/** The notes of a PT_NOTE segment; whatever is malformed ends the list, as it marks nothing. */
function notesOf(
  { type, offset, filesz, align }: Segment,
  size: number,
  bytes: (offset: number, size: number) => Uint8Array,
  bigEndian: boolean,
): Note[] {
  if (type !== PT.NOTE || filesz > MOST_NOTES || offset + filesz > size) return [];
  const data = bytes(offset, filesz);
  const view = new DataView(data.buffer);
  const unit = align === 8 ? 8 : 4;
  const padded = (length: number): number => Math.ceil(length / unit) * unit;
  const notes: Note[] = [];
  for (let at = 0; at + 12 <= data.length; ) {
    const nameSize = view.getUint32(at, !bigEndian);
    const descSize = view.getUint32(at + 4, !bigEndian);
    const noteType = view.getUint32(at + 8, !bigEndian);
    const descAt = padded(at + 12 + nameSize);
    if (descAt + descSize > data.length) break;
    const name = decodeText(data.subarray(at + 12, at + 12 + Math.max(0, nameSize - 1)));
    notes.push({ name, type: noteType, desc: data.subarray(descAt, descAt + descSize) });
    at = padded(descAt + descSize);
  }
  return notes;
}

function checkLoads(image: ElfImage, size: number, bad: (why: string) => LoaderError): void {
  const loads = image.segments.filter(({ type, memsz }) => type === PT.LOAD && memsz > 0);
  if (loads.length === 0) throw bad('ELF file without anything to load');
  let end = 0;
  for (const { offset, vaddr, filesz, memsz } of loads) {
    if (filesz > memsz) throw bad('corrupt ELF file: a segment is longer in the file than in memory');
    if (filesz > 0 && offset + filesz > size) throw bad('truncated ELF file: a segment ends beyond it');
    if (offset % 4096 !== vaddr % 4096)
      throw bad('corrupt ELF file: a segment is not aligned as in the file');
    if (vaddr < end) throw bad('corrupt ELF file: its segments are not in order');
    end = vaddr + memsz;
    if (image.elfClass === 32 && end > 0x1_0000_0000)
      throw bad('corrupt ELF file: a segment wraps around the end of memory');
  }
}
