import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure } from './measure';
import type { Command, Runner, RunnerName } from './runner';
import type { Sample, Sampler } from './sample';
import type { Task, Workload } from './workload';

const task: Task = { guest: [] };
const workload: Workload = { name: 'x', group: 'integer', arches: ['arm'], prepare: async () => task };

function runner(name: RunnerName): Runner {
  return { name, commands: () => [{ file: name, arguments: [] }] };
}

const runners = {
  anyuser: runner('anyuser'),
  node24: runner('node24'),
  qemu: runner('qemu'),
  native: runner('native'),
};

/** A sampler that answers from a table and notes the order of the runs. */
function samplerOf(answer: (file: string, run: number) => Partial<Sample>): {
  sampler: Sampler;
  order: string[];
} {
  const order: string[] = [];
  const run = async ([{ file }]: readonly Command[]): Promise<Sample> => {
    order.push(file);
    const given = answer(file, order.filter((one) => one === file).length);
    return { wall: 1, cpu: 1, resident: 1, digest: 'd', output: '', ...given };
  };
  return { sampler: { run, dispose: () => undefined } as unknown as Sampler, order };
}

test('runners take turns and medians are taken', async () => {
  const { sampler, order } = samplerOf((file, run) => ({ wall: file === 'qemu' ? run * run : 1 }));
  const result = await measure(workload, task, runners, 3, sampler);
  expect(order.join(' ')).toBe(Array(3).fill('anyuser node24 qemu native').join(' '));
  expect(result.timings.qemu).toMatchObject({ wall: 4, walls: [1, 4, 9] });
});

test('what is kept from run to run is deleted before, the first run measured apart, and two more settle it', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'bench-spec-'));
  const { sampler, order } = samplerOf((file, run) => ({ wall: file === 'anyuser' && run === 1 ? 9 : 2 }));
  const kept = { ...runners, anyuser: { ...runner('anyuser'), cache } };
  const result = await measure(workload, task, kept, 2, sampler);
  expect(order.join(' ')).toBe(
    `anyuser anyuser anyuser ${Array(2).fill('anyuser node24 qemu native').join(' ')}`,
  );
  expect(result.timings.anyuser).toMatchObject({ wall: 2, walls: [2, 2], cold: 9 });
  expect(existsSync(cache)).toBe(false);
});

test('a wrong output is a failure, not a timing', async () => {
  const { sampler } = samplerOf((file) => (file === 'anyuser' ? { digest: 'other', output: 'oops' } : {}));
  const result = await measure(workload, task, runners, 2, sampler);
  expect(result.timings.anyuser).toBeUndefined();
  expect(result.failures.anyuser).toBe('wrong output: "oops"');
  expect(result.timings.native).toBeDefined();
});

test('a runner that fails once is not run again', async () => {
  const { sampler, order } = samplerOf((file) => {
    if (file === 'qemu') throw new Error('exit status 139');
    return {};
  });
  const result = await measure(workload, task, runners, 3, sampler);
  expect(order.filter((file) => file === 'qemu')).toHaveLength(1);
  expect(result.failures.qemu).toBe('exit status 139');
});
