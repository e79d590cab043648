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
