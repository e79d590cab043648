/** AT_HWCAP bits (sys/arm/include/elf.h) by the features that they stand for. */
export const HWCAP: readonly (readonly [bit: number, feature: string])[] = [
  [1 << 6, 'vfpv2'],
  [1 << 12, 'neon'],
  [1 << 13, 'vfpv3'],
  [1 << 15, 'v6k'],
  [1 << 16, 'vfpv4'],
  [(1 << 17) | (1 << 18), 'idiv'],
  [1 << 19, 'd32'],
];
/** SWP, HALF, THUMB, FAST_MULT, EDSP: every model has them. */
export const HWCAP_ALWAYS = 0x97;
