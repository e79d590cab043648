import type { CpuModel } from '@anyuser/core';

/**
 * What CPU models differ in, as far as user programs see it. The base is ARMv5TE.
 * `v5j` BXJ · `v6` media, exclusives, unaligned access · `v6k` byte/half/double exclusives, CLREX · `v6t2` Thumb-2, bit
 * fields, MOVW · `v7` barriers, PLI · `idiv` SDIV/UDIV in both sets · `swp` SWP/SWPB · `vfpv2` · `fp-vectors` short vectors
 * · `vfpv3` · `d32` D16–D31 · `fp16` half-precision conversions · `vfpv4` fused multiply-add · `neon`.
 */
export const features = [
  'v5j',
  'v6',
  'v6k',
  'v6t2',
  'v7',
  'mp',
  'idiv',
  'vfpv2',
  'fp-vectors',
  'vfpv3',
  'd32',
  'fp16',
  'vfpv4',
  'neon',
] as const;
/** A feature by name. */
export type Feature = (typeof features)[number];

const v6 = ['v5j', 'v6', 'v6k', 'vfpv2'] as const;
const v7 = [...v6, 'v6t2', 'v7', 'vfpv3', 'd32', 'neon'] as const;
const v7mp = [...v7, 'mp', 'fp16'] as const;
const v7ve = [...v7mp, 'idiv', 'vfpv4'] as const;

const model = (name: string, ...list: readonly Feature[]): CpuModel => ({ name, features: new Set(list) });

/** Models of --cpu by QEMU's names; the first is the default. */
export const models: readonly CpuModel[] = [
  model('cortex-a15', ...v7ve),
  model('cortex-a7', ...v7ve),
  model('cortex-a8', ...v7, 'fp-vectors'),
  model('cortex-a9', ...v7mp),
  model('arm926', 'v5j', 'vfpv2', 'fp-vectors'),
  model('arm1026', 'v5j', 'vfpv2', 'fp-vectors'),
  model('arm1136', 'v5j', 'v6', 'vfpv2', 'fp-vectors'),
  model('arm1176', ...v6, 'fp-vectors'),
  model('arm11mpcore', ...v6, 'mp', 'fp-vectors'),
  model('max', ...v7ve),
  model('any', ...v7ve),
];
