import type { Options } from '../options';
import type { Verdict } from '../reach';
import type { Runner, RunnerName } from '../runner';
import type { Sampler } from '../sample';
import type { Context } from '../workload';

/** What checks work with. */
export interface CheckContext {
  readonly options: Options;
  readonly context: Context;
  readonly runners: Readonly<Record<RunnerName, Runner>>;
  readonly sampler: Sampler;
}

/** A demand that is no ratio to qemu: it measures by itself. */
export type Check = (context: CheckContext) => Promise<Verdict[]>;
