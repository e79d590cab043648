import type { CpuModel } from '@anyuser/core';

/**
 * Features of MIPS models: `r2` MIPS32 release 2 · `r5` release 5 · `fpu` a float unit with doubles · `fpu2` the same with
 * what release 2 added · `f64` 64-bit float registers (FR = 1) · `nan2008` IEEE 754-2008 NaN encoding.
 */
export type Feature = 'r2' | 'r5' | 'fpu' | 'fpu2' | 'f64' | 'nan2008';

/** FIR of the models with a float unit: formats, 64-bit registers and what is optional, and the processor's number. As QEMU has them. */
const FIR: Readonly<Record<string, number>> = {
  '24Kf': 0x0073_9300,
  '34Kf': 0x0073_9500,
  '74Kf': 0x0073_9300,
  P5600: 0x30f3_0300,
};

/** FIR of a model. */
export const firOf = ({ name }: CpuModel): number => FIR[name] ?? 0;

const model = (name: string, ...features: Feature[]): CpuModel => ({
  name,
  features: new Set<string>(features),
});

/** Models by the names of QEMU, the default first. */
export const models: readonly CpuModel[] = [
  model('24Kf', 'r2', 'fpu', 'fpu2', 'f64'),
  model('4Kc'),
  model('4KEc', 'r2'),
  model('24Kc', 'r2'),
  model('34Kf', 'r2', 'fpu', 'fpu2', 'f64'),
  model('74Kf', 'r2', 'fpu', 'fpu2', 'f64'),
  model('P5600', 'r2', 'r5', 'fpu', 'fpu2', 'f64', 'nan2008'),
];
