/** A guest processor that workloads can be built for. */
export type Arch = 'arm' | 'mipsel' | 'mips';

/** What a workload is compiled for: a guest processor or the host itself. */
export type Target = Arch | 'native';

/** How programs for one target are compiled, and by which qemu they run. */
export interface Toolchain {
  /** C compiler, found along `PATH`. */
  readonly compiler: string;
  /** Flags that this target needs besides the common ones. */
  readonly flags: readonly string[];
  /** qemu-user's command; absent for the host. */
  readonly qemu?: string;
  /** Debian's name of the architecture; absent where the release has none. */
  readonly debian?: string;
}

/** Flags of every compilation: no fused multiply-add, so that all targets round alike. */
export const commonFlags = ['-O2', '-ffp-contract=off', '-Wall', '-Wextra'] as const;

/** The toolchains by target, as Debian packages them. */
export const toolchains = {
  arm: { compiler: 'arm-linux-gnueabihf-gcc', flags: ['-static'], qemu: 'qemu-arm', debian: 'armhf' },
  mipsel: { compiler: 'mipsel-linux-gnu-gcc', flags: ['-static'], qemu: 'qemu-mipsel', debian: 'mipsel' },
  mips: { compiler: 'mips-linux-gnu-gcc', flags: ['-static'], qemu: 'qemu-mips' },
  native: { compiler: 'gcc', flags: [] },
} as const satisfies Record<Target, Toolchain>;

/** All guest processors. */
export const arches = ['arm', 'mipsel', 'mips'] as const satisfies readonly Arch[];
