import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../measure';
import { resultDirectory } from '../places';
import { runTool } from '../process';
import { groupMeans, type Verdict } from '../reach';
import { chart } from './chart';

/** What a run is to be told apart by. */
export interface RunLabel {
  readonly arch: string;
  readonly node: string;
  readonly engine?: string;
  readonly rounds: number;
  readonly effort: number;
}

/**
 * Writes `<arch>.json` and one SVG per group; a later run of the same architecture replaces them.
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
  for (const { group } of means) {
    const members = results.filter((result) => result.group === group);
    writeFileSync(
      join(resultDirectory, `${label.arch}-${group}.svg`),
      chart(`${group}, ${label.arch}, ${node}`, members),
    );
  }
  return resultDirectory;
}
