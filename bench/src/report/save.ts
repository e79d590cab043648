import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../measure';
import { benchDirectory } from '../places';
import { runTool } from '../process';
import { groupMeans, type Verdict } from '../reach';
import { chart } from './chart';
import { resultPage } from './page';
import { workloadChart } from './workload-chart';

/** What a run is to be told apart by. */
export interface RunLabel {
  readonly arch: string;
  readonly node: string;
  readonly engine?: string;
  readonly rounds: number;
  readonly effort: number;
  /** Folder that the files go to. */
  readonly out: string;
}

/**
 * Writes `<arch>.json`, `<arch>.txt`, the page `<arch>.md`, one SVG per group, and below `<arch>/` one per workload; a later run of the same
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
  const { out } = label;
  mkdirSync(out, { recursive: true });
  const node = (await runTool(label.node, ['--version'])).stdout.trim();
  const commit = (await runTool('git', ['rev-parse', '--short', 'HEAD'], benchDirectory)).stdout.trim();
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, kernel: release() };
  const means = groupMeans(results);
  const { arch, engine, rounds, effort } = label;
  // Where the results went says nothing about how they came about.
  const words = process.argv.slice(2).filter((word, n, all) => word !== '--out' && all[n - 1] !== '--out');
  const command = ['npm run bench --', ...words].join(' ');
  const head = { arch, date: new Date().toISOString(), commit, command, node, machine, load: loadavg() };
  const report = { ...head, engine, rounds, effort, means, verdicts, results };
  writeFileSync(join(out, `${label.arch}.json`), `${JSON.stringify(report, undefined, 2)}\n`);
  writeFileSync(join(out, `${label.arch}.txt`), text);
  const groups = means.map(({ group }) => group);
  writeFileSync(join(out, `${label.arch}.md`), resultPage(head, text, groups));
  const details = join(out, label.arch);
  mkdirSync(details, { recursive: true });
  for (const result of results)
    writeFileSync(
      join(details, `${result.name}.svg`),
      workloadChart(result, `${result.group}, ${label.arch}, Node ${node}`),
    );
  for (const group of groups) {
    const members = results.filter((result) => result.group === group);
    writeFileSync(
      join(out, `${label.arch}-${group}.svg`),
      chart(`${group}, ${label.arch}, ${node}`, members),
    );
  }
  return out;
}
