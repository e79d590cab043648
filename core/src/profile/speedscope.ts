import type { Frame } from './symbolizer';

/** The samples of one thread. */
export interface ThreadProfile {
  readonly name: string;
  /** Frame numbers of each sample, outermost first. */
  readonly samples: readonly (readonly number[])[];
  /** Milliseconds of each sample. */
  readonly weights: readonly number[];
}

const SCHEMA = 'https://www.speedscope.app/file-format-schema.json';

/** A profile in the file format of speedscope: one sampled profile a thread. */
export function speedscopeJson(
  name: string,
  frames: readonly Frame[],
  threads: readonly ThreadProfile[],
): string {
  const totals = threads.map(({ weights }) => weights.reduce((sum, weight) => sum + weight, 0));
  return `${JSON.stringify({
    $schema: SCHEMA,
    name,
    exporter: 'anyuser',
    activeProfileIndex: Math.max(0, totals.indexOf(Math.max(...totals))),
    shared: { frames },
    profiles: threads.map((thread, index) => ({
      type: 'sampled',
      name: thread.name,
      unit: 'milliseconds',
      startValue: 0,
      endValue: totals[index],
      samples: thread.samples,
      weights: thread.weights,
    })),
  })}\n`;
}
