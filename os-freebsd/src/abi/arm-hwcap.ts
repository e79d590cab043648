import type { CpuModel } from '@anyuser/core';

/** AT_HWCAP bits (sys/arm/include/elf.h) by the features that they stand for. */
const HWCAP: readonly (readonly [bit: number, feature: string])[] = [
  [1 << 6, 'vfpv2'],
  [1 << 12, 'neon'],
  [1 << 13, 'vfpv3'],
  [1 << 15, 'v6k'],
  [1 << 16, 'vfpv4'],
  [(1 << 17) | (1 << 18), 'idiv'],
  [1 << 19, 'd32'],
];
/** SWP, HALF, THUMB, FAST_MULT, EDSP: every model has them. */
const ALWAYS = 0x97;

/** AT_HWCAP of a CPU model. */
export const armHwcap = (model: CpuModel): number =>
  HWCAP.reduce((bits, [bit, feature]) => bits | (model.features.has(feature) ? bit : 0), ALWAYS);
