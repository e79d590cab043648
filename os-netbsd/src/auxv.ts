/** Entry types of the auxiliary vector (sys/sys/exec_elf.h), without their AT_ prefix. */
export const AT = {
  PHDR: 3,
  PHENT: 4,
  PHNUM: 5,
  PAGESZ: 6,
  BASE: 7,
  FLAGS: 8,
  ENTRY: 9,
  STACKBASE: 13,
  EUID: 2000,
  RUID: 2001,
  EGID: 2002,
  RGID: 2003,
  SUN_EXECNAME: 2014,
} as const;
