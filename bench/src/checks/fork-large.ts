import type { Verdict } from '../reach';
import { median } from '../statistics';
import type { CheckContext } from './check';

/** How long fork takes in a process that has touched 500 MB, by the guest's own clock. */
export async function checkForkLarge({
  options,
  context,
  runners,
  sampler,
}: CheckContext): Promise<Verdict[]> {
  const program = await context.builder.compile('fork-large', context.arch);
  const commands = runners.anyuser.commands({ guest: [{ program, arguments: ['500'] }] }) ?? [];
  const times: number[] = [];
  for (let round = 0; round < options.rounds; round++) {
    const { output } = await sampler.run(commands);
    if (!/^\d+\n$/.test(output)) throw new Error(`fork-large printed ${JSON.stringify(output)}`);
    times.push(Number(output) / 1000);
  }
  return [
    {
      demand: 'fork of a process with 500 MB touched < 20 ms',
      measured: `${median(times).toFixed(1)} ms`,
      met: median(times) < 20,
    },
  ];
}
