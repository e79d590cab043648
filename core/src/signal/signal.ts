/** Signals by name. ABIs give them numbers; SIGRT0 is the first real-time signal of whatever system the guest has. */
const STANDARD = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGEMT',
  'SIGFPE',
  'SIGKILL',
  'SIGBUS',
  'SIGSEGV',
  'SIGSYS',
  'SIGPIPE',
  'SIGALRM',
  'SIGTERM',
  'SIGURG',
  'SIGSTOP',
  'SIGTSTP',
  'SIGCONT',
  'SIGCHLD',
  'SIGTTIN',
  'SIGTTOU',
  'SIGIO',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGVTALRM',
  'SIGPROF',
  'SIGWINCH',
  'SIGINFO',
  'SIGUSR1',
  'SIGUSR2',
  'SIGTHR',
  'SIGLIBRT',
  'SIGPWR',
  'SIGSTKFLT',
] as const;
/** How many real-time signals there can be (Linux/MIPS and FreeBSD: 97 and 62). */
const REALTIME = 97;

export type Signal = (typeof STANDARD)[number] | `SIGRT${number}`;

/** Every signal, in the kernel's own order, which is the order of delivery. */
export const SIGNALS: readonly Signal[] = [
  ...STANDARD,
  ...Array.from({ length: REALTIME }, (_, n): Signal => `SIGRT${n}`),
];

const indices = new Map<Signal, number>(SIGNALS.map((signal, index) => [signal, index]));

/** The kernel's own index of a signal, for bit sets. */
export const signalIndex = (signal: Signal): number => indices.get(signal)!;

/** Real-time signals queue; standard ones merge. */
export const isRealtime = (signal: Signal): boolean => signalIndex(signal) >= STANDARD.length;
