import { AUXILIARY_ENTRIES } from '@anyuser/core';

/** Entry types of the auxiliary vector (include/uapi/linux/auxvec.h), without their AT_ prefix. */
export const AT = {
  ...AUXILIARY_ENTRIES,
  UID: 11,
  EUID: 12,
  GID: 13,
  EGID: 14,
  PLATFORM: 15,
  HWCAP: 16,
  CLKTCK: 17,
  SECURE: 23,
  BASE_PLATFORM: 24,
  RANDOM: 25,
  HWCAP2: 26,
  EXECFN: 31,
} as const;
