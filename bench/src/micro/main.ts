import { parseArgs } from 'node:util';
import { Builder } from '../builder';
import { parseOptions } from '../options';
import { formatTable } from '../report/table';
import { createRunners, type Runner } from '../runner';
import { Sampler } from '../sample';
import { median } from '../statistics';

/** The loops of `workloads/instructions.c`. */
const kinds = ['alu', 'memory', 'call'] as const;

/** Guest instructions that a run should take about a second with, by engine. */
const counts: Readonly<Record<string, number>> = { interp: 2e7, jit: 2e9, auto: 2e9, qemu: 2e9 };

/**
 * Guest MIPS of one loop: the difference of a long and a short run, so that start-up and warming up do not count.
 *
 * @throws Error if the program fails
 */
async function throughput(
  runner: Runner,
  sampler: Sampler,
  program: string,
  kind: string,
  count: number,
): Promise<number> {
  const time = async (instructions: number): Promise<number> => {
    const task = { guest: [{ program, arguments: [kind, String(instructions)] }] };
    return (await sampler.run(runner.commands(task) ?? [])).wall;
  };
  const differences: number[] = [];
  for (let round = 0; round < 3; round++) {
    const short = await time(count / 10);
    differences.push((await time(count)) - short);
  }
  return (count * 0.9) / median(differences) / 1e6;
}

/** `node bench/dist/micro/main.js [--arch NAME] [--node FILE] [--engine interp,jit]`: a table of guest MIPS. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      engine: { type: 'string', default: 'interp,jit' },
      arch: { type: 'string', default: 'arm' },
      node: { type: 'string', default: process.execPath },
    },
  });
  const options = parseOptions(['--arch', values.arch, '--node', values.node]);
  const builder = new Builder();
  const program = await builder.compile('instructions', options.arch);
  const sampler = new Sampler(await builder.measureTool(), options.timeout);
  const rows: string[][] = [];
  for (const engine of ['qemu', ...values.engine.split(',')]) {
    const runners = createRunners({
      ...options,
      second: { absent: 'not asked for' },
      engine: engine === 'qemu' ? undefined : engine,
    });
    const runner = engine === 'qemu' ? runners.qemu : runners.anyuser;
    if (runner.absent !== undefined) {
      console.error(`without ${engine}: ${runner.absent}`);
      continue;
    }
    const cells: string[] = [];
    for (const kind of kinds) {
      try {
        cells.push(
          (await throughput(runner, sampler, program, kind, counts[engine] ?? counts.auto)).toFixed(0),
        );
      } catch (error) {
        cells.push('FAILED');
        console.error(`${engine} ${kind}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    rows.push([engine, ...cells]);
  }
  sampler.dispose();
  console.log(formatTable(['guest MIPS', ...kinds], rows));
}

main().catch((error: unknown) => {
  console.error(`micro: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
