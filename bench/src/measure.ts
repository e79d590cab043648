import { rmSync } from 'node:fs';
import { type Runner, type RunnerName, runnerNames } from './runner';
import type { Sample, Sampler } from './sample';
import { median, spread } from './statistics';
import type { Place } from './where/place';
import type { Group, Task, Workload } from './workload';

/** Medians of one workload under one runner. */
export interface Timing {
  /** Seconds of wall time. */
  readonly wall: number;
  /** Seconds of processor time of all threads. */
  readonly cpu: number;
  /** KiB. */
  readonly resident: number;
  /** Largest deviation of a wall time from the median, as a share of it. */
  readonly spread: number;
  /** All wall times in the order of the rounds. */
  readonly walls: readonly number[];
  /** Wall time of a run before the rounds, which found nothing kept from earlier runs; where the runner keeps anything. */
  readonly cold?: number;
}

/** What came out for one workload. */
export interface Result {
  readonly name: string;
  readonly group: Group;
  readonly timings: Readonly<Partial<Record<RunnerName, Timing>>>;
  /** Why a runner has no timing although it should. */
  readonly failures: Readonly<Partial<Record<RunnerName, string>>>;
  /** Seconds that anyuser's main thread spent on each thing, if that was asked for. */
  readonly where?: Readonly<Record<Place, number>>;
}

/** Runs of a runner that keeps something, before those that count: the first one, and two in which it compiles what the first found warm. */
const BEFORE = 3;

/**
 * Runs a task under each runner in turn, round after round, so that a disturbance of the machine meets all of them.
 * What a runner keeps from run to run is deleted before, its first run measured apart, and two more let it settle.
 * A runner whose output differs from the reference (native, else qemu) fails; it is not timed.
 */
export async function measure(
  workload: Workload,
  task: Task,
  runners: Readonly<Record<RunnerName, Runner>>,
  rounds: number,
  sampler: Sampler,
): Promise<Result> {
  const samples: Partial<Record<RunnerName, Sample[]>> = {};
  const failures: Partial<Record<RunnerName, string>> = {};
  const cold: Partial<Record<RunnerName, Sample>> = {};
  for (const { cache } of Object.values(runners))
    if (cache !== undefined) rmSync(cache, { recursive: true, force: true });
  for (let round = -BEFORE; round < rounds; round++) {
    for (const name of runnerNames) {
      if (round < 0 && runners[name].cache === undefined) continue;
      const runner = runners[name];
      if (runner.absent !== undefined || failures[name] !== undefined) continue;
      const commands = runner.commands(task);
      if (commands === undefined) continue;
      try {
        const sample = await sampler.run(commands, task.product);
        if (round < 0) cold[name] ??= sample;
        else (samples[name] ??= []).push(sample);
      } catch (error) {
        failures[name] = error instanceof Error ? error.message : String(error);
      }
    }
  }
  const reference = failures.native === undefined && samples.native ? samples.native[0] : samples.qemu?.[0];
  const timings: Partial<Record<RunnerName, Timing>> = {};
  for (const name of runnerNames) {
    const list = samples[name];
    if (list === undefined || failures[name] !== undefined) continue;
    const first = cold[name];
    const wrong = [...list, ...(first ? [first] : [])].find((sample) => sample.digest !== reference?.digest);
    if (wrong !== undefined) failures[name] = `wrong output: ${JSON.stringify(wrong.output.slice(0, 80))}`;
    else timings[name] = { ...summarise(list), cold: first?.wall };
  }
  return { name: workload.name, group: workload.group, timings, failures };
}

function summarise(samples: readonly Sample[]): Timing {
  const walls = samples.map((sample) => sample.wall);
  return {
    wall: median(walls),
    cpu: median(samples.map((sample) => sample.cpu)),
    resident: median(samples.map((sample) => sample.resident)),
    spread: spread(walls),
    walls,
  };
}

/** How many times as fast as qemu anyuser was, by wall or processor time, or by the wall time of its first run; undefined if one of them has no timing. */
export function speedup(
  result: Result,
  of: 'wall' | 'cpu' | 'cold' = 'wall',
  runner: 'anyuser' | 'node24' = 'anyuser',
): number | undefined {
  const { qemu } = result.timings;
  const timing = result.timings[runner];
  const own = timing?.[of];
  return qemu && own !== undefined ? qemu[of === 'cold' ? 'wall' : of] / own : undefined;
}

/** How many times as long as native code a runner took; undefined without either. */
export function slowdown(result: Result, runner: RunnerName = 'anyuser'): number | undefined {
  const { native } = result.timings;
  const timing = result.timings[runner];
  return native && timing ? timing.wall / native.wall : undefined;
}
