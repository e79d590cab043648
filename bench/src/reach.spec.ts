import type { Result } from './measure';
import { groupMeans, judge } from './reach';
import type { RunnerName } from './runner';
import type { Group } from './workload';

function result(
  name: string,
  group: Group,
  walls: Partial<Record<RunnerName, number>>,
  failures: Result['failures'] = {},
): Result {
  const timing = (wall: number) => ({ wall, cpu: wall, resident: 1000, spread: 0, walls: [wall] });
  const timings = Object.fromEntries(Object.entries(walls).map(([runner, wall]) => [runner, timing(wall)]));
  return { name, group, timings, failures };
}

function verdict(results: readonly Result[], demand: string) {
  return judge(results, 'arm').find((one) => one.demand.startsWith(demand));
}

test('a group is judged by its geometric mean and by its slowest member', () => {
  const results = [
    result('a', 'integer', { anyuser: 1, qemu: 8, native: 0.5 }),
    result('b', 'integer', { anyuser: 1, qemu: 0.8, native: 0.5 }),
  ];
  expect(verdict(results, 'integer kernels, geometric mean')).toMatchObject({
    met: true,
    measured: '2.53 (2 of 2)',
  });
  expect(verdict(results, 'integer kernels, none below')).toMatchObject({ met: false });
  expect(verdict(results, 'integer kernels within')).toMatchObject({ met: true });
});

test('a workload that fails under anyuser makes its demand unmet', () => {
  const results = [
    result('a', 'float', { anyuser: 1, qemu: 8 }),
    result('b', 'float', { qemu: 1 }, { anyuser: 'exit status 1' }),
  ];
  expect(verdict(results, 'floating point')).toMatchObject({
    met: false,
    measured: '8.00 (1 of 2); 1 failed',
  });
});

test('only programs over 3 s under qemu count as long', () => {
  const results = [
    result('long', 'program', { anyuser: 2, qemu: 4 }),
    result('brief', 'program', { anyuser: 5, qemu: 1 }),
  ];
  expect(verdict(results, 'programs over 3 s under qemu, none')).toMatchObject({
    met: true,
    measured: '2.00 (1 of 1)',
  });
});

test('without anyuser nothing is claimed', () => {
  expect(verdict([result('a', 'neon', { qemu: 1 })], 'NEON')).toMatchObject({ met: undefined });
  expect(groupMeans([result('a', 'neon', { qemu: 6, native: 2 })])).toEqual([
    { group: 'neon', speedup: undefined, slowdown: undefined, qemuSlowdown: expect.closeTo(3) },
  ]);
});
