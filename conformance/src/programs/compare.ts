import type { Outcome } from './run-case';

/** One respect in which two runs differ. */
export interface Difference {
  readonly what: 'end' | 'stdout' | 'stderr' | 'files';
  /** Lines of the oracle with `-`, lines of the other with `+`, from the first that differs. */
  readonly text: string;
}

const CONTEXT_LINES = 12;

/** The lines from the first difference on, those of `expected` with `-` and those of `actual` with `+`. */
export function describeDifference(expected: string, actual: string): string {
  const left = expected.split('\n');
  const right = actual.split('\n');
  let first = 0;
  while (first < left.length && left[first] === right[first]) {
    first++;
  }
  let common = 0;
  while (
    common < left.length - first &&
    common < right.length - first &&
    left.at(-1 - common) === right.at(-1 - common)
  ) {
    common++;
  }
  const part = (lines: readonly string[], sign: string): string[] => {
    const differing = lines.slice(first, lines.length - common);
    const shown = differing.slice(0, CONTEXT_LINES).map((line) => `${sign} ${line.slice(0, 300)}`);
    return differing.length > CONTEXT_LINES
      ? [...shown, `${sign} … ${differing.length - CONTEXT_LINES} more`]
      : shown;
  };
  return [`@ line ${first + 1}`, ...part(left, '-'), ...part(right, '+')].join('\n');
}

/** In what two runs of a case differ; empty when they agree. */
export function compare(expected: Outcome, actual: Outcome): readonly Difference[] {
  return (['end', 'stdout', 'stderr', 'files'] as const)
    .filter((what) => expected[what] !== actual[what])
    .map((what) => ({ what, text: describeDifference(expected[what], actual[what]) }));
}
