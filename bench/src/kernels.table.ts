import type { Arch } from './toolchain';
import type { Group } from './workload';

/** A workload that is one C file of our own and takes the amount of work as its first argument. */
export interface Kernel {
  readonly group: Group;
  /**
   * The argument for a full run: about 4 s under qemu-arm on a 2023 server core, so that what a translator does per second is
   * measured and not its start, for which there are workloads of their own.
   */
  readonly scale: number;
  /** Compiler flags on ARM only. */
  readonly armFlags?: readonly string[];
  /** Processors that it exists for; all without it. */
  readonly arches?: readonly Arch[];
}

const neon = { group: 'neon', armFlags: ['-mfpu=neon'], arches: ['arm'] } as const;

/** The kernels by the name of their source in `workloads/`. */
export const kernels = {
  'crc-table': { group: 'integer', scale: 25000 },
  'crc-bitwise': { group: 'integer', scale: 45000 },
  sha256: { group: 'integer', scale: 35000 },
  sieve: { group: 'integer', scale: 600 },
  matrix: { group: 'integer', scale: 2300 },
  quicksort: { group: 'integer', scale: 600 },
  'dhrystone-like': { group: 'integer', scale: 35000 },
  'coremark-like': { group: 'integer', scale: 70000 },
  nbody: { group: 'float', scale: 4000 },
  'spectral-norm': { group: 'float', scale: 2500 },
  mandelbrot: { group: 'float', scale: 450 },
  'linpack-double': { group: 'float', scale: 1500 },
  'linpack-single': { group: 'float', scale: 1900 },
  'fft-double': { group: 'float', scale: 2500 },
  'fft-single': { group: 'float', scale: 3500 },
  'neon-saxpy': { ...neon, scale: 70000 },
  'neon-blend': { ...neon, scale: 90000 },
  'neon-fir': { ...neon, scale: 50000 },
  'neon-mat4': { ...neon, scale: 45000 },
  'neon-yuv': { ...neon, scale: 45000 },
  'list-walk': { group: 'memory', scale: 28000 },
  'random-access': { group: 'memory', scale: 2800 },
  memcpy: { group: 'memory', scale: 22000 },
  triad: { group: 'memory', scale: 6000 },
  fib: { group: 'call', scale: 2600 },
  ackermann: { group: 'call', scale: 2200 },
  tak: { group: 'call', scale: 65000 },
  'switch-interpreter': { group: 'indirect', scale: 2600 },
  'threaded-interpreter': { group: 'indirect', scale: 8000 },
  'virtual-calls': { group: 'indirect', scale: 130000 },
  getppid: { group: 'syscall', scale: 15000 },
  'byte-io': { group: 'syscall', scale: 5500 },
  'file-io': { group: 'syscall', scale: 75000 },
  'pipe-self': { group: 'syscall', scale: 4000 },
  'pipe-pingpong': { group: 'process', scale: 6000 },
  'fork-wait': { group: 'process', scale: 2600 },
  'futex-pingpong': { group: 'thread', scale: 3000 },
  'mutex-contention': { group: 'thread', scale: 7500 },
} as const satisfies Record<string, Kernel>;
