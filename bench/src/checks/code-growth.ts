import type { Verdict } from '../reach';
import type { CheckContext } from './check';

/** Bytes of one generated function, as `workloads/code-size.S` lays it out. */
const functionSize = 256;

/**
 * Processor time and memory per MB of guest code, from 1 MB to 30 MB of different functions, all called in turn 20 times over.
 * The work grows with the code, so both figures must stay flat.
 */
export async function checkCodeGrowth({
  options,
  context,
  runners,
  sampler,
}: CheckContext): Promise<Verdict[]> {
  const sizes = options.effort < 1 ? [1, 4] : [1, 4, 10, 30];
  const seconds: number[] = [];
  const resident: number[] = [];
  const hello = await context.builder.compile('hello', context.arch);
  const base = await sampler.run(
    runners.anyuser.commands({ guest: [{ program: hello, arguments: [] }] }) ?? [],
  );
  for (const size of sizes) {
    const flags = [`-DFUNCTIONS=${(size * 1024 * 1024) / functionSize}`];
    const program = await context.builder.compile('code-size.S', context.arch, flags, `code-size-${size}`);
    const sample = await sampler.run(
      runners.anyuser.commands({ guest: [{ program, arguments: ['20'] }] }) ?? [],
    );
    seconds.push((sample.cpu - base.cpu) / size);
    resident.push((sample.resident - base.resident) / 1024 / size);
  }
  const last = sizes.length - 1;
  const range = `from ${sizes[0]} to ${sizes[last]} MB of guest code`;
  return [
    {
      demand: `processor time per MB flat ${range}`,
      measured: `${seconds.map((value) => value.toFixed(2)).join(', ')} s`,
      met: seconds[last] <= seconds[0] * 1.5,
    },
    {
      demand: `memory per MB flat ${range}`,
      measured: `${resident.map((value) => value.toFixed(1)).join(', ')} MB`,
      met: resident[last] <= resident[0] * 1.5,
    },
  ];
}
