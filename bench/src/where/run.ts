import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runner } from '../runner';
import type { Sampler } from '../sample';
import type { Task } from '../workload';
import { type CpuProfile, Sources, timeByPlace } from './cpu-profile';
import { type Place, places } from './place';

/**
 * Runs a task once more under Node's profiler and sums what the main thread's time was spent on. V8's compilers run beside it and
 * are not in these figures.
 *
 * @throws Error with one sentence if a command fails
 */
export async function whereTimeGoes(
  task: Task,
  runner: Runner,
  sampler: Sampler,
): Promise<Record<Place, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'anyuser-where-'));
  try {
    const commands = (runner.commands(task) ?? []).map((command) => ({
      ...command,
      arguments: ['--cpu-prof', `--cpu-prof-dir=${folder}`, ...command.arguments],
    }));
    await sampler.run(commands, task.product);
    const sources = new Sources();
    const sum = Object.fromEntries(places.map((place) => [place, 0])) as Record<Place, number>;
    for (const file of readdirSync(folder)) {
      const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
      const times = timeByPlace(profile, sources);
      for (const place of places) sum[place] += times[place];
    }
    return sum;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
