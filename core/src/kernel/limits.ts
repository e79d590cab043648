/** Resource limits by their header's names; Infinity = no limit. Bytes, seconds or counts as the header says. */
export type LimitName =
  | 'RLIMIT_CPU'
  | 'RLIMIT_FSIZE'
  | 'RLIMIT_DATA'
  | 'RLIMIT_STACK'
  | 'RLIMIT_CORE'
  | 'RLIMIT_RSS'
  | 'RLIMIT_NPROC'
  | 'RLIMIT_NOFILE'
  | 'RLIMIT_MEMLOCK'
  | 'RLIMIT_AS'
  | 'RLIMIT_LOCKS'
  | 'RLIMIT_SIGPENDING'
  | 'RLIMIT_MSGQUEUE'
  | 'RLIMIT_NICE'
  | 'RLIMIT_RTPRIO'
  | 'RLIMIT_RTTIME'
  | 'RLIMIT_SBSIZE'
  | 'RLIMIT_SWAP'
  | 'RLIMIT_NPTS'
  | 'RLIMIT_KQUEUES'
  | 'RLIMIT_UMTXP'
  | 'RLIMIT_NTHR'
  | 'RLIMIT_PIPEBUF';

export interface Limit {
  readonly soft: number;
  readonly hard: number;
}

export type Limits = Map<LimitName, Limit>;

const unlimited: Limit = { soft: Number.POSITIVE_INFINITY, hard: Number.POSITIVE_INFINITY };

/** The limits of a first process, as a usual login gives them. */
export const defaultLimits = (stack: number): Limits =>
  new Map<LimitName, Limit>([
    ['RLIMIT_CPU', unlimited],
    ['RLIMIT_FSIZE', unlimited],
    ['RLIMIT_DATA', unlimited],
    ['RLIMIT_STACK', { soft: stack, hard: Number.POSITIVE_INFINITY }],
    ['RLIMIT_CORE', { soft: 0, hard: Number.POSITIVE_INFINITY }],
    ['RLIMIT_RSS', unlimited],
    ['RLIMIT_NPROC', { soft: 4096, hard: 4096 }],
    ['RLIMIT_NOFILE', { soft: 1024, hard: 1_048_576 }],
    ['RLIMIT_MEMLOCK', { soft: 8 << 20, hard: 8 << 20 }],
    ['RLIMIT_AS', unlimited],
    ['RLIMIT_LOCKS', unlimited],
    ['RLIMIT_SIGPENDING', { soft: 4096, hard: 4096 }],
    ['RLIMIT_MSGQUEUE', { soft: 819_200, hard: 819_200 }],
    ['RLIMIT_NICE', { soft: 0, hard: 0 }],
    ['RLIMIT_RTPRIO', { soft: 0, hard: 0 }],
    ['RLIMIT_RTTIME', unlimited],
    ['RLIMIT_SBSIZE', unlimited],
    ['RLIMIT_SWAP', unlimited],
    ['RLIMIT_NPTS', unlimited],
    ['RLIMIT_KQUEUES', unlimited],
    ['RLIMIT_UMTXP', unlimited],
    ['RLIMIT_NTHR', { soft: 1024, hard: 1024 }],
    ['RLIMIT_PIPEBUF', unlimited],
  ]);
