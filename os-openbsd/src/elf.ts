import type { ElfImage, Segment } from '@anyuser/core';

/** Program headers of OpenBSD's own (sys/exec_elf.h), and RELRO, which the kernel leaves mutable too. */
export const PT = {
  LOAD: 1,
  GNU_RELRO: 0x6474_e552,
  OPENBSD_MUTABLE: 0x65a3_dbe5,
  OPENBSD_RANDOMIZE: 0x65a3_dbe6,
  OPENBSD_WXNEEDED: 0x65a3_dbe7,
  OPENBSD_SYSCALLS: 0x65a3_dbe9,
} as const;

/** The headers of a type. */
export const segmentsOf = (image: ElfImage, wanted: number): readonly Segment[] =>
  image.segments.filter(({ type }) => type === wanted);
