import { type Result, slowdown, speedup } from '../measure';
import { groupMeans, type Verdict } from '../reach';
import { type RunnerName, runnerNames } from '../runner';
import { formatTable, ratio, seconds } from './table';

const head = [
  'workload',
  'anyuser s',
  'node24 s',
  'qemu s',
  'native s',
  'qemu÷any',
  'cold',
  'by cpu',
  'qemu÷node24',
  'any÷native',
  'qemu÷native',
  'spread',
];

function resultRow(result: Result): string[] {
  const { anyuser, qemu, native } = result.timings;
  const cell = (name: RunnerName) =>
    result.failures[name] === undefined ? seconds(result.timings[name]?.wall) : 'FAILED';
  const widest = Math.max(...[anyuser, qemu, native].map((timing) => timing?.spread ?? 0));
  return [
    `  ${result.name}`,
    ...runnerNames.map(cell),
    ratio(speedup(result)),
    ratio(speedup(result, 'cold')),
    ratio(speedup(result, 'cpu')),
    ratio(speedup(result, 'wall', 'node24')),
    ratio(slowdown(result)),
    ratio(slowdown(result, 'qemu')),
    `${(widest * 100).toFixed(0)}%`,
  ];
}

/** The results as a table, one section per group with its geometric means. */
export function formatResults(results: readonly Result[]): string {
  const rows: string[][] = [];
  for (const mean of groupMeans(results)) {
    rows.push([
      mean.group,
      ...runnerNames.map(() => ''),
      ratio(mean.speedup),
      ratio(mean.coldSpeedup),
      ratio(mean.cpuSpeedup),
      ratio(mean.node24Speedup),
      ratio(mean.slowdown),
      ratio(mean.qemuSlowdown),
      '',
    ]);
    rows.push(...results.filter((result) => result.group === mean.group).map(resultRow));
  }
  return formatTable(head, rows);
}

/** One line per failure. */
export function formatFailures(results: readonly Result[]): string {
  return results
    .flatMap((result) => runnerNames.map((name) => [result.name, name, result.failures[name]] as const))
    .filter(([, , reason]) => reason !== undefined)
    .map(([name, runner, reason]) => `FAILED ${name} under ${runner}: ${reason}`)
    .join('\n');
}

/** One line per demand. */
export function formatVerdicts(verdicts: readonly Verdict[]): string {
  const word = (met: boolean | undefined) => (met === undefined ? 'unknown' : met ? 'met' : 'NOT MET');
  return formatTable(
    ['demand', 'measured', ''],
    verdicts.map((verdict) => [verdict.demand, verdict.measured, word(verdict.met)]),
  );
}
