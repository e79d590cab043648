import { type ElfImage, PAGE_SIZE, type ProcessLayout } from '@anyuser/core';
import { paxOf } from './notes';

/** Bits of page numbers that are chosen at random (PAX_ASLR_DELTA_*_LEN of 32-bit programs). */
const DELTA_BITS = 16;

/** Where the parts of a program go: moved by random numbers of pages where its PaX note asks for that. */
export const layoutOf =
  (layout: ProcessLayout) =>
  (image: ElfImage, random: (bytes: Uint8Array) => void): ProcessLayout => {
    if (!paxOf(image).aslr) return layout;
    const pages = new Uint16Array(3);
    random(new Uint8Array(pages.buffer));
    const [stack, mmap, exec] = [...pages].map((count) => (count & ((1 << DELTA_BITS) - 1)) * PAGE_SIZE);
    return {
      ...layout,
      stackTop: layout.stackTop - stack!,
      mmapTop: layout.mmapTop - stack! - mmap!,
      pieBase: layout.pieBase + exec!,
    };
  };
