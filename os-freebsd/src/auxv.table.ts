import { AUXILIARY_ENTRIES } from '@anyuser/core';

/** Entry types of the auxiliary vector (sys/sys/elf_common.h), without their AT_ prefix. */
export const AT = {
  ...AUXILIARY_ENTRIES,
  EXECPATH: 15,
  CANARY: 16,
  CANARYLEN: 17,
  OSRELDATE: 18,
  NCPUS: 19,
  PAGESIZES: 20,
  PAGESIZESLEN: 21,
  TIMEKEEP: 22,
  STACKPROT: 23,
  EHDRFLAGS: 24,
  HWCAP: 25,
  HWCAP2: 26,
  PS_STRINGS: 32,
} as const;
