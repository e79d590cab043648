import type { Process } from '@anyuser/core';

/** /proc/cpuinfo of a MIPS kernel on the process's CPU model (arch/mips/kernel/proc.c). */
export function mipsCpuinfo({ model, architecture }: Process): string {
  const releases = ['r2', 'r5'].filter((release) => model.features.has(release));
  const rows: readonly (readonly [string, string])[] = [
    ['system type', 'anyuser'],
    ['machine', 'Unknown'],
    ['processor', '0'],
    ['cpu model', `MIPS ${model.name} V0.0${model.features.has('fpu') ? '  FPU V0.0' : ''}`],
    ['byteorder', architecture.bigEndian ? 'big endian' : 'little endian'],
    ['wait instruction', 'yes'],
    ['tlb_entries', '16'],
    ['isa', ['mips1 mips2 mips32r1', ...releases.map((release) => `mips32${release}`)].join(' ')],
    ['ASEs implemented', ''],
  ];
  return `${rows.map(([name, value]) => `${name.padEnd(24, '\t').replace(/\t+$/, '')}\t: ${value}`).join('\n')}\n\n`;
}
