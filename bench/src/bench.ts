import { resolve } from 'node:path';
import { Builder } from './builder';
import { runChecks } from './checks';
import { Debian } from './debian';
import { kernelWorkloads } from './kernels';
import { measure, type Result, speedup } from './measure';
import type { Options } from './options';
import { programWorkloads } from './programs';
import { judge, type Verdict } from './reach';
import { saveReport } from './report/save';
import { ratio, seconds } from './report/table';
import { formatFailures, formatResults, formatVerdicts } from './report/text';
import { formatWhere } from './report/where';
import { createRunners, type RunnerName, runnerNames } from './runner';
import { Sampler } from './sample';
import { type FoundNode, fetchSecondNode } from './second-node';
import { whereTimeGoes } from './where/run';
import { type Context, groups, type Workload } from './workload';

/** Workloads that the options ask for, in the order of the groups. */
export function selectWorkloads(options: Options): Workload[] {
  const all = [...kernelWorkloads, ...programWorkloads];
  return groups
    .filter((group) => options.groups.includes(group))
    .flatMap((group) => all.filter((workload) => workload.group === group))
    .filter((workload) => workload.arches.includes(options.arch))
    .filter((workload) => options.filter?.test(workload.name) ?? true);
}

/**
 * Runs what the options ask for, prints and saves the report.
 *
 * @returns exit status: 1 if a workload failed under anyuser
 */
export async function runBenchmarks(options: Options): Promise<number> {
  const workloads = selectWorkloads(options);
  if (options.list) {
    console.log(workloads.map((workload) => `${workload.group}\t${workload.name}`).join('\n'));
    return 0;
  }
  const builder = new Builder();
  const context: Context = { arch: options.arch, effort: options.effort, builder, debian: new Debian() };
  const runners = createRunners({ ...options, second: await secondNode(options.node24) });
  for (const name of runnerNames) {
    const { absent } = runners[name];
    if (absent !== undefined) console.log(`without ${name}: ${absent}`);
  }
  const sampler = new Sampler(await builder.measureTool(), options.timeout);
  const results: Result[] = [];
  const verdicts: Verdict[] = [];
  // Ctrl-C ends the run after the workload that is being measured, with a report of what there is.
  let stopped = false;
  const stop = (): void => {
    stopped = true;
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    for (const workload of workloads) {
      if (stopped) break;
      const result = await runWorkload(workload, context, runners, options, sampler);
      if (result !== undefined) results.push(result);
    }
    if (options.checks && !stopped)
      verdicts.push(...(await runChecks({ options, context, runners, sampler })));
  } finally {
    sampler.dispose();
  }
  const judged = [...judge(results, options.arch), ...verdicts];
  const text = [formatResults(results), formatFailures(results), formatVerdicts(judged), formatWhere(results)]
    .filter((part) => part !== '')
    .join('\n\n');
  console.log(`\n${text}`);
  const folder = await saveReport(options, results, judged, `${text}\n`);
  console.log(`\nsaved in ${folder}`);
  return results.some((result) => result.failures.anyuser !== undefined) ? 1 : 0;
}

async function secondNode(wanted: Options['node24']): Promise<FoundNode> {
  if (wanted === 'fetch') return fetchSecondNode();
  return wanted === 'none' ? { absent: 'not asked for' } : { file: resolve(wanted) };
}

async function runWorkload(
  workload: Workload,
  context: Context,
  runners: ReturnType<typeof createRunners>,
  options: Options,
  sampler: Sampler,
): Promise<Result | undefined> {
  try {
    const task = await workload.prepare(context);
    const timed = await measure(workload, task, runners, options.rounds, sampler);
    const result = options.where
      ? { ...timed, where: await whereTimeGoes(task, runners.anyuser, sampler) }
      : timed;
    const times = runnerNames.map((name) => `${name} ${describe(result, name)}`).join('  ');
    console.log(`${workload.name.padEnd(22)} ${times}  qemu÷anyuser ${ratio(speedup(result))}`);
    return result;
  } catch (error) {
    console.log(
      `${workload.name.padEnd(22)} unavailable: ${error instanceof Error ? error.message : String(error)}`,
    );
    return undefined;
  }
}

function describe(result: Result, name: RunnerName): string {
  const failure = result.failures[name];
  return failure === undefined ? seconds(result.timings[name]?.wall) : `FAILED (${failure.slice(0, 100)})`;
}
