import type { Arch } from './toolchain';
import type { Group } from './workload';

/** A workload that is one C file of our own and takes the amount of work as its first argument. */
export interface Kernel {
  readonly group: Group;
  /** The argument for a full run: 1 to 3 s under qemu-arm on a 2023 server core. */
  readonly scale: number;
  /** Compiler flags on ARM only. */
  readonly armFlags?: readonly string[];
  /** Processors that it exists for; all without it. */
  readonly arches?: readonly Arch[];
}

const neon = { group: 'neon', armFlags: ['-mfpu=neon'], arches: ['arm'] } as const;

/** The kernels by the name of their source in `workloads/`. */
export const kernels = {
  'crc-table': { group: 'integer', scale: 8000 },
  'crc-bitwise': { group: 'integer', scale: 14000 },
  sha256: { group: 'integer', scale: 11000 },
  sieve: { group: 'integer', scale: 250 },
  matrix: { group: 'integer', scale: 700 },
  quicksort: { group: 'integer', scale: 180 },
  'dhrystone-like': { group: 'integer', scale: 9000 },
  'coremark-like': { group: 'integer', scale: 20000 },
  nbody: { group: 'float', scale: 1500 },
  'spectral-norm': { group: 'float', scale: 800 },
  mandelbrot: { group: 'float', scale: 60 },
  'linpack-double': { group: 'float', scale: 450 },
  'linpack-single': { group: 'float', scale: 500 },
  'fft-double': { group: 'float', scale: 700 },
  'fft-single': { group: 'float', scale: 1000 },
  'neon-saxpy': { ...neon, scale: 24000 },
  'neon-blend': { ...neon, scale: 32000 },
  'neon-fir': { ...neon, scale: 16000 },
  'neon-mat4': { ...neon, scale: 16000 },
  'neon-yuv': { ...neon, scale: 17000 },
  'list-walk': { group: 'memory', scale: 9000 },
  'random-access': { group: 'memory', scale: 1000 },
  memcpy: { group: 'memory', scale: 5500 },
  triad: { group: 'memory', scale: 1800 },
  fib: { group: 'call', scale: 1000 },
  ackermann: { group: 'call', scale: 650 },
  tak: { group: 'call', scale: 20000 },
  'switch-interpreter': { group: 'indirect', scale: 1000 },
  'threaded-interpreter': { group: 'indirect', scale: 3000 },
  'virtual-calls': { group: 'indirect', scale: 50000 },
  getppid: { group: 'syscall', scale: 5000 },
  'byte-io': { group: 'syscall', scale: 2000 },
  'file-io': { group: 'syscall', scale: 25000 },
  'pipe-self': { group: 'syscall', scale: 1500 },
  'pipe-pingpong': { group: 'process', scale: 300 },
  'fork-wait': { group: 'process', scale: 1000 },
  'futex-pingpong': { group: 'thread', scale: 300 },
  'mutex-contention': { group: 'thread', scale: 2500 },
} as const satisfies Record<string, Kernel>;
