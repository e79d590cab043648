import { ProtFlag } from '../abi/flags';
import { KernelError } from '../kernel/errno';
import { type AddressSpace, pageDown, pageUp } from '../memory/address-space';
import { PAGE_SIZE } from '../memory/layout';
import type { MappedFile } from '../memory/mapped-file';
import { ET, PF, PT } from './elf';
import type { ElfImage, Segment } from './image';
import { LoaderError } from './loader-error';

const { PROT_READ, PROT_WRITE, PROT_EXEC } = ProtFlag;

/** Where an image lies in memory. Addresses are absolute. */
export interface MappedImage {
  /** Added to the file's addresses. */
  readonly bias: number;
  readonly entry: number;
  /** Address of the program headers, 0 if they are not loaded. */
  readonly phdr: number;
  /** End of the last segment. */
  readonly end: number;
  readonly startData: number;
}

/**
 * Maps an image's segments.
 * @param base - where a position-independent one goes; undefined: where there is room.
 * @throws LoaderError ENOMEM where it does not fit
 */
export function mapImage(
  space: AddressSpace,
  image: ElfImage,
  file: MappedFile,
  path: string,
  base: number | undefined,
): MappedImage {
  const loads = image.segments.filter(({ type, memsz }) => type === PT.LOAD && memsz > 0);
  const low = pageDown(loads[0]!.vaddr);
  const high = pageUp(loads.at(-1)!.vaddr + loads.at(-1)!.memsz);
  try {
    const bias = image.type === ET.EXEC ? 0 : reserve(space, loads, low, high, base) - low;
    for (const segment of loads) mapSegment(space, segment, file, path, bias);
    const last = loads.at(-1)!;
    return {
      bias,
      entry: bias + image.entry,
      phdr: phdrOf(image, loads, bias),
      end: bias + last.vaddr + last.memsz,
      startData: bias + last.vaddr,
    };
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    throw new LoaderError(`${path}: its segments do not fit into memory (${error.code})`, 'ENOMEM');
  }
}

/** Finds room for all segments together, at the largest alignment that they ask for; returns its address. */
function reserve(
  space: AddressSpace,
  loads: readonly Segment[],
  low: number,
  high: number,
  base: number | undefined,
): number {
  const align = Math.max(PAGE_SIZE, ...loads.map((segment) => powerOfTwo(segment.align)));
  const length = high - low;
  if (base !== undefined) return Math.ceil((base + low) / align) * align;
  const at = space.map({ address: 0, length: length + align - PAGE_SIZE, prot: 0 });
  space.unmap(at, length + align - PAGE_SIZE);
  return Math.ceil(at / align) * align;
}

const powerOfTwo = (align: number): number =>
  Number.isInteger(Math.log2(align)) && align <= 1 << 24 ? align : 0;

function mapSegment(
  space: AddressSpace,
  { vaddr, offset, filesz, memsz, flags }: Segment,
  source: MappedFile,
  path: string,
  bias: number,
): void {
  const prot =
    ((flags & PF.R) !== 0 ? PROT_READ : 0) |
    ((flags & PF.W) !== 0 ? PROT_WRITE : 0) |
    ((flags & PF.X) !== 0 ? PROT_EXEC : 0);
  const start = pageDown(bias + vaddr);
  const fileEnd = bias + vaddr + filesz;
  const end = pageUp(bias + vaddr + memsz);
  let anonymous = start;
  if (filesz > 0) {
    anonymous = pageUp(fileEnd);
    const length = anonymous - start;
    space.map({
      address: start,
      length,
      prot,
      fixed: 'replace',
      source,
      offset: pageDown(offset),
      name: path,
    });
    // Bytes between the file's part and the next page belong to bss, not to what follows in the file.
    if (memsz > filesz && fileEnd < anonymous && (flags & PF.W) !== 0)
      space.view.zero(fileEnd, anonymous - fileEnd);
  }
  if (end > anonymous) space.map({ address: anonymous, length: end - anonymous, prot, fixed: 'replace' });
}

function phdrOf(image: ElfImage, loads: readonly Segment[], bias: number): number {
  const own = image.segments.find(({ type }) => type === PT.PHDR);
  if (own !== undefined) return bias + own.vaddr;
  const holder = loads.find(({ offset, filesz }) => image.phoff >= offset && image.phoff < offset + filesz);
  return holder === undefined ? 0 : bias + holder.vaddr + image.phoff - holder.offset;
}

/** What PT_GNU_STACK says of the stack: executable, not, or nothing. */
export function stackKind(image: ElfImage): 'executable' | 'data' | 'unmarked' {
  const mark = image.segments.find(({ type }) => type === PT.GNU_STACK);
  if (mark === undefined) return 'unmarked';
  return (mark.flags & PF.X) !== 0 ? 'executable' : 'data';
}
