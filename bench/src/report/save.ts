import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../measure';
import { resultDirectory } from '../places';
import { runTool } from '../process';
import { groupMeans, type Verdict } from '../reach';
import { chart } from './chart';
import { workloadChart } from './workload-chart';

/** What a run is to be told apart by. */
export interface RunLabel {
  readonly arch: string;
  readonly node: string;
  readonly engine?: string;
  readonly rounds: number;
  readonly effort: number;
}

/**
 * Writes `<arch>.json`, `<arch>.txt`, one SVG per group, and below `<arch>/` one per workload; a later run of the same
 * architecture replaces them.
 *
 * @returns the folder
 */
export async function saveReport(
  label: RunLabel,
  results: readonly Result[],
  verdicts: readonly Verdict[],
  text: string,
): Promise<string> {
  mkdirSync(resultDirectory, { recursive: true });
  const node = (await runTool(label.node, ['--version'])).stdout.trim();
  const commit = (await runTool('git', ['rev-parse', '--short', 'HEAD'], resultDirectory)).stdout.trim();
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, kernel: release() };
  const means = groupMeans(results);
  const report = {
    date: new Date().toISOString(),
    /** Load averages of the machine at the end, over 1, 5 and 15 minutes. */
    load: loadavg(),
    commit,
    ...label,
    node,
    machine,
    means,
    verdicts,
    results,
  };
  writeFileSync(join(resultDirectory, `${label.arch}.json`), `${JSON.stringify(report, undefined, 2)}\n`);
  writeFileSync(join(resultDirectory, `${label.arch}.txt`), text);
  const details = join(resultDirectory, label.arch);
  mkdirSync(details, { recursive: true });
  for (const result of results)
    writeFileSync(
      join(details, `${result.name}.svg`),
      workloadChart(result, `${result.group}, ${label.arch}, Node ${node}`),
    );
  for (const { group } of means) {
    const members = results.filter((result) => result.group === group);
    writeFileSync(
      join(resultDirectory, `${label.arch}-${group}.svg`),
      chart(`${group}, ${label.arch}, ${node}`, members),
    );
  }
  return resultDirectory;
}
