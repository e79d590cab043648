import type { Workload } from '../workload';
import { busyboxWorkloads } from './busybox';
import { gccWorkloads } from './gcc';
import { interpreterWorkloads } from './interpreters';
import { sqliteWorkload } from './sqlite';

/** All workloads that run unmodified programs of Debian. */
export const programWorkloads: readonly Workload[] = [
  ...busyboxWorkloads,
  ...interpreterWorkloads,
  sqliteWorkload,
  ...gccWorkloads,
];
