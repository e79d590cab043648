import type { Mappable } from '../kernel/open-file';
import { PT, parseElf } from '../loader/elf';
import { type ElfSymbol, elfSections, elfSymbols, STT } from '../loader/elf-sections';
import type { ElfImage } from '../loader/image';
import { LoaderError } from '../loader/loader-error';

/** Bytes of code without a symbol that count as one place. */
const PLACE = 256;

/** The functions of one ELF file, found by file offset. */
export class FunctionTable {
  private readonly image: ElfImage | undefined;
  /** By address. */
  private readonly functions: readonly ElfSymbol[];

  /** @param path - for messages only. */
  constructor(file: Mappable, path: string) {
    this.image = imageOf(file, path);
    this.functions = this.image === undefined ? [] : functionsOf(this.image);
  }

  /** The function that holds a file offset; undefined where no symbol says. */
  at(offset: number): string | undefined {
    const address = this.addressOf(offset);
    if (address === undefined) return undefined;
    const { functions } = this;
    let low = 0;
    for (let high = functions.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (functions[middle]!.address <= address) low = middle + 1;
      else high = middle;
    }
    const found = functions[low - 1];
    if (found === undefined) return undefined;
    // Assembly often leaves sizes out: such a function reaches to the next symbol.
    return found.size === 0 || address < found.address + found.size ? found.name : undefined;
  }

  /** What stands for the code around an offset that no symbol names: its place in the file, as the file counts addresses. */
  place(offset: number): number {
    const address = this.addressOf(offset) ?? offset;
    return address - (address % PLACE);
  }

  private addressOf(offset: number): number | undefined {
    const segment = this.image?.segments.find(
      ({ type, offset: start, filesz }) => type === PT.LOAD && offset >= start && offset < start + filesz,
    );
    return segment && segment.vaddr + offset - segment.offset;
  }
}

function imageOf(file: Mappable, path: string): ElfImage | undefined {
  try {
    return parseElf(file, path);
  } catch (error) {
    // Code in a file of the program's own making.
    if (error instanceof LoaderError) return undefined;
    throw error;
  }
}

/** One symbol an address: a function rather than a label, with a size rather than without, with a public name. */
function functionsOf(image: ElfImage): ElfSymbol[] {
  const best = new Map<number, ElfSymbol>();
  for (const symbol of elfSymbols(image, elfSections(image))) {
    const { name, type } = symbol;
    const isFunction = type === STT.FUNC || type === STT.GNU_IFUNC;
    // Mapping symbols ($a, $t, $d, $x) name no function.
    if (!isFunction && (type !== STT.NOTYPE || name.startsWith('$') || name.startsWith('.L'))) continue;
    // Bit 0 of a function's address tells a compressed instruction set (Thumb, MIPS16).
    const placed = isFunction ? { ...symbol, address: symbol.address - (symbol.address % 2) } : symbol;
    const known = best.get(placed.address);
    if (known === undefined || rank(placed) > rank(known)) best.set(placed.address, placed);
  }
  return [...best.values()].sort((a, b) => a.address - b.address);
}

const rank = ({ name, size, type }: ElfSymbol): number =>
  (type === STT.NOTYPE ? 0 : 8) + (size > 0 ? 4 : 0) + 2 - Math.min(2, /^_*/.exec(name)![0].length);
