/** Packages that are unpacked together into one sysroot; apt adds what they depend on. */
export const PACKAGE_SETS = {
  busybox: ['busybox-static'],
  shell: ['bash-static', 'bash', 'coreutils', 'grep', 'findutils', 'sed', 'diffutils', 'dash'],
  python: ['python3-minimal', 'libpython3.11-stdlib', 'libpython3.11-testsuite', 'dash'],
  languages: ['perl-base', 'lua5.4', 'luajit', 'sqlite3'],
  tools: ['openssl', 'curl', 'git', 'bash', 'dash', 'coreutils'],
  compiler: ['gcc-12', 'libc6-dev', 'libstb-dev'],
} as const satisfies Record<string, readonly string[]>;

/** Name of a set of packages. */
export type PackageSetName = keyof typeof PACKAGE_SETS;
