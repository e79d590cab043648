/** A processor, instruction set and float convention that guests are built for. */
export interface GuestTarget {
  /** Folder of the built files, and of what is expected for this target alone. */
  readonly name: string;
  /** Name of the compiler, found on the path. */
  readonly compiler: string;
  readonly flags: readonly string[];
  /** Flags behind them for what is linked without a C library. */
  readonly freestanding?: readonly string[];
  /** The `qemu-user` program that runs the files. */
  readonly qemu: string;
}

const MIPS_FLAGS = ['-march=mips32r2', '-mabi=32', '-mfpxx', '-fno-pie', '-no-pie', '-ffp-contract=off'];
/** Code that needs no global offset table, which only the C library's start-up code sets up. */
const NO_PIC = ['-mno-abicalls', '-fno-pic', '-G0', '-Wl,--no-warn-mismatch'];

/**
 * Targets with committed files. `arm` is what Debian calls armel, little-endian in A32 encodings that ARMv5TE has; `armhf` is
 * ARMv7-A with VFP and NEON registers for arguments, in Thumb-2 encodings. `mips` (big-endian) and `mipsel` are MIPS32 release 2
 * with o32, for either register model of the floating-point unit.
 */
export const GUEST_TARGETS: readonly GuestTarget[] = [
  { name: 'arm', compiler: 'arm-linux-gnueabi-gcc', flags: ['-march=armv5te', '-marm'], qemu: 'qemu-arm' },
  {
    name: 'armhf',
    compiler: 'arm-linux-gnueabihf-gcc',
    flags: ['-march=armv7-a', '-mfpu=neon', '-mthumb'],
    qemu: 'qemu-arm',
  },
  {
    name: 'mips',
    compiler: 'mips-linux-gnu-gcc',
    flags: MIPS_FLAGS,
    freestanding: NO_PIC,
    qemu: 'qemu-mips',
  },
  {
    name: 'mipsel',
    compiler: 'mipsel-linux-gnu-gcc',
    flags: MIPS_FLAGS,
    freestanding: NO_PIC,
    qemu: 'qemu-mipsel',
  },
];

/** The compiler of the machine that builds, for programs whose output the machine's own kernel gives. */
export const NATIVE_COMPILER = {
  name: 'native',
  compiler: 'gcc',
  flags: ['-no-pie', '-fno-pie', '-ffp-contract=off'],
} as const;
