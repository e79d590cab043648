import type { LoadedImage } from '@anyuser/core';
import { PT, segmentsOf } from '../elf';

/** Entries of one call of pinsyscalls(2), or of a program's table. */
export interface Pins {
  /** Bounds of the region whose calls the table speaks of. */
  readonly start: number;
  readonly end: number;
  /** Address of each call's instruction; `anywhere` where there are several, which the kernel does not tell apart. */
  readonly places: ReadonlyMap<number, ReadonlySet<number> | 'anywhere'>;
}

const ENTRY = 8;
const SYS_kbind = 86;

/**
 * The table of a static program, or of the run-time linker (PT_OPENBSD_SYSCALLS): pairs of an address in the file's terms and a
 * call number (sys/kern/exec_elf.c, elf_read_pintable). No table: no entry, and no call passes.
 */
export function pinsOf(loaded: LoadedImage): Pins[] {
  const dynamic = loaded.image.interpreter !== undefined;
  const image = dynamic ? loaded.interpreter : loaded.image;
  const bias = dynamic ? loaded.interpreterBase : loaded.bias;
  const [table] = image === undefined ? [] : segmentsOf(image, PT.OPENBSD_SYSCALLS);
  if (image === undefined || table === undefined) return [];
  const bytes = image.bytes(table.offset, table.filesz);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const places = new Map<number, ReadonlySet<number> | 'anywhere'>();
  for (let at = 0; at + ENTRY <= bytes.length; at += ENTRY) {
    const address = (bias + view.getUint32(at, !image.bigEndian)) >>> 0;
    const number = view.getUint32(at + 4, !image.bigEndian);
    places.set(number, places.has(number) ? 'anywhere' : new Set([address]));
  }
  // Of ld.so's calls this one may come from anywhere in its code (sys/kern/exec_elf.c).
  if (dynamic && places.size > 0) places.set(SYS_kbind, 'anywhere');
  const code = segmentsOf(image, PT.LOAD).filter(({ flags }) => (flags & 1) !== 0);
  return [
    {
      start: bias + Math.min(...code.map(({ vaddr }) => vaddr)),
      end: bias + Math.max(...code.map(({ vaddr, memsz }) => vaddr + memsz)),
      places,
    },
  ];
}

/** Whether a call of a number may come from an address. */
export const pinned = (pins: readonly Pins[], number: number, address: number): boolean =>
  pins.some(({ start, end, places }) => {
    const allowed = places.get(number);
    return address >= start && address < end && (allowed === 'anywhere' || (allowed?.has(address) ?? false));
  });

/** Several instructions make the call, in a table of pinsyscalls(2). */
export const SEVERAL_PLACES = 0xffff_ffff;

/** A region's table as ld.so registers it: by call number the offset of its one instruction. */
export function pinsFromOffsets(start: number, length: number, offsets: readonly number[]): Pins {
  const places = new Map<number, ReadonlySet<number> | 'anywhere'>();
  for (const [number, offset] of offsets.entries()) {
    if (offset === SEVERAL_PLACES) places.set(number, 'anywhere');
    else if (offset !== 0) places.set(number, new Set([start + offset]));
  }
  return { start, end: start + length, places };
}
