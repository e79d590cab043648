/** A processor, instruction set and float convention that guests are built for. */
export interface GuestTarget {
  /** Folder of the built files, and of what is expected for this target alone. */
  readonly name: string;
  /** Name of the compiler, found on the path. */
  readonly compiler: string;
  readonly flags: readonly string[];
  /** The `qemu-user` program that runs the files. */
  readonly qemu: string;
}

/**
 * Targets with committed files. Both are little-endian Linux EABI: `arm` is what Debian calls armel, in A32 encodings
 * that ARMv5TE has; `armhf` is ARMv7-A with VFP and NEON registers for arguments, in Thumb-2 encodings.
 */
export const GUEST_TARGETS: readonly GuestTarget[] = [
  { name: 'arm', compiler: 'arm-linux-gnueabi-gcc', flags: ['-march=armv5te', '-marm'], qemu: 'qemu-arm' },
  {
    name: 'armhf',
    compiler: 'arm-linux-gnueabihf-gcc',
    flags: ['-march=armv7-a', '-mfpu=neon', '-mthumb'],
    qemu: 'qemu-arm',
  },
];

/** The compiler of the machine that builds, for programs whose output the machine's own kernel gives. */
export const NATIVE_COMPILER = {
  name: 'native',
  compiler: 'gcc',
  flags: ['-no-pie', '-fno-pie', '-ffp-contract=off'],
} as const;
