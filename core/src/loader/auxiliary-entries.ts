/** Entry types of the auxiliary vector that the System V ABI fixes for every system, without their AT_ prefix. */
export const AUXILIARY_ENTRIES = {
  PHDR: 3,
  PHENT: 4,
  PHNUM: 5,
  PAGESZ: 6,
  BASE: 7,
  FLAGS: 8,
  ENTRY: 9,
} as const;
