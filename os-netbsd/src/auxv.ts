import { AUXILIARY_ENTRIES } from '@anyuser/core';

/** Entry types of the auxiliary vector (sys/sys/exec_elf.h), without their AT_ prefix. */
export const AT = {
  ...AUXILIARY_ENTRIES,
  STACKBASE: 13,
  EUID: 2000,
  RUID: 2001,
  EGID: 2002,
  RGID: 2003,
  SUN_EXECNAME: 2014,
} as const;
