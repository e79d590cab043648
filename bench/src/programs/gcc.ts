import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workloadDirectory } from '../places';
import type { Context, Task, Workload } from '../workload';
import { fetchGuest } from './packages';

const packages = [
  'cpp-12',
  'gcc-12',
  'libgcc-12-dev',
  'libc6-dev',
  'linux-libc-dev',
  'binutils',
  'binutils-arm-linux-gnueabihf',
  'libbinutils',
  'libctf0',
  'libjansson4',
  'libgmp10',
  'libmpfr6',
  'libmpc3',
  'libisl23',
  'libstb-dev',
] as const;

const triplet = 'arm-linux-gnueabihf';

/** Debian's cross compiler for the host: the same compiler with the same output, so native is comparable. */
const cross = {
  cc1: `/usr/lib/gcc-cross/${triplet}/12/cc1`,
  as: `/usr/${triplet}/bin/as`,
  gcc: `/usr/bin/${triplet}-gcc-12`,
} as const;

function includes(root: string): string[] {
  const folders = [`usr/lib/gcc/${triplet}/12/include`, `usr/include/${triplet}`, 'usr/include'];
  return ['-nostdinc', ...folders.flatMap((folder) => ['-isystem', join(root, folder)])];
}

/** What gcc's driver passes to cc1 in Debian's armhf configuration; without the ident, which names Debian's revision. */
const machine = [
  '-fno-ident',
  '-mfloat-abi=hard',
  '-mtls-dialect=gnu',
  '-mthumb',
  '-march=armv7-a+fp',
] as const;

interface Source {
  readonly name: string;
  readonly file: (root: string) => string;
  readonly flags: (effort: number) => readonly string[];
}

const sources: readonly Source[] = [
  {
    name: 'cc1-small',
    file: () => join(workloadDirectory, 'coremark-like.c'),
    flags: () => ['-O2'],
  },
  {
    // stb_image.h, about 8,000 lines, as it is on any processor: without the NEON paths.
    name: 'cc1-large',
    file: (root) => join(root, 'usr/include/stb/stb_image.h'),
    flags: (effort) => ['-DSTB_IMAGE_IMPLEMENTATION', '-DSTBI_NO_SIMD', effort < 1 ? '-O0' : '-O1'],
  },
];

function compilerWorkload(source: Source): Workload {
  return {
    name: source.name,
    group: 'program',
    arches: ['arm'],
    async prepare(context: Context): Promise<Task> {
      const root = await fetchGuest(context, packages);
      const rest = [
        ...['-quiet', ...machine, ...includes(root)],
        ...source.flags(context.effort),
        ...[source.file(root), '-o', '-'],
      ];
      return {
        guest: [{ program: join(root, `usr/lib/gcc/${triplet}/12/cc1`), arguments: rest, sysroot: root }],
        native: existsSync(cross.cc1) ? [{ program: cross.cc1, arguments: rest }] : undefined,
      };
    },
  };
}

const gccDriver: Workload = {
  name: 'gcc-c',
  group: 'short',
  arches: ['arm'],
  async prepare(context: Context): Promise<Task> {
    const root = await fetchGuest(context, packages);
    const file = join(workloadDirectory, 'coremark-like.c');
    const assembly = context.builder.scratch('gcc-c.s');
    const product = context.builder.scratch('gcc-c.o');
    const tool = (path: string, args: readonly string[]) => ({
      program: join(root, path),
      arguments: args,
      sysroot: root,
    });
    const cc1 = ['-quiet', ...machine, ...includes(root), '-O2', file, '-o', assembly];
    const as = ['-march=armv7-a', '-mfloat-abi=hard', '-mfpu=vfpv3-d16', '-meabi=5', '-o', product, assembly];
    const driver = [...includes(root), '-fno-ident', '-O2', '-c', file, '-o', product];
    return {
      // -B: the assembler of the guest's kind, not one that the host's PATH happens to lead to.
      guest: [tool('usr/bin/gcc-12', [`-B${join(root, 'usr/bin')}/`, ...driver])],
      // qemu-user cannot exec guest programs without binfmt_misc: the driver's own work, then its two steps.
      qemu: [
        tool('usr/bin/gcc-12', ['-###', ...driver]),
        tool(`usr/lib/gcc/${triplet}/12/cc1`, cc1),
        tool(`usr/bin/${triplet}-as`, as),
      ],
      native: existsSync(cross.gcc) ? [{ program: cross.gcc, arguments: driver }] : undefined,
      product,
    };
  },
};

/** gcc's compiler proper on a file of 200 and one of 8,000 lines, and the whole `gcc -c`. */
export const gccWorkloads: readonly Workload[] = [...sources.map(compilerWorkload), gccDriver];
