/** Where the right output of a guest comes from. */
export type Oracle =
  /** The same source, compiled for the machine that builds it and run by its own kernel: for what a kernel answers. */
  | 'native'
  /** `qemu-user` on the built file: for what a processor computes. */
  | 'qemu'
  /** Manuals and headers: the program compares by itself and prints what differs. Nobody runs a BSD's program here. */
  | 'manual';

/** How a guest is made from its source. */
export type Recipe =
  /** Assembly without any run-time. */
  | 'assembly'
  /** C on the small run-time of `guests/runtime`. */
  | 'freestanding'
  /** C on the C library of the compiler, linked statically. */
  | 'libc'
  /** A run-time linker of our own: position-independent, without any run-time. Not run by itself. */
  | 'linker'
  /** A shared library with the run-time in it. Not run by itself. */
  | 'library'
  /** C linked dynamically with that library. */
  | 'dynamic';

/** One test program: what it is made of, how it is run, and who says what it must print. */
export interface GuestProgram {
  /** Name of the source in `programs/` (without its suffix) and of the built file. */
  readonly name: string;
  /** Name of the source where another program is made of it too. */
  readonly source?: string;
  /** Path of the built file below the target's folder, where it is not the name. */
  readonly output?: string;
  readonly recipe: Recipe;
  readonly oracle: Oracle;
  /** Folder beside the built file with the run-time linker and the library, of a dynamic one: `sysroot` if absent. */
  readonly sysroot?: string;
  /** Targets that the program exists for; all of its systems when absent. */
  readonly targets?: readonly string[];
  /** Systems that the program exists for; Linux alone when absent. */
  readonly systems?: readonly string[];
  /** Arguments behind the program's name. */
  readonly args?: readonly string[];
  /** Compiler flags behind those of the target, by the target's name. */
  readonly flags?: Readonly<Record<string, readonly string[]>>;
  /** Options of anyuser. */
  readonly options?: readonly string[];
  /** Added to an otherwise empty environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Why the oracle is not the obvious one, or what the program needs. */
  readonly note?: string;
}

const QEMU_KERNEL = 'qemu-user 7.2 answers some of these calls differently from a kernel';

const BSDS: readonly string[] = ['freebsd', 'netbsd'];
const ALL_SYSTEMS: readonly string[] = ['linux', ...BSDS, 'openbsd'];

/** What dynamically linked programs find below the folder `sysroot`, where they are built. */
export const LIBRARY = 'sysroot/usr/lib/libguest.so.1';
/** Run-time linkers by system: paths below it. */
export const LINKERS: Readonly<Record<string, string>> = {
  freebsd: 'libexec/ld-elf.so.1',
  netbsd: 'usr/libexec/ld.elf_so',
  openbsd: 'usr/libexec/ld.so',
};
const DYNAMIC = {
  oracle: 'manual',
  systems: [...BSDS, 'openbsd'],
} as const;
/** Shared objects with a table of pinned calls, as OpenBSD has them since 7.5. */
const PINNED = {
  oracle: 'manual',
  systems: ['openbsd'],
  flags: { 'openbsd-arm': ['-DPINNED', '-Wl,-T,runtime/bsd/openbsd-pinned-shared.ld'] },
} as const;
const DYNAMIC_TARGETS = [
  'freebsd-arm',
  'freebsd-mips',
  'freebsd-mipsel',
  'netbsd-arm',
  'netbsd-mips',
  'netbsd-mipsel',
  'openbsd-arm',
];
const forAll = (...flags: readonly string[]) =>
  Object.fromEntries(DYNAMIC_TARGETS.map((target) => [target, flags]));

/** Parts of programs, which nobody runs by themselves. */
export const isPart = ({ recipe }: GuestProgram): boolean => recipe === 'linker' || recipe === 'library';

/** Process numbers that repeat, for what the kernel's messages say. */
const STEADY = ['--seed', '1'] as const;

/** All programs whose built files are committed. The Go program is built by its test, being too large for that. */
export const GUEST_PROGRAMS: readonly GuestProgram[] = [
  { name: 'hello', recipe: 'assembly', oracle: 'qemu' },
  {
    name: 'args',
    recipe: 'freestanding',
    oracle: 'qemu',
    args: ['one', '', 'two words', '--status'],
    env: { G_A: '1', G_EMPTY: '', G_SPACE: ' x ' },
  },
  {
    name: 'upper',
    recipe: 'freestanding',
    oracle: 'native',
    stdin:
      'A filter reads\nodd-sized pieces, and puts them out\nin capitals: \u00e4\u00df 0123456789.\nNo newline',
  },
  { name: 'integer', recipe: 'freestanding', oracle: 'native' },
  { name: 'compute', recipe: 'freestanding', oracle: 'native' },
  { name: 'machine', recipe: 'freestanding', oracle: 'native' },
  { name: 'layout', recipe: 'freestanding', oracle: 'qemu' },
  { name: 'structures', recipe: 'freestanding', oracle: 'native' },
  {
    name: 'vfp',
    recipe: 'freestanding',
    oracle: 'native',
    flags: { arm: ['-march=armv6', '-mfpu=vfpv2', '-mfloat-abi=softfp'] },
    note: 'VFPv2 in A32 encodings for arm, which otherwise computes with integers',
  },
  { name: 'neon', recipe: 'freestanding', oracle: 'qemu', targets: ['armhf'] },
  { name: 'mips', recipe: 'freestanding', oracle: 'qemu', targets: ['mips', 'mipsel'] },
  { name: 'atomics', recipe: 'freestanding', oracle: 'qemu' },
  {
    name: 'selfmod',
    recipe: 'freestanding',
    oracle: 'native',
    note: 'qemu-user does not see code changed through another mapping of its page',
  },
  {
    name: 'faults',
    recipe: 'freestanding',
    oracle: 'native',
    note: 'qemu-user reports a host address in si_addr of a SIGBUS beyond the end of a file',
  },
  { name: 'signals', recipe: 'freestanding', oracle: 'native', note: QEMU_KERNEL },
  {
    name: 'realtime',
    recipe: 'freestanding',
    oracle: 'native',
    note: 'qemu-user keeps two real-time signals for itself',
  },
  { name: 'memory', recipe: 'freestanding', oracle: 'native', note: QEMU_KERNEL },
  { name: 'files', recipe: 'freestanding', oracle: 'native' },
  {
    name: 'process',
    recipe: 'freestanding',
    oracle: 'native',
    note: 'qemu-user makes vfork a fork, and keeps descriptors of its own below the limit',
  },
  {
    name: 'exec',
    recipe: 'freestanding',
    oracle: 'native',
    note: 'qemu-user cannot execute a guest program for a guest unless binfmt_misc is set up',
  },
  {
    name: 'pipes',
    recipe: 'freestanding',
    oracle: 'native',
    note: 'qemu-user for ARM takes any flags of pipe2',
  },
  { name: 'poll', recipe: 'freestanding', oracle: 'native' },
  {
    name: 'handles',
    recipe: 'freestanding',
    oracle: 'native',
    note: 'qemu-user has neither preadv2 nor openat2',
  },
  {
    name: 'scheduling',
    recipe: 'freestanding',
    oracle: 'native',
    note: 'qemu-user has no process_vm_readv',
  },
  {
    name: 'ipc',
    recipe: 'freestanding',
    oracle: 'native',
    note: 'qemu-user does not always let a queue be removed under a sleeper, nor its two processes run in the same order',
  },
  {
    name: 'sigio',
    recipe: 'freestanding',
    oracle: 'native',
    note: 'qemu-user hands on no descriptor with a signal of F_SETSIG',
  },
  {
    name: 'timers',
    recipe: 'freestanding',
    oracle: 'native',
    note: 'qemu-user gives the si_code of timers as other architectures have it on MIPS',
  },
  {
    name: 'futex',
    recipe: 'freestanding',
    oracle: 'native',
    note: 'qemu-user does not walk the robust list of a thread that ends',
  },
  { name: 'sockets', recipe: 'freestanding', oracle: 'native' },
  {
    name: 'threads',
    recipe: 'libc',
    oracle: 'native',
    note: 'hangs under qemu-user, which does not mark the robust mutex of an ended thread',
  },
  ...['signals', 'process', 'memory', 'files', 'threads', 'sockets', 'time'].map(
    (subject): GuestProgram => ({
      name: `common-${subject}`,
      recipe: 'freestanding',
      oracle: 'native',
      systems: ALL_SYSTEMS,
    }),
  ),
  {
    name: 'common-queues',
    recipe: 'freestanding',
    oracle: 'native',
    note: 'qemu-user has no mq_notify, and on MIPS refuses the O_NONBLOCK of mq_getsetattr',
    systems: ['linux', 'freebsd', 'netbsd'],
  },
  {
    name: 'bsd-start',
    recipe: 'freestanding',
    oracle: 'manual',
    systems: BSDS,
    args: ['one', '', 'two words'],
    env: { G_A: '1', G_SPACE: ' x ' },
    note: 'compares arguments, ps_strings, auxiliary vector, registers and sysctls with each other',
  },
  { name: 'bsd-calls', recipe: 'freestanding', oracle: 'manual', systems: BSDS },
  { name: 'bsd-kqueue', recipe: 'freestanding', oracle: 'manual', systems: [...BSDS, 'openbsd'] },
  { name: 'bsd-pty', recipe: 'freestanding', oracle: 'manual', systems: [...BSDS, 'openbsd'] },
  { name: 'bsd-profil', recipe: 'freestanding', oracle: 'manual', systems: BSDS },
  { name: 'bsd-aio', recipe: 'freestanding', oracle: 'manual', systems: BSDS },
  { name: 'bsd-queues', recipe: 'freestanding', oracle: 'manual', systems: BSDS },
  { name: 'bsd-ipc', recipe: 'freestanding', oracle: 'manual', systems: [...BSDS, 'openbsd'] },
  { name: 'freebsd-calls', recipe: 'freestanding', oracle: 'manual', systems: ['freebsd'] },
  { name: 'freebsd-process', recipe: 'freestanding', oracle: 'manual', systems: ['freebsd'] },
  { name: 'freebsd-compat11', recipe: 'freestanding', oracle: 'manual', systems: ['freebsd'] },
  { name: 'freebsd-more', recipe: 'freestanding', oracle: 'manual', systems: ['freebsd'] },
  { name: 'netbsd-calls', recipe: 'freestanding', oracle: 'manual', systems: ['netbsd'] },
  ...['lwp', 'sysctl', 'memory', 'files', 'versions', 'spawn', 'compat', 'shared'].map(
    (subject): GuestProgram => ({
      name: `netbsd-${subject}`,
      recipe: 'freestanding',
      oracle: 'manual',
      systems: ['netbsd'],
    }),
  ),
  {
    name: 'netbsd-pax',
    recipe: 'freestanding',
    oracle: 'manual',
    systems: ['netbsd'],
    options: STEADY,
    note: 'random addresses follow from the seed',
  },
  { name: 'freebsd-timers', recipe: 'freestanding', oracle: 'manual', systems: ['freebsd'] },
  { name: 'freebsd-rows', recipe: 'freestanding', oracle: 'manual', systems: ['freebsd'] },
  { name: 'freebsd-sysctl', recipe: 'freestanding', oracle: 'manual', systems: ['freebsd'] },
  { name: 'freebsd-terminal', recipe: 'freestanding', oracle: 'manual', systems: ['freebsd'] },
  { name: 'freebsd-umtx', recipe: 'freestanding', oracle: 'manual', systems: ['freebsd'] },
  { name: 'freebsd-capsicum', recipe: 'freestanding', oracle: 'manual', systems: ['freebsd'] },
  ...Object.entries(LINKERS).map(
    ([system, path]): GuestProgram => ({
      name: `${system}-rtld`,
      source: 'bsd-rtld',
      recipe: 'linker',
      output: `sysroot/${path}`,
      oracle: 'manual',
      systems: [system],
    }),
  ),
  { name: 'libguest', recipe: 'library', output: LIBRARY, ...DYNAMIC },
  {
    name: 'openbsd-rtld-pinned',
    source: 'bsd-rtld',
    recipe: 'linker',
    output: `sysroot-pinned/${LINKERS['openbsd']}`,
    ...PINNED,
  },
  {
    name: 'libguest-pinned',
    source: 'libguest',
    recipe: 'library',
    output: LIBRARY.replace('sysroot', 'sysroot-pinned'),
    ...PINNED,
  },
  {
    name: 'bsd-dynamic',
    recipe: 'dynamic',
    args: ['hello'],
    flags: forAll('-fno-pic', '-no-pie'),
    ...DYNAMIC,
  },
  {
    name: 'bsd-dynamic-pie',
    source: 'bsd-dynamic',
    recipe: 'dynamic',
    args: ['hello'],
    flags: forAll('-fpie', '-Wl,-pie'),
    ...DYNAMIC,
  },
  {
    name: 'openbsd-dynamic-pinned',
    source: 'bsd-dynamic',
    recipe: 'dynamic',
    sysroot: 'sysroot-pinned',
    args: ['hello'],
    ...DYNAMIC,
    systems: ['openbsd'],
    flags: forAll('-fno-pic', '-no-pie'),
  },
  ...['', '-pinned'].map(
    (kind): GuestProgram => ({
      name: `openbsd-dynamic-direct${kind}`,
      source: 'bsd-dynamic',
      recipe: 'dynamic',
      sysroot: `sysroot${kind}`,
      args: ['direct'],
      options: STEADY,
      ...DYNAMIC,
      systems: ['openbsd'],
      flags: forAll('-fno-pic', '-no-pie'),
      note: 'makes a call where only the library may, which ends it',
    }),
  ),
  {
    name: 'bsd-thumb',
    recipe: 'freestanding',
    oracle: 'manual',
    systems: ['netbsd'],
    targets: ['netbsd-arm'],
  },
  {
    name: 'openbsd-start',
    recipe: 'freestanding',
    oracle: 'manual',
    systems: ['openbsd'],
    args: ['one', '', 'two words'],
    env: { G_A: '1', G_EMPTY: '' },
  },
  {
    name: 'openbsd-pie',
    recipe: 'freestanding',
    oracle: 'manual',
    systems: ['openbsd'],
    flags: { 'openbsd-arm': ['-fpie', '-Wl,-pie', '-Wl,--no-dynamic-linker'] },
  },
  {
    name: 'openbsd-calls',
    recipe: 'freestanding',
    oracle: 'manual',
    systems: ['openbsd'],
    options: ['--os-release', '7.4'],
  },
  { name: 'openbsd-threads', recipe: 'freestanding', oracle: 'manual', systems: ['openbsd'] },
  {
    name: 'openbsd-sysctl',
    recipe: 'freestanding',
    oracle: 'manual',
    systems: ['openbsd'],
    args: ['one', 'two words'],
    env: { G_A: '1' },
  },
  {
    name: 'openbsd-refused',
    recipe: 'freestanding',
    oracle: 'manual',
    systems: ['openbsd'],
    options: [...STEADY, '--os-release', '7.4'],
  },
  { name: 'openbsd-memory', recipe: 'freestanding', oracle: 'manual', systems: ['openbsd'], options: STEADY },
  {
    name: 'openbsd-sandbox',
    recipe: 'freestanding',
    oracle: 'manual',
    systems: ['openbsd'],
    options: STEADY,
  },
  {
    name: 'openbsd-wxneeded',
    recipe: 'freestanding',
    oracle: 'manual',
    systems: ['openbsd'],
    flags: { 'openbsd-arm': ['-Wl,-z,wxneeded'] },
  },
  {
    name: 'openbsd-pledge',
    recipe: 'freestanding',
    oracle: 'manual',
    systems: ['openbsd'],
    options: STEADY,
  },
  {
    name: 'openbsd-pins',
    recipe: 'freestanding',
    oracle: 'manual',
    systems: ['openbsd'],
    options: STEADY,
    flags: { 'openbsd-arm': ['-DPINNED', '-Wl,-T,runtime/bsd/openbsd-pinned.ld'] },
  },
];
