import type { CpuModel } from '@anyuser/core';

/** Bits of AT_HWCAP (arch/arm/include/uapi/asm/hwcap.h) by the features of the CPU model that they stand for. */
export const HWCAP = {
  SWP: 1 << 0,
  HALF: 1 << 1,
  THUMB: 1 << 2,
  FAST_MULT: 1 << 4,
  VFP: 1 << 6,
  EDSP: 1 << 7,
  NEON: 1 << 12,
  VFPv3: 1 << 13,
  VFPv3D16: 1 << 14,
  TLS: 1 << 15,
  VFPv4: 1 << 16,
  IDIVA: 1 << 17,
  IDIVT: 1 << 18,
  VFPD32: 1 << 19,
} as const;

/** AT_HWCAP, AT_HWCAP2, AT_PLATFORM and the machine's name that a kernel on this CPU gives. */
export function hwcapOf(model: CpuModel): {
  readonly hwcap: number;
  readonly hwcap2: number;
  readonly platform: string;
  readonly machine: string;
} {
  const has = (feature: string): boolean => model.features.has(feature);
  let hwcap = HWCAP.SWP | HWCAP.HALF | HWCAP.THUMB | HWCAP.FAST_MULT | HWCAP.EDSP;
  if (has('v6k')) hwcap |= HWCAP.TLS;
  if (has('vfpv2')) hwcap |= HWCAP.VFP;
  if (has('vfpv3')) hwcap |= HWCAP.VFPv3 | (has('d32') ? 0 : HWCAP.VFPv3D16);
  if (has('vfpv4')) hwcap |= HWCAP.VFPv4;
  if (has('d32')) hwcap |= HWCAP.VFPD32;
  if (has('neon')) hwcap |= HWCAP.NEON;
  if (has('idiv')) hwcap |= HWCAP.IDIVA | HWCAP.IDIVT;
  const version = has('v7') ? 'v7' : has('v6') ? 'v6' : has('v5te') || has('v5') ? 'v5te' : 'v5';
  return { hwcap, hwcap2: 0, platform: `${version}l`, machine: `arm${version}l` };
}
