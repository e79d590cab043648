import type { ElfImage } from '@anyuser/core';

/** Note types of name NetBSD, and the one of name PaX (sys/exec_elf.h, ELF_NOTE_TYPE_*). */
const NT_NETBSD_IDENT = 1;
const NT_NETBSD_MARCH = 5;
const NT_NETBSD_PAX = 3;

/** What a PaX note asks for or forbids. */
const PAX = { mprotect: 1, noMprotect: 2, aslr: 0x10, noAslr: 0x20 } as const;

/** The image's description in a note; undefined without one. */
const noteOf = (image: ElfImage, wanted: string, type: number): Uint8Array | undefined =>
  image.notes.find((note) => note.name === wanted && note.type === type)?.desc;

/** Whether the image says that it is NetBSD's. */
export const hasIdentification = (image: ElfImage): boolean =>
  noteOf(image, 'NetBSD', NT_NETBSD_IDENT) !== undefined;

/** The machine architecture that the image was built for (`earmv6hf`), if it says so. */
export function machineArchOf(image: ElfImage): string | undefined {
  const text = noteOf(image, 'NetBSD', NT_NETBSD_MARCH);
  return text === undefined ? undefined : new TextDecoder('latin1').decode(text).replace(/\0.*$/s, '');
}

/**
 * The restrictions that an image's PaX note asks for. Like kernels of ports where security.pax.*.global is 0, nothing is
 * restricted that did not ask (sys/kern/kern_pax.c).
 */
export function paxOf(image: ElfImage): { readonly mprotect: boolean; readonly aslr: boolean } {
  const desc = noteOf(image, 'PaX', NT_NETBSD_PAX);
  if (desc === undefined || desc.length < 4) return { mprotect: false, aslr: false };
  const flags = new DataView(desc.buffer, desc.byteOffset).getUint32(0, !image.bigEndian);
  const on = (bit: number, off: number): boolean => (flags & bit) !== 0 && (flags & off) === 0;
  return { mprotect: on(PAX.mprotect, PAX.noMprotect), aslr: on(PAX.aslr, PAX.noAslr) };
}
