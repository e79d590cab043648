import type { Process } from '@anyuser/core';
import { HWCAP, hwcapOf } from './arm-hwcap';

/** Names of AT_HWCAP bits as /proc/cpuinfo has them (arch/arm/kernel/setup.c hwcap_str). */
const NAMES: Readonly<Record<keyof typeof HWCAP, string>> = {
  SWP: 'swp',
  HALF: 'half',
  THUMB: 'thumb',
  FAST_MULT: 'fastmult',
  VFP: 'vfp',
  EDSP: 'edsp',
  NEON: 'neon',
  VFPv3: 'vfpv3',
  VFPv3D16: 'vfpv3d16',
  TLS: 'tls',
  VFPv4: 'vfpv4',
  IDIVA: 'idiva',
  IDIVT: 'idivt',
  VFPD32: 'vfpd32',
};

/** Part numbers of the main ID register by model (each core's reference manual, MIDR). */
const PARTS: Readonly<Record<string, number>> = {
  'cortex-a7': 0xc07,
  'cortex-a8': 0xc08,
  'cortex-a9': 0xc09,
  'cortex-a15': 0xc0f,
  arm926: 0x926,
  arm1026: 0xa26,
  arm1136: 0xb36,
  arm1176: 0xb76,
  arm11mpcore: 0xb02,
};

/** /proc/cpuinfo of an ARM kernel on the process's CPU model. */
export function armCpuinfo(process: Process): string {
  const { model, kernel } = process;
  const { hwcap, platform } = hwcapOf(model);
  const features = (Object.keys(HWCAP) as (keyof typeof HWCAP)[])
    .filter((name) => hwcap & HWCAP[name])
    .map((name) => NAMES[name]);
  const architecture = platform.replace(/l$/, '').toUpperCase().slice(1);
  const part = (PARTS[model.name] ?? PARTS['cortex-a15']!).toString(16).padStart(3, '0');
  const processor = (number: number): string =>
    [
      `processor\t: ${number}`,
      `model name\t: ARMv${architecture} Processor rev 0 (${platform})`,
      'BogoMIPS\t: 100.00',
      `Features\t: ${features.join(' ')} `,
      'CPU implementer\t: 0x41',
      `CPU architecture: ${architecture}`,
      'CPU variant\t: 0x0',
      `CPU part\t: 0x${part}`,
      'CPU revision\t: 0',
      '',
      '',
    ].join('\n');
  const all = Array.from({ length: kernel.host.machine.cpus }, (_, number) => processor(number)).join('');
  return `${all}Hardware\t: Generic DT based system\nRevision\t: 0000\nSerial\t\t: 0000000000000000\n`;
}
