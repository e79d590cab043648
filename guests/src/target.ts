/** A processor, instruction set and float convention that guests are built for. */
export interface GuestTarget {
  /** Folder of the built files, and of what is expected for this target alone. */
  readonly name: string;
  /** The system whose programs it makes. */
  readonly system: 'linux' | 'freebsd' | 'netbsd' | 'openbsd';
  /** Name of the compiler, found on the path. */
  readonly compiler: string;
  readonly flags: readonly string[];
  /** Flags behind them for what is linked without a C library. */
  readonly freestanding?: readonly string[];
  /** The `qemu-user` program that runs the files; none runs those of other systems here. */
  readonly qemu?: string;
}

const MIPS_FLAGS = ['-march=mips32r2', '-mabi=32', '-mfpxx', '-fno-pie', '-no-pie', '-ffp-contract=off'];
/** Code that needs no global offset table, which only the C library's start-up code sets up. */
const NO_PIC = ['-mno-abicalls', '-fno-pic', '-G0', '-Wl,--no-warn-mismatch'];

/** Systems whose programs clang and lld make here, with start-up and calls of our own (runtime/bsd). */
const BSDS = ['freebsd', 'netbsd'] as const;
const BSD_FLAGS = ['-fuse-ld=lld', '-nostdinc', '-fomit-frame-pointer', '-Wno-unused-command-line-argument'];
const BSD_MIPS_FLAGS = ['-march=mips32r2', '-mabi=32', '-mhard-float', '-G0'];
/** For programs that have no run-time linker; with these anywhere clang makes no position-independent code at all. */
const BSD_MIPS_FREESTANDING = ['-mno-abicalls', '-fno-pic', '-mno-gpopt'];

const bsdTarget = (
  system: (typeof BSDS)[number],
  arch: string,
  triple: string,
  flags: readonly string[],
  freestanding: readonly string[] = [],
): GuestTarget => ({
  name: `${system}-${arch}`,
  system,
  compiler: 'clang',
  freestanding,
  flags: [`--target=${triple}`, ...BSD_FLAGS, ...flags],
});

/** ARMv6 with VFPv2, which all ports have; MIPS32 release 2 in both byte orders. */
const bsdTargets = (system: (typeof BSDS)[number]): readonly GuestTarget[] => [
  bsdTarget(system, 'arm', `armv6-unknown-${system}-eabihf`, [
    '-march=armv6',
    '-mfpu=vfpv2',
    '-mfloat-abi=hard',
    '-marm',
    '-Wl,-m,armelf',
  ]),
  ...(['mips', 'mipsel'] as const).map((arch) =>
    bsdTarget(
      system,
      arch,
      `${arch}-unknown-${system}`,
      [...BSD_MIPS_FLAGS, `-Wl,-m,elf32${arch === 'mips' ? 'b' : 'l'}tsmip`],
      BSD_MIPS_FREESTANDING,
    ),
  ),
];

/**
 * OpenBSD is ARMv7 alone. clang's driver for it wants OpenBSD's own linker, hence the one for bare machines, which knows of no
 * system.
 */
const OPENBSD_ARM: GuestTarget = {
  name: 'openbsd-arm',
  system: 'openbsd',
  compiler: 'clang',
  // biome-ignore format: one list of flags
  flags: [
    '--target=arm-none-eabi', '-D__OpenBSD__', ...BSD_FLAGS, '-march=armv7-a', '-mfpu=vfpv3-d16', '-mfloat-abi=hard', '-marm',
    '-fno-pie', '-Wl,-s',
  ],
};

/**
 * Targets with committed files. `arm` is what Debian calls armel, little-endian in A32 encodings that ARMv5TE has; `armhf` is
 * ARMv7-A with VFP and NEON registers for arguments, in Thumb-2 encodings. `mips` (big-endian) and `mipsel` are MIPS32 release 2
 * with o32, for either register model of the floating-point unit. Those of the BSDs bear the system's name before the processor's.
 */
export const GUEST_TARGETS: readonly GuestTarget[] = [
  {
    name: 'arm',
    system: 'linux',
    compiler: 'arm-linux-gnueabi-gcc',
    flags: ['-march=armv5te', '-marm'],
    qemu: 'qemu-arm',
  },
  {
    name: 'armhf',
    system: 'linux',
    compiler: 'arm-linux-gnueabihf-gcc',
    flags: ['-march=armv7-a', '-mfpu=neon', '-mthumb'],
    qemu: 'qemu-arm',
  },
  {
    name: 'mips',
    system: 'linux',
    compiler: 'mips-linux-gnu-gcc',
    flags: MIPS_FLAGS,
    freestanding: NO_PIC,
    qemu: 'qemu-mips',
  },
  {
    name: 'mipsel',
    system: 'linux',
    compiler: 'mipsel-linux-gnu-gcc',
    flags: MIPS_FLAGS,
    freestanding: NO_PIC,
    qemu: 'qemu-mipsel',
  },
  ...BSDS.flatMap(bsdTargets),
  OPENBSD_ARM,
];

/** The compiler of the machine that builds, for programs whose output the machine's own kernel gives. */
export const NATIVE_COMPILER = {
  name: 'native',
  system: 'linux',
  compiler: 'gcc',
  flags: ['-no-pie', '-fno-pie', '-ffp-contract=off'],
} as const;
