import type { Verdict } from '../reach';
import { median } from '../statistics';
import type { CheckContext } from './check';

/** Processor time per guest instruction from 10^8 to 10^10 instructions of a plain loop, less the time of start-up. */
export async function checkLoopGrowth({
  options,
  context,
  runners,
  sampler,
}: CheckContext): Promise<Verdict[]> {
  const program = await context.builder.compile('instructions', context.arch);
  const nanoseconds: number[] = [];
  const counts = options.effort < 1 ? [1e8, 1e9] : [1e8, 1e9, 1e10];
  const time = async (count: number): Promise<number> => {
    const commands =
      runners.anyuser.commands({ guest: [{ program, arguments: ['alu', String(count)] }] }) ?? [];
    const times: number[] = [];
    for (let round = 0; round < (count > 1e9 ? 1 : 3); round++) times.push((await sampler.run(commands)).cpu);
    return median(times);
  };
  const start = await time(100);
  for (const count of counts) nanoseconds.push(((await time(count)) - start) / count / 1e-9);
  const growth = nanoseconds[nanoseconds.length - 1] / nanoseconds[0];
  return [
    {
      demand: `processor time per guest instruction flat from 10^8 to 10^${Math.log10(counts[counts.length - 1])}`,
      measured: `${nanoseconds.map((value) => value.toFixed(3)).join(', ')} ns`,
      met: growth <= 1.25,
    },
  ];
}
