/** An ELF program of one code segment, with a symbol table. */
export interface ElfWithSymbols {
  readonly elfClass: 32 | 64;
  readonly bigEndian: boolean;
  /** `EM_*`. */
  readonly machine: number;
  readonly flags?: number;
  /** Instruction words; the first is the entry. */
  readonly code: readonly number[];
  /** Functions by name: first instruction, and how many instructions there are. */
  readonly functions: Readonly<Record<string, readonly [start: number, count: number]>>;
}

/** Where the file's first byte is loaded. */
const BASE = 0x1_0000;
/** Where the code lies in the file. */
const CODE = 0x100;

/** Makes the file for tests that need a guest with names in it; the guests of this package are stripped. */
export function elfWithSymbols(elf: ElfWithSymbols): Buffer {
  const wide = elf.elfClass === 64;
  const file = Buffer.alloc(CODE + 4 * elf.code.length + 0x1000);
  let at = 0;
  const half = (value: number): void => {
    at = elf.bigEndian ? file.writeUInt16BE(value, at) : file.writeUInt16LE(value, at);
  };
  const word = (value: number): void => {
    at = elf.bigEndian ? file.writeUInt32BE(value, at) : file.writeUInt32LE(value, at);
  };
  const address = (value: number): void => {
    if (wide && elf.bigEndian) word(0);
    word(value);
    if (wide && !elf.bigEndian) word(0);
  };
  const header = wide ? 64 : 52;
  const sectionSize = wide ? 64 : 40;
  const symbolSize = wide ? 24 : 16;
  const names = Object.keys(elf.functions);
  const strings = ['', ...names, ''].join('\0');
  const codeEnd = CODE + 4 * elf.code.length;
  const stringsAt = codeEnd + 8 * Math.ceil(strings.length / 8);
  const symbolsAt = stringsAt + 8 * Math.ceil(strings.length / 8);
  const symbolsSize = (names.length + 1) * symbolSize;
  const sectionsAt = symbolsAt + symbolsSize;

  file.set([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, elf.bigEndian ? 2 : 1, 1]);
  at = 16;
  half(2);
  half(elf.machine);
  word(1);
  address(BASE + CODE);
  address(header);
  address(sectionsAt);
  word(elf.flags ?? 0);
  half(header);
  half(wide ? 56 : 32);
  half(1);
  half(sectionSize);
  half(4);
  half(0);

  at = header;
  word(1);
  if (wide) word(5);
  for (const value of [0, BASE, BASE, codeEnd, codeEnd]) address(value);
  if (!wide) word(5);
  address(0x1000);

  at = CODE;
  elf.code.forEach(word);
  file.write(strings, stringsAt, 'latin1');
  names.forEach((name, index) => {
    at = symbolsAt + (index + 1) * symbolSize;
    const [start, count] = elf.functions[name]!;
    const place = BASE + CODE + 4 * start;
    word(strings.indexOf(`\0${name}\0`) + 1);
    if (!wide) [place, 4 * count].forEach(address);
    // A global function.
    file[at] = 0x12;
    at += 2;
    half(1);
    if (wide) [place, 4 * count].forEach(address);
  });

  const section = (
    index: number,
    type: number,
    flags: number,
    start: number,
    size: number,
    more: readonly [link: number, entrySize: number],
  ): void => {
    at = sectionsAt + index * sectionSize;
    word(0);
    word(type);
    for (const value of [flags, flags === 0 ? 0 : BASE + start, start, size]) address(value);
    word(more[0]);
    word(0);
    address(4);
    address(more[1]);
  };
  section(1, 1, 6, CODE, codeEnd - CODE, [0, 0]);
  section(2, 2, 0, symbolsAt, symbolsSize, [3, symbolSize]);
  section(3, 3, 0, stringsAt, strings.length, [0, 0]);
  return file.subarray(0, sectionsAt + 4 * sectionSize);
}
