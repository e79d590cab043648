import type { Verdict } from '../reach';
import { median } from '../statistics';
import type { CheckContext } from './check';

/** Hello world against bare Node, in turn; and the resident set of the former. */
export async function checkLatency({ options, context, runners, sampler }: CheckContext): Promise<Verdict[]> {
  const program = await context.builder.compile('hello', context.arch);
  const commands = runners.anyuser.commands({ guest: [{ program, arguments: [] }] }) ?? [];
  const bare: number[] = [];
  const guest: number[] = [];
  const resident: number[] = [];
  for (let round = 0; round < Math.max(5, options.rounds); round++) {
    bare.push((await sampler.run([{ file: options.node, arguments: ['-e', '0'] }])).wall);
    const sample = await sampler.run(commands);
    guest.push(sample.wall);
    resident.push(sample.resident / 1024);
  }
  const difference = (median(guest) - median(bare)) * 1000;
  return [
    {
      demand: 'hello world within 100 ms of node -e 0',
      measured: `${difference.toFixed(0)} ms more than ${(median(bare) * 1000).toFixed(0)} ms`,
      met: difference <= 100,
    },
    {
      demand: 'resident set of hello world ≤ 90 MB',
      measured: `${median(resident).toFixed(1)} MB`,
      met: median(resident) <= 90,
    },
  ];
}
