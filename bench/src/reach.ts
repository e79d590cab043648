import { type Result, slowdown, speedup } from './measure';
import { geometricMean } from './statistics';
import type { Arch } from './toolchain';
import type { Group } from './workload';

/** Whether one demand of the project is met. */
export interface Verdict {
  readonly demand: string;
  /** What was measured, as text with its unit. */
  readonly measured: string;
  /** Undefined if it could not be measured. */
  readonly met: boolean | undefined;
}

/** A demand on the results of a whole group of workloads. */
interface Bar {
  readonly demand: string;
  readonly select: (result: Result) => boolean;
  readonly value: (result: Result) => number | undefined;
  readonly combine: (values: readonly number[]) => number;
  readonly holds: (value: number) => boolean;
}

const inGroup = (group: Group) => (result: Result) => result.group === group;
const named = (name: string) => (result: Result) => result.name === name;
const least = (values: readonly number[]) => Math.min(...values);
const most = (values: readonly number[]) => Math.max(...values);
const atLeast = (bar: number) => (value: number) => value >= bar;
const long = (result: Result) => result.group === 'program' && (result.timings.qemu?.wall ?? 0) > 3;

const barsOf = (arch: Arch): readonly Bar[] => [
  // Big-endian guests on a little-endian host swap bytes at each access.
  arch === 'mips'
    ? bar('integer kernels, geometric mean ≥ 1.5', inGroup('integer'), geometricMean, 1.5)
    : bar('integer kernels, geometric mean ≥ 2.0', inGroup('integer'), geometricMean, 2),
  bar('integer kernels, none below 1.0', inGroup('integer'), least, 1),
  bar('floating point, geometric mean ≥ 4.0', inGroup('float'), geometricMean, 4),
  bar('NEON, geometric mean ≥ 1.5', inGroup('neon'), geometricMean, 1.5),
  bar('programs over 3 s under qemu, geometric mean ≥ 1.3', long, geometricMean, 1.3),
  bar('programs over 3 s under qemu, none below 0.7', long, least, 0.7),
  bar("python3 -c 'print(1)' ≥ 0.5", named('python-print'), least, 0.5),
  bar('gcc -c of a 300-line file ≥ 0.5', named('gcc-c'), least, 0.5),
  bar('system calls, geometric mean ≥ 2.0', inGroup('syscall'), geometricMean, 2),
  bar('fork+exec+wait of a static hello ≥ 1.0', named('fork-exec'), least, 1),
  {
    demand: 'integer kernels within 3× of native',
    select: inGroup('integer'),
    value: (result) => slowdown(result),
    combine: most,
    holds: (value) => value <= 3,
  },
];

function bar(demand: string, select: Bar['select'], combine: Bar['combine'], limit: number): Bar {
  return { demand, select, value: (result) => speedup(result), combine, holds: atLeast(limit) };
}

/**
 * Holds the results against the demands; a selected workload that failed under anyuser makes its demands unmet.
 * Demands that nothing was run for are left out.
 */
export function judge(results: readonly Result[], arch: Arch): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const { demand, select, value, combine, holds } of barsOf(arch)) {
    const selected = results.filter(select);
    if (selected.length === 0) continue;
    const failed = selected.filter((result) => result.failures.anyuser !== undefined);
    const values = selected.map(value).filter((one): one is number => one !== undefined);
    const combined = combine(values);
    const parts =
      values.length > 0 ? [`${combined.toFixed(2)} (${values.length} of ${selected.length})`] : [];
    if (failed.length > 0) parts.push(`${failed.length} failed`);
    verdicts.push({
      demand,
      measured: parts.join('; ') || 'not measured',
      met: failed.length > 0 ? false : values.length > 0 ? holds(combined) : undefined,
    });
  }
  return verdicts;
}

/** Geometric means per group: speed against qemu, and time against native of anyuser and of qemu. */
export interface GroupMean {
  readonly group: Group;
  readonly speedup: number | undefined;
  /** Of the first run, which finds nothing kept from earlier ones. */
  readonly coldSpeedup: number | undefined;
  /** By processor time instead of wall time, and by wall time under Node 24. */
  readonly cpuSpeedup: number | undefined;
  readonly node24Speedup: number | undefined;
  readonly slowdown: number | undefined;
  readonly qemuSlowdown: number | undefined;
}

/** The means of all groups that have results. */
export function groupMeans(results: readonly Result[]): GroupMean[] {
  const present = [...new Set(results.map((result) => result.group))];
  return present.map((group) => {
    const members = results.filter(inGroup(group));
    const mean = (value: (result: Result) => number | undefined): number | undefined => {
      const values = members.map(value).filter((one): one is number => one !== undefined);
      return values.length === 0 ? undefined : geometricMean(values);
    };
    return {
      group,
      speedup: mean((result) => speedup(result)),
      coldSpeedup: mean((result) => speedup(result, 'cold')),
      cpuSpeedup: mean((result) => speedup(result, 'cpu')),
      node24Speedup: mean((result) => speedup(result, 'wall', 'node24')),
      slowdown: mean((result) => slowdown(result)),
      qemuSlowdown: mean((result) => slowdown(result, 'qemu')),
    };
  });
}
