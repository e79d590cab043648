import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workloadDirectory } from '../places';
import type { Arch } from '../toolchain';
import type { Context, Task, Workload } from '../workload';
import { fetchGuest } from './packages';

/** gcc of one architecture, as Debian configures it. */
interface Compiler {
  readonly triplet: string;
  /** What the driver passes to cc1 and to the assembler. */
  readonly cc1: readonly string[];
  readonly as: readonly string[];
}

const compilers: Readonly<Partial<Record<Arch, Compiler>>> = {
  arm: {
    triplet: 'arm-linux-gnueabihf',
    cc1: ['-mfloat-abi=hard', '-mtls-dialect=gnu', '-mthumb', '-march=armv7-a+fp'],
    as: ['-march=armv7-a', '-mfloat-abi=hard', '-mfpu=vfpv3-d16', '-meabi=5'],
  },
  mipsel: {
    triplet: 'mipsel-linux-gnu',
    cc1: ['-mel', '-march=mips32r2', '-mfpxx', '-mllsc', '-mno-lxc1-sxc1', '-mno-madd4', '-mabi=32'],
    as: ['-EL', '-mips32r2', '-O2', '-mabi=32', '-march=mips32r2', '-mfpxx', '-KPIC'],
  },
};
const arches: readonly Arch[] = ['arm', 'mipsel'];

function compilerOf(arch: Arch): Compiler {
  const compiler = compilers[arch];
  if (compiler === undefined) throw new Error(`Debian has no gcc for ${arch}`);
  return compiler;
}

/** Debian's cross compiler for the host: the same compiler with the same output, so native is comparable. */
const cross = ({ triplet }: Compiler) => ({
  cc1: `/usr/lib/gcc-cross/${triplet}/12/cc1`,
  gcc: `/usr/bin/${triplet}-gcc-12`,
});

function includes(root: string, { triplet }: Compiler): string[] {
  const folders = [`usr/lib/gcc/${triplet}/12/include`, `usr/include/${triplet}`, 'usr/include'];
  return ['-nostdinc', ...folders.flatMap((folder) => ['-isystem', join(root, folder)])];
}

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
    arches,
    async prepare(context: Context): Promise<Task> {
      const root = await fetchGuest(context, 'compiler');
      const compiler = compilerOf(context.arch);
      const rest = [
        // Without the ident, which names Debian's revision.
        ...['-quiet', '-fno-ident', ...compiler.cc1, ...includes(root, compiler)],
        ...source.flags(context.effort),
        ...[source.file(root), '-o', '-'],
      ];
      return {
        guest: [
          { program: join(root, `usr/lib/gcc/${compiler.triplet}/12/cc1`), arguments: rest, sysroot: root },
        ],
        native: existsSync(cross(compiler).cc1)
          ? [{ program: cross(compiler).cc1, arguments: rest }]
          : undefined,
      };
    },
  };
}

const gccDriver: Workload = {
  name: 'gcc-c',
  group: 'short',
  arches,
  async prepare(context: Context): Promise<Task> {
    const root = await fetchGuest(context, 'compiler');
    const compiler = compilerOf(context.arch);
    const { triplet } = compiler;
    const file = join(workloadDirectory, 'coremark-like.c');
    const assembly = context.builder.scratch('gcc-c.s');
    const product = context.builder.scratch('gcc-c.o');
    const tool = (path: string, args: readonly string[]) => ({
      program: join(root, path),
      arguments: args,
      sysroot: root,
    });
    const search = includes(root, compiler);
    const cc1 = ['-quiet', '-fno-ident', ...compiler.cc1, ...search, '-O2', file, '-o', assembly];
    const as = [...compiler.as, '-o', product, assembly];
    const driver = [...search, '-fno-ident', '-O2', '-c', file, '-o', product];
    return {
      // -B: the assembler of the guest's kind, not one that the host's PATH happens to lead to.
      guest: [tool('usr/bin/gcc-12', [`-B${join(root, 'usr/bin')}/`, ...driver])],
      // qemu-user cannot exec guest programs without binfmt_misc: the driver's own work, then its two steps.
      qemu: [
        tool('usr/bin/gcc-12', ['-###', ...driver]),
        tool(`usr/lib/gcc/${triplet}/12/cc1`, cc1),
        tool(`usr/bin/${triplet}-as`, as),
      ],
      native: existsSync(cross(compiler).gcc)
        ? [{ program: cross(compiler).gcc, arguments: driver }]
        : undefined,
      product,
    };
  },
};

/** gcc's compiler proper on a file of 200 and one of 8,000 lines, and the whole `gcc -c`. */
export const gccWorkloads: readonly Workload[] = [...sources.map(compilerWorkload), gccDriver];
